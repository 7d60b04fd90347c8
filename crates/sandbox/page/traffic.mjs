// Every exchange in the order of happening, and all of one.
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { JsonTree } from "./shared/json.mjs";
import { ask } from "./shared/request.mjs";
import { curl, middle, visible } from "./shared/text.mjs";
import { clockMs, duration } from "./shared/time.mjs";
import { CopyButton, unlessSame } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { exportRows } from "./export.mjs";
import { act, chooseRow, filterRows, olderRows, refreshRows, set, useStore } from "./store.mjs";
import { w } from "./words.mjs";

/** @typedef {import("./types").Detail} Detail */

/** @param {{one: import("./types").Outcome}} props */
const Outcome = ({ one }) => h("span", { class: `state ${one.good ? "ok" : "bad"}` }, one.text, " ");

/** @param {import("./types").Row} row */
const outcomes = (row) =>
  row.outcomes.length ? row.outcomes.slice(-4).map((one, place) => h(Outcome, { key: place, one }))
    : h("span", { class: `state ${row.waiting ? "wait" : "dim"}` }, row.kind === "webhook" && !row.waiting ? w.collected : w.waiting);

const Row = unlessSame(/** @param {{row: import("./types").Row, chosen: boolean}} props */ function Row({ row, chosen }) {
  const [kind, ...rest] = row.what.split(" ");
  const press = (event) => {
    event.stopPropagation();
    chooseRow(row);
  };
  return h("tr", { class: `choice ${chosen ? "chosen" : ""}`, onClick: () => chooseRow(row) },
    h("td", { class: "mono" }, clockMs(row.at)),
    h("td", { class: "dim dir", title: row.kind === "api" ? w.client : w.business },
      h("span", { class: "long" }, row.kind === "api" ? `${w.client} →` : `→ ${w.business}`), h("span", { class: "brief" }, w.briefly[row.kind]),
      row.carrier === "twilio" && h("span", { class: "badge" }, w.carriers.twilio)),
    h("td", { class: "wide" },
      h("button", { class: "rowlink", "aria-pressed": String(chosen), onClick: press }, row.line, " ", h("b", null, kind), " ", h("bdi", { dir: "auto" }, visible(rest.join(" ")))),
      row.fault && h("span", { class: "badge warn", title: row.fault }, w.fault)),
    h("td", null, outcomes(row)),
    h("td", { class: "mono took" }, duration(row.took)));
});

