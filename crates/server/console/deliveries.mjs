// Event triggers: what waits for their receivers, and what these did not accept.
import { Act, Effects, Failed, Time, sentence } from "./parts.mjs";
import { get, post, query, useData } from "./session.mjs";
import { Foreign } from "./shared/text.mjs";
import { Badge } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { duration } from "./shared/time.mjs";
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.deliveries;

/** @param {{adapter: string, rest: string[], mayAct: boolean}} props */
export function DeliveriesView({ adapter, rest, mayAct }) {
  /** @type {import("./session.mjs").Read<import("./types").Triggers>} */
  const { data, error, reload } = useData("deliveries", ["events", "deliveries", "operated", "configuration"]);
  const triggers = (data?.triggers ?? []).filter((one) => adapter === "" || one.adapter === adapter || !one.configured);
  const chosen = triggers.find((one) => one.trigger === rest[0]);
  return h("div", { class: `two ${chosen ? "open" : ""}` },
    h("section", { class: "col list", "aria-label": text.title },
      h(Failed, { error }),
      h("div", { class: "scroll" },
        h("table", null,
          h("thead", null, h("tr", null, text.columns.map((name) => h("th", { key: name, scope: "col" }, name)))),
          h("tbody", null, triggers.map((one) =>
            h("tr", { key: one.trigger, class: `choice ${one === chosen ? "chosen" : ""}`, onClick: () => (location.hash = `#/deliveries/${encodeURIComponent(one.trigger)}`) },
              h("td", { class: "wide" }, h("a", { href: `#/deliveries/${encodeURIComponent(one.trigger)}`, "aria-current": one === chosen ? "true" : undefined }, h(Foreign, { text: one.trigger })),
                h("div", { class: "dim" }, one.configured ? `${one.adapter}.${one.event} → ${one.kind} ${one.host}` : text.notConfigured)),
              h("td", null, h(Circuit, { one })),
              h("td", { class: one.pending ? "state wait" : "" }, one.pending),
              h("td", { class: one.dead ? "state bad" : "" }, one.dead),
              h("td", null, one.oldestSeconds == null ? words.none : duration(one.oldestSeconds * 1000)))))),
        data && triggers.length === 0 ? h("p", { class: "empty" }, text.none) : null)),
    chosen ? h(Trigger, { key: chosen.trigger, one: chosen, mayAct, changed: reload }) : null);
}

/** @param {{one: import("./types").Trigger}} props */
function Circuit({ one }) {
  if (!one.configured) return words.none;
  if (one.paused) return h(Badge, { kind: "warn" }, text.paused);
  return h("span", { class: one.circuitBreaker === "closed" ? "state ok" : "state bad" }, text.circuits[one.circuitBreaker]);
}

/** @param {{one: import("./types").Trigger, mayAct: boolean, changed: () => void}} props */
function Trigger({ one, mayAct, changed }) {
  const [state, setState] = useState(/** @type {"dead" | "pending"} */ (one.dead > 0 && one.pending === 0 ? "dead" : "pending"));
  const path = `deliveries/${encodeURIComponent(one.trigger)}`;
  /** @type {import("./session.mjs").Read<import("./types").Deliveries>} */
  const { data, error, reload } = useData(`${path}${query({ state })}`, ["events", "deliveries", "operated"]);
  const [older, setOlder] = useState(/** @type {{of: string, rows: import("./types").DeliveryRow[], next: number | null}} */ ({ of: "", rows: [], next: null }));
  const [result, setResult] = useState(/** @type {import("./types").Effects | null} */ (null));
  const known = older.of === state ? older : { rows: [], next: data?.next ?? null };
  const more = async () => {
    const page = await get(`${path}${query({ state, before: known.next })}`);
    setOlder({ of: state, rows: [...known.rows, ...page.deliveries], next: page.next });
  };
  const done = (effects) => {
    setResult(effects);
    setOlder({ of: "", rows: [], next: null });
    reload();
    changed();
  };
  const trigger = one.trigger;
  const replayable = one.deadByCause["gave-up"] + one.deadByCause.refused;
  const rows = [...(data?.deliveries ?? []), ...known.rows];
  return h("section", { class: "col detail-col", "aria-label": trigger },
    h("div", { class: "scroll pad" },
      h("h2", null, h(Foreign, { text: trigger }), " ", h("a", { class: "btn small back", href: "#/deliveries" }, words.back)),
      one.lastError ? h("p", { class: "wrong" }, text.lastError, " ", h(Foreign, { text: sentence(one.lastError) })) : null,
      one.nextAt ? h("p", { class: "hint" }, text.next, " ", h(Time, { at: one.nextAt })) : null,
      one.circuitBreaker !== "closed" ? h("p", { class: "note warn" }, text.circuitOpen) : null,
      mayAct ? h("div", { class: "row" },
        one.configured ? h(Act, { label: one.paused ? text.resume : text.pause, ask: one.paused ? text.resumeAsk : text.pauseAsk, act: () => post(`operate/${one.paused ? "resume" : "pause"}`, { trigger }), done }) : null,
        replayable > 0 ? h(Act, { label: fill(text.replayDead, { count: replayable }), ask: fill(text.replayDeadAsk, { count: replayable, trigger }), act: () => post("operate/replay-dead", { trigger, expect: replayable }), done }) : null,
        one.pending > 0 ? h(Act, { label: fill(text.dropPending, { count: one.pending }), ask: fill(text.dropPendingAsk, { count: one.pending, trigger }), act: () => post("operate/drop-pending", { trigger, expect: one.pending }), done, class: "btn small danger" }) : null) : null,
      h(Effects, { result }),
      h("div", { class: "row chips" }, /** @type {const} */ (["pending", "dead"]).map((name) =>
        h("button", { key: name, class: "chip", "aria-pressed": String(state === name), onClick: () => setState(name) }, `${words.states[name]} ${one[name]}`))),
      one.dead > 0 && state === "dead" ? h("p", { class: "hint" }, Object.entries(one.deadByCause).filter(([, count]) => count).map(([cause, count]) => `${cause} ${count}`).join(", ")) : null,
      h(Failed, { error }),
      rows.map((row) => h("div", { class: "card", key: row.seq },
        h("div", { class: "row" },
          h("a", { class: "grow", href: `#/events/${row.seq}` }, `${row.event} `, h("span", { class: "dim" }, h(Foreign, { text: row.customer ?? "" }))),
          h(Time, { at: row.createdAt }),
          mayAct ? h(Act, state === "dead"
            ? { label: text.replay, ask: text.replayAsk, act: () => post("operate/replay", { seq: row.seq, trigger }), done }
            : { label: text.retry, ask: text.retryAsk, act: () => post("operate/retry", { seq: row.seq, trigger }), done }) : null),
        h("p", { class: "hint" }, fill(text.attempts, { attempts: row.attempts }), row.cause ? ` ${row.cause}.` : "", row.waits ? [" ", text.it, " ", h(Foreign, { text: row.waits }), "."] : null,
          row.nextAt ? [" ", text.next, " ", h(Time, { at: row.nextAt }), "."] : null, row.behind && state === "pending" ? ` ${fill(text.behind, { count: row.behind })}` : ""),
        row.lastError ? h("p", { class: "wrong" }, h(Foreign, { text: sentence(row.lastError) })) : null)),
      data && rows.length === 0 ? h("p", { class: "empty" }, text.nothing) : null,
      known.next ? h("button", { class: "btn small", onClick: more }, text.more) : null));
}
