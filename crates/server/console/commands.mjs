// The commands of an adapter: a form, a dry run, a call, and what became of it.
import { Form, Json, idOf } from "./form.mjs";
import { blank, byPlace, draft, steps } from "./form-model.mjs";
import { Failed, Time } from "./parts.mjs";
import { api, query, useData, useKept } from "./session.mjs";
import { JsonTree } from "./shared/json.mjs";
import { Foreign, curl, quoted } from "./shared/text.mjs";
import { CopyButton, Dialog, Tabs } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { TemplatePicker } from "./templates.mjs";
import { h } from "./vendor/preact.mjs";
import { useRef, useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.commands;

/** @param {{adapter: string, rest: string[], mayAct: boolean}} props */
export function CommandsView({ adapter, rest, mayAct }) {
  /** @type {import("./session.mjs").Read<import("./types").Adapter>} */
  const { data, error } = useData(`adapters/${encodeURIComponent(adapter)}`, ["configuration"]);
  const [search, setSearch] = useState("");
  if (!data) return h("div", { class: "page" }, h(Failed, { error }));
  const commands = data.manifest.commands;
  const found = commands.filter((command) => `${command.name} ${command.display} ${command.description}`.toLowerCase().includes(search.toLowerCase()));
  const command = commands.find((one) => one.name === rest[0]) ?? commands[0];
  return h("div", { class: "three" },
    h("section", { class: "col list", "aria-label": text.title },
      h("div", { class: "tools" }, h("input", { class: "grow", type: "search", "aria-label": text.search, placeholder: text.search, value: search, onInput: (event) => setSearch(event.currentTarget.value) })),
      h("nav", { class: "scroll links", "aria-label": text.title },
        found.map((one) => h("a", { key: one.name, href: `#/commands/${one.name}`, "aria-current": one === command ? "true" : undefined },
          h("b", null, one.display), h("span", { class: "dim" }, one.name))),
        found.length === 0 ? h("p", { class: "empty" }, text.none) : null)),
    h(Command, { key: command.name, adapter, command, tree: data.forms[command.name], all: commands, mayAct }));
}

/** What a call would come to, and what it came to. */
/** @typedef {{kind: "dry" | "call" | null, body: any, status: number, at: number, error: Error | null}} Answered */

/** @type {Answered} */
const NOTHING = { kind: null, body: null, status: 0, at: 0, error: null };

/** @param {{adapter: string, command: import("./types").Command, tree: import("./types").Node, all: import("./types").Command[], mayAct: boolean}} props */
function Command({ adapter, command, tree, all, mayAct }) {
  const [kept, keep] = useKept(`uip-draft-${adapter}-${command.name}`, blank(tree));
  const [request, setRequest] = useState(kept);
  const [asJson, setAsJson] = useState(false);
  const [busy, setBusy] = useState(false);
  const [asks, setAsks] = useState(false);
  const [answer, setAnswer] = useState(NOTHING);
  const [tab, setTab] = useState("answer");
  /** @type {{current: HTMLElement}} */
  const summary = useRef(null);
  /** @type {{current: HTMLElement}} */
  const result = useRef(null);
  /** @param {Record<string, any>} next */
  const change = (next) => {
    setRequest(next);
    keep(draft(tree, next) ?? {});
  };
  const mistakes = byPlace(answer.status === 200 ? null : answer.body);
  const path = `/adapters/${encodeURIComponent(adapter)}/commands/${encodeURIComponent(command.name)}`;
  /** @param {"dry" | "call"} kind */
  const send = async (kind) => {
    setAsks(false);
    setBusy(true);
    setTab("answer");
    const at = Date.now();
    try {
      const body = await api("POST", `${path}${kind === "dry" ? "?dryRun=true" : ""}`, request);
      setAnswer({ kind, body, status: 200, at, error: null });
    } catch (problem) {
      setAnswer({ kind, body: problem.body, status: problem.status, at, error: problem });
      setTimeout(() => summary.current?.focus());
    }
    setBusy(false);
    // On a narrow screen the answer is below the form.
    setTimeout(() => result.current?.scrollIntoView({ block: "nearest" }));
  };
  const { example } = command;
  /** @param {string} name */
  const has = (name) => all.some((one) => one.name === name);
  const recipient = request[command.request.find((field) => field.name === "phoneNumber")?.name ?? ""];
  const copies = {
    curl: () => curl({ method: "POST", url: location.origin + path, headers: [["Authorization", "Bearer $UIP_CONSOLE_TOKEN"], ["Content-Type", "application/json"]], body: JSON.stringify(request) }),
    cli: () => `printf %s ${quoted(JSON.stringify(request))} | uip call ${adapter}.${command.name} --json -`,
    json: () => JSON.stringify(request, null, 2),
    properties: () => Object.entries(request).map(([name, value]) => `${name} = ${typeof value === "string" ? value : JSON.stringify(value)}`).join("\n"),
  };
  return [
    h("section", { class: "col middle", "aria-label": command.display },
      h("div", { class: "scroll pad" },
        h("h2", null, command.display, " ", h("code", { class: "dim" }, command.name)),
        h("p", { class: "hint" }, command.description),
        mistakes.size > 0 ? h("div", { class: "note bad", tabIndex: -1, ref: summary, role: "alert" },
          h("b", null, text.mistakes), h("ul", null, [...mistakes].map(([where, what]) => h("li", { key: where },
            where && document.getElementById(idOf(steps(where)))
              ? h("a", { href: `#/commands/${command.name}`, onClick: (event) => { event.preventDefault(); document.getElementById(idOf(steps(where)))?.focus(); } }, where) : where,
            where ? ": " : "", what.join("; "))))) : null,
        has("listTemplates") && command.request.some((field) => field.name === "templateName")
          ? h(TemplatePicker, { adapter, command, request, onChange: change, mayAct, canRender: has("renderTemplate") }) : null,
        asJson ? h(Json, { path: [], form: { request, set: (_, value) => change(value) }, label: command.display, rows: 24 })
          : h(Form, { tree, request, onChange: change, mistakes })),
      h("div", { class: "tools bar" },
        example ? h("button", { class: "btn small", onClick: () => change(example) }, text.example) : null,
        h("button", { class: "btn small", onClick: () => change(blank(tree)) }, text.clear),
        h("button", { class: "chip", "aria-pressed": String(asJson), onClick: () => setAsJson(!asJson) }, text.json),
        h("span", { class: "grow" }),
        mayAct ? [
          h("button", { class: "btn main", disabled: busy, onClick: () => send("dry") }, text.dryRun),
          h("button", { class: "btn", disabled: busy, onClick: () => setAsks(true) }, text.send),
        ] : h("span", { class: "dim" }, text.readOnly))),
    h("section", { class: "col detail-col", ref: result, "aria-label": text.result },
      h(Tabs, { label: text.result, current: tab, onSelect: setTab, tabs: [{ id: "answer", title: text.tabs.answer }, { id: "copy", title: text.tabs.copy }, { id: "about", title: text.tabs.about }] }),
      h("div", { class: "scroll pad", role: "tabpanel", id: `panel-${tab}`, "aria-labelledby": `tab-${tab}`, tabIndex: 0 },
        tab === "answer" ? h(Answer, { answer, adapter, command, busy, again: () => setAsks(true) }) : null,
        tab === "copy" ? Object.entries(copies).map(([name, write]) => [
          h("h3", { key: name, class: "row" }, text.copies[name], h(CopyButton, { text: write })), h("pre", { class: "wrap" }, write())]) : null,
        tab === "about" ? h("dl", { class: "members" }, command.response.map((field) => [h("dt", { key: field.name }, h("code", null, field.name)), h("dd", null, field.description)])) : null)),
    asks ? h(Dialog, { title: text.send, onClose: () => setAsks(false) },
      h("p", null, recipient ? [fill(text.asksFor, { command: command.display }), " ", h("b", null, h(Foreign, { text: recipient })), "."] : fill(text.asks, { command: command.display })),
      h("div", { class: "go" },
        h("button", { class: "btn", onClick: () => setAsks(false) }, words.cancel),
        h("button", { class: "btn main", onClick: () => send("call") }, text.sendNow))) : null,
  ];
}

/** The class of an answer: what it means for whoever asked. */
/** @param {Answered} answer */
function meaning({ kind, status, body }) {
  if (kind === "dry" && status === 200) return ["good", text.means.dry];
  if (status === 200) return ["good", text.means.success];
  if (status === 424 || status === 0) return ["bad", text.means.unknown];
  if (body?.retryable) return ["warn", body.retryAfterSeconds ? fill(text.means.later, { seconds: body.retryAfterSeconds }) : text.means.soon];
  return ["bad", text.means.change];
}

/** @param {{answer: Answered, adapter: string, command: import("./types").Command, busy: boolean, again: () => void}} props */
function Answer({ answer, adapter, command, busy, again }) {
  const { kind, body, status, at, error } = answer;
  if (busy) return h("p", { class: "dim", role: "status" }, text.busy);
  if (kind === null) return h("p", { class: "empty" }, text.empty);
  const [style, says] = meaning(answer);
  const id = kind === "call" && status === 200 ? body?.messageId : null;
  return [
    h("div", { class: `note ${style}`, role: "status", "data-outcome": style },
      h("b", null, says), " ", h("span", { class: "dim" }, h(Time, { at })),
      error ? h("p", null, h(Foreign, { text: body?.error ?? error.message })) : null,
      body?.advice ? h("p", null, h("b", null, body.advice)) : null,
      kind === "call" && body?.retryable ? h("button", { class: "btn small", onClick: again }, text.again) : null),
    body?.requests ? body.requests.map((request, index) => h(Outgoing, { key: index, request })) : null,
    body?.note ? h("p", { class: "hint" }, body.note) : null,
    id ? h(Statuses, { adapter, id }) : null,
    body && !body.requests ? [h("h3", null, text.answer), h(JsonTree, { value: body, beside: (path) => explained(command, path) })] : null,
  ];
}

const explained = (command, path) => {
  const name = path.map((step) => (typeof step === "number" ? "[0]" : `.${step}`)).join("").replace(/^\./, "");
  const field = name && command.response.find((one) => one.name === name);
  return field ? h("span", { class: "means" }, field.description) : null;
};

const Outgoing = ({ request }) => [
  h("h3", null, `${request.method} `, h("code", null, request.url)),
  h("dl", { class: "kv" }, Object.entries(request.headers ?? {}).map(([name, value]) => [h("dt", { key: name }, name), h("dd", null, h(Foreign, { text: value }))])),
  request.body !== undefined ? h(JsonTree, { value: request.body, open: 8 }) : h("p", { class: "dim" }, request.bodyOmitted ? text.omitted : request.bodyBase64 ? text.binary : ""),
];

/** The events about a message, as they come. */
function Statuses({ adapter, id }) {
  /** @type {import("./session.mjs").Read<import("./types").Events>} */
  const { data } = useData(`events${query({ adapter, q: id, limit: 20 })}`, ["events", "deliveries"]);
  const events = [...(data?.events ?? [])].reverse();
  return h("div", { class: "statuses", "aria-live": "polite" }, h("h3", null, fill(text.statuses, { id })),
    events.length === 0 ? h("p", { class: "dim" }, text.noStatuses) : h("ul", null, events.map((event) =>
      h("li", { key: event.seq }, h("a", { href: `#/events/${event.seq}` }, event.words.join(" ") || event.event), " ", h(Time, { at: event.createdAt })))));
}