/** @param {{filter: import("./types").State["filter"], paused: boolean}} props */
function Tools({ filter, paused }) {
  const [text, setText] = useState(filter.q);
  useEffect(() => {
    if (text === filter.q) return undefined;
    const timer = setTimeout(() => filterRows({ filter: { ...filter, q: text } }), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const pause = () => {
    set({ paused: !paused });
    if (paused) refreshRows();
  };
  return h("div", { class: "tools" },
    /** @type {[import("./types").State["filter"]["kind"], string][]} */ (Object.entries(w.filters)).map(([kind, title]) =>
      h("button", { key: kind, class: "chip", "aria-pressed": String(filter.kind === kind), onClick: () => filterRows({ filter: { ...filter, kind } }) }, title)),
    h("input", { type: "search", "aria-label": w.filter, placeholder: w.filterHint, value: text, onInput: (event) => setText(event.currentTarget.value) }),
    h("button", { class: "btn small", "aria-pressed": String(paused), onClick: pause }, paused ? w.resume : w.pause),
    h("details", { class: "menu" }, h("summary", { class: "btn small" }, w.exportAs),
      h("div", { class: "items" }, /** @type {const} */ (["jsonLines", "har"]).map((form) => h("button", { key: form, class: "btn small", onClick: () => act(() => exportRows(form)) }, w[form])))));
}

export function Traffic() {
  const { rows, moreRows, filter, about, paused, row, detail } = useStore();
  const isFiltered = filter.kind !== "all" || filter.q || about;
  return [
    h(Tools, { filter, paused }),
    about && h("div", { class: "banner" },
      h("span", null, w.only, " ", h("b", { class: "short" }, h("bdi", { dir: "auto" }, visible(about.text))), " ", h("code", { class: "mono", title: about.id }, middle(about.id))), h("span", { class: "grow" }),
      h("button", { class: "btn small", onClick: () => filterRows({ about: null, chosen: null }) }, w.showAll)),
    h("div", { class: "split" },
      h("div", { class: "scroll" },
        rows.length === 0 ? h("p", { class: "empty" }, isFiltered ? w.nothingFound : w.nothingYet)
          : h("table", null,
              h("thead", null, h("tr", null, h("th", { scope: "col" }, w.time), h("th", { scope: "col" }, h("span", { class: "sr" }, w.direction)), h("th", { scope: "col" }, w.what), h("th", { scope: "col" }, w.answer), h("th", { scope: "col", class: "took" }, w.took))),
              h("tbody", null, rows.map((one) => h(Row, { key: one.id, row: one, chosen: one.id === row })))),
        moreRows && h("div", { class: "tools" }, h("button", { class: "btn small", onClick: () => act(olderRows) }, w.olderRows))),
      h("div", { class: "detail", role: "region", "aria-label": w.details, tabIndex: 0 },
        detail ? h(detail.kind === "webhook" ? Webhook : Call, { key: detail.id, detail }) : h("p", { class: "empty" }, w.pickRow))),
  ];
}

/** A body, as a tree or byte for byte. @param {{title: string, body: import("./types").Body, form?: object | null}} props */
function Body({ title, body, form }) {
  const [raw, setRaw] = useState(false);
  if (body.base64 !== undefined) return [h("h3", null, title), h("p", { class: "dim" }, fill(w.binary, { count: body.length }))];
  if (!body.text) return [h("h3", null, title), h("p", { class: "dim" }, w.noBody)];
  let value = form ?? undefined;
  try {
    value ??= JSON.parse(body.text);
  } catch {
    // Shown as it was sent.
  }
  const pretty = value !== undefined && !raw;
  return [
    h("h3", null, title,
      value !== undefined && [h("button", { class: "chip", "aria-pressed": String(!raw), onClick: () => setRaw(false) }, w.pretty), h("button", { class: "chip", "aria-pressed": String(raw), onClick: () => setRaw(true) }, w.asSent)],
      h("span", { class: "grow" }), h(CopyButton, { text: body.text })),
    body.cut && h("p", { class: "dim" }, fill(w.truncated, { shown: body.text.length, count: body.length })),
    pretty ? h(JsonTree, { value, open: 8 }) : h("pre", { class: "wrap", tabIndex: 0, "aria-label": title }, visible(body.text)),
  ];
}

const asCurl = (detail) =>
  curl({ method: detail.method, url: detail.url, body: detail.body.text, headers: [["content-type", detail.contentType], [detail.signature.name, detail.signature.value]] });

function Webhook({ detail }) {
  const { attempts, signature, body } = detail;
  const accepted = attempts.findIndex((one) => one.outcome.good) + 1;
  const told = accepted === 1 ? w.accepted : accepted ? fill(w.acceptedAt, { count: accepted }) : attempts.length ? w.notAccepted : detail.url ? w.waiting : w.notPosted;
  const again = () => act(() => ask("POST", `sandbox/traffic/${detail.id}/post`));
  const form = detail.contentType.startsWith("application/x-www-form-urlencoded") ? Object.fromEntries(new URLSearchParams(body.text)) : undefined;
  return [
    h("h2", null, `${w.filters.webhook.replace(/s$/, "")}, ${detail.line} `, h("bdi", { dir: "auto" }, visible(detail.what)), h("span", { class: `state ${accepted ? "ok" : attempts.length ? "bad" : "wait"}` }, told), h("span", { class: "grow" }),
      h("button", { class: "btn small", onClick: again }, w.postAgain),
      detail.url && !body.cut && h(CopyButton, { text: () => asCurl(detail), label: w.curl })),
    h("dl", { class: "kv" },
      h("dt", null, detail.method), h("dd", null, detail.url ? visible(detail.url) : w.notPosted),
      h("dt", null, signature.name), h("dd", null, signature.value, " ", h("span", { class: "ok" }, fill(w.over, { count: body.length })))),
    attempts.length > 0 && [h("h3", null, w.attempts),
      h("dl", { class: "kv" }, attempts.map((one, place) => [
        h("dt", { key: place }, `${place + 1} · ${clockMs(one.at)}`),
        h("dd", null, h(Outcome, { one: one.outcome }), duration(one.took), one.retryAfter && ` ${fill(w.retryAfter, { value: one.retryAfter })}`, one.why && ` ${one.why}`, one.remark && ` ${one.remark}`,
          one.answer && h("span", { class: "dim" }, " · ", visible(one.answer.trim()))),
      ]))],
    h(Body, { title: w.body, body, form }),
  ];
}

/** @param {{refusal: {code: number, message: string, details?: string}}} props */
function Refusal({ refusal }) {
  const more = [refusal.message, refusal.details].filter(Boolean);
  return h("div", { class: "note bad" }, h("b", null, fill(w.refusedTitle, { code: refusal.code })), more.map((text) => h("div", { key: text }, visible(String(text)))));
}

function Call({ detail }) {
  const { answer } = detail;
  if (!detail.body) return [h("h2", null, `${detail.method} `, h("span", { class: "mono" }, visible(detail.url))), h("p", { class: "note warn" }, w.reset_)];
  // The token is not in what the page gets; the shell has it.
  const scheme = detail.carrier === "twilio" ? [] : [["authorization", "Bearer $WHATSAPP_AUTHENTICATION_TOKEN"]];
  const command = () => curl({ method: detail.method, url: detail.url, body: detail.body.text, headers: [...scheme, ...detail.headers.filter(([name]) => ["content-type", "accept"].includes(name))] });
  const title = answer && fill(w.answerOf, { status: answer.status });
  return [
    h("h2", null, `${detail.line} `, h("bdi", { dir: "auto" }, visible(detail.what)), detail.outcomes.map((one, place) => h(Outcome, { key: place, one })), h("span", { class: "grow" }), !detail.body.cut && h(CopyButton, { text: command, label: w.curl })),
    detail.fault && h("p", { class: "note warn" }, h("b", null, w.fault), ": ", detail.fault),
    answer?.refusal && h(Refusal, { refusal: answer.refusal }),
    answer?.cut && h("p", { class: "note bad" }, fill(w.cutTitle, { cut: answer.cut })),
    h("dl", { class: "kv" }, h("dt", null, detail.method), h("dd", null, visible(detail.url)), h("dt", null, w.authorization), h("dd", null, w.credentials[detail.credentials]),
      detail.headers.map(([name, value]) => [h("dt", { key: name }, name), h("dd", null, visible(value))])),
    h(Body, { title: w.request, body: detail.body, form: detail.form }),
    answer && h(Body, { title: answer.cut ? w.cutAnswer : title, body: answer.body }),
    answer && answer.length > answer.body.length && h("p", { class: "dim" }, fill(w.truncated, { shown: answer.body.length, count: answer.length })),
  ];
}
