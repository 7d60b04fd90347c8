// Events as they come, one of them with its payload, and conditions tried on them.
import { expressions } from "./expressions.mjs";
import { Act, Effects, Failed, Standing, Time, sentence } from "./parts.mjs";
import { get, post, query, useData, useKept } from "./session.mjs";
import { Icon } from "./shared/icons.mjs";
import { JsonTree } from "./shared/json.mjs";
import { Foreign } from "./shared/text.mjs";
import { CopyButton, announce, copy } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.events;
const NOTHING = { event: "", state: "", customer: "", q: "", since: "" };

/** Which event is pinned. @typedef {{seq: number, event: string}} Pin */

/** @param {{adapter: string, rest: string[], mayAct: boolean}} props */
export function EventsView({ adapter, rest, mayAct }) {
  const [filter, setFilter] = useState(NOTHING);
  const [paused, setPaused] = useState(false);
  const [texts, setTexts] = useKept("uip-texts", false);
  const [asked, setAsked] = useState(NOTHING);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(filter), 250);
    return () => clearTimeout(timer);
  }, [filter]);
  const since = asked.since && Date.now() - Number(asked.since) * 3_600_000;
  const wanted = { adapter, event: asked.event, state: asked.state, customer: asked.customer, q: asked.q, since: since && Math.round(since / 60_000) * 60_000, texts };
  /** @type {import("./session.mjs").Read<import("./types").Events>} */
  const { data, error } = useData(`events${query(wanted)}`, ["events", "deliveries", "operated"], paused);
  const [older, setOlder] = useState(/** @type {{of: string | null} & import("./types").Events} */ ({ of: null, events: [], next: null, searchedTo: null }));
  /** @type {import("./types").Events} */
  const known = older.of === query(wanted) ? older : { events: [], next: data?.next ?? null, searchedTo: data?.searchedTo ?? null };
  const more = async () => {
    const page = await get(`events${query({ ...wanted, before: known.next })}`);
    setOlder({ of: query(wanted), events: [...known.events, ...page.events], next: page.next, searchedTo: page.searchedTo });
  };
  const seen = new Set();
  const events = [...(data?.events ?? []), ...known.events].filter((event) => !seen.has(event.seq) && seen.add(event.seq));
  const set = (name) => (event) => setFilter({ ...filter, [name]: event.currentTarget.value });
  const option = (value, label) => h("option", { key: value, value }, label);
  /** @type {import("./session.mjs").Read<import("./types").Adapter>} */
  const { data: about } = useData(adapter ? `adapters/${encodeURIComponent(adapter)}` : null, ["configuration"]);
  const seq = Number(rest[0]) || null;
  // What a customer wrote is not kept, only which event it is.
  const [pins, setPins] = useKept("uip-pins", /** @type {Pin[]} */ ([]));
  /** @param {Pin} which */
  const pin = ({ seq: which, event }) =>
    setPins(pins.some((one) => one.seq === which) ? pins.filter((one) => one.seq !== which) : [...pins, { seq: which, event }]);
  return h("div", { class: `two ${seq || rest[0] === "condition" ? "open" : ""}` },
    h("section", { class: "col list", "aria-label": text.title },
      h("div", { class: "tools" },
        about ? h("select", { "aria-label": text.event, value: filter.event, onChange: set("event") }, option("", text.anyEvent), about.manifest.events.map((one) => option(one.name, one.name))) : null,
        h("select", { "aria-label": text.state, value: filter.state, onChange: set("state") }, option("", text.anyState), ["pending", "delivered", "dead", "unclaimed"].map((state) => option(state, words.states[state]))),
        h("select", { "aria-label": text.since, value: filter.since, onChange: set("since") }, option("", text.anyTime), [1, 24, 168].map((hours) => option(String(hours), fill(text.hours, { hours })))),
        h("input", { type: "search", "aria-label": text.customer, placeholder: text.customer, value: filter.customer, onInput: set("customer") }),
        h("input", { type: "search", class: "grow", "aria-label": text.q, placeholder: text.q, value: filter.q, onInput: set("q") }),
        h("button", { class: "chip", "aria-pressed": String(paused), onClick: () => setPaused(!paused) }, text.pause),
        h("button", { class: "chip", "aria-pressed": String(texts), onClick: () => setTexts(!texts) }, text.texts),
        h("a", { class: "btn small", href: "#/events/condition" }, text.tryCondition)),
      h(Failed, { error }),
      pins.length > 0 ? h("ul", { class: "tools pins", "aria-label": text.pinned }, pins.map((one) => h("li", { key: one.seq },
        h("a", { class: "chip", href: `#/events/${one.seq}`, "aria-current": one.seq === seq ? "true" : undefined }, `${one.seq} ${one.event}`),
        h("button", { class: "icon", "aria-label": fill(text.unpin, { seq: one.seq }), onClick: () => pin(one) }, h(Icon, { name: "close" }))))) : null,
      h("div", { class: "scroll" },
        h("table", null,
          h("thead", null, h("tr", null, [text.time, text.what, text.from, text.deliveries].map((name) => h("th", { key: name, scope: "col" }, name)))),
          h("tbody", null, events.map((event) => h(Row, { key: event.seq, event, chosen: event.seq === seq, adapter })))),
        data && events.length === 0 ? h("p", { class: "empty" }, text.none) : null,
        known.next ? h("p", { class: "empty" }, h("button", { class: "btn small", onClick: more }, text.further), " ",
          known.searchedTo ? [text.searched, " ", h(Time, { at: known.searchedTo })] : null) : null)),
    rest[0] === "condition" ? h(Condition, { adapter, event: filter.event, mayAct, key: "condition" }) : seq ? h(Event, { key: seq, seq, mayAct, isPinned: pins.some((one) => one.seq === seq), pin }) : null);
}

/** @param {{event: import("./types").EventRow, chosen: boolean, adapter: string}} props */
function Row({ event, chosen, adapter }) {
  return h("tr", { class: `choice ${chosen ? "chosen" : ""}`, onClick: () => (location.hash = `#/events/${event.seq}`) },
    h("td", { class: "mono" }, h(Time, { at: event.createdAt })),
    h("td", { class: "wide" },
      h("a", { href: `#/events/${event.seq}`, "aria-current": chosen ? "true" : undefined }, adapter ? event.event : `${event.adapter || words.states.unclaimed}.${event.event}`),
      " ", event.words.map((word) => h("span", { class: "tag", key: word }, h(Foreign, { text: word }))),
      event.text ? h("div", { class: "said" }, h(Foreign, { text: event.text })) : null),
    h("td", { class: "mono" }, h(Foreign, { text: event.customer ?? "" })),
    h("td", null, event.unclaimed ? h("span", { class: "state wait" }, words.states.unclaimed)
      : event.deliveries.map((delivery) => h("div", { key: delivery.trigger }, h(Standing, { of: delivery.trigger, state: delivery.state })))));
}

/** One event: where it went, and what is in it. @param {{seq: number, mayAct: boolean, isPinned: boolean, pin: (which: Pin) => void}} props */
function Event({ seq, mayAct, isPinned, pin }) {
  /** @type {import("./session.mjs").Read<import("./types").EventDetail>} */
  const { data, error, reload } = useData(`events/${seq}`, ["events", "deliveries", "operated"]);
  const name = data?.event.adapter;
  /** @type {import("./session.mjs").Read<import("./types").Adapter>} */
  const { data: about } = useData(name ? `adapters/${encodeURIComponent(name)}` : null);
  const [result, setResult] = useState(/** @type {import("./types").Effects | null} */ (null));
  const [raw, setRaw] = useState(false);
  const [writes, setWrites] = useKept("uip-expression", /** @type {keyof typeof text.expressions} */ ("uip"));
  if (!data) return h("section", { class: "col detail-col" }, h(Failed, { error }));
  const { event, deliveries, payload } = data;
  const fields = about?.manifest.events.find((one) => one.name === event.event)?.properties ?? [];
  const done = (effects) => {
    setResult(effects);
    reload();
  };
  let value;
  try {
    value = JSON.parse(payload ?? "");
  } catch {
    // It is shown as it is.
  }
  return h("section", { class: "col detail-col", "aria-label": text.one },
    h("div", { class: "scroll pad" },
      h("h2", null, event.adapter ? `${event.adapter}.${event.event}` : event.event, " ",
        h("button", { class: "chip", "aria-pressed": String(isPinned), onClick: () => pin({ seq, event: event.event }) }, text.pin), " ",
        h("a", { class: "btn small back", href: "#/events" }, words.back)),
      h("dl", { class: "kv" },
        h("dt", null, text.id), h("dd", null, h(Foreign, { text: event.eventId }), " ", h(CopyButton, { text: event.eventId })),
        h("dt", null, text.time), h("dd", null, h(Time, { at: event.createdAt })),
        h("dt", null, text.cameFrom), h("dd", null, event.notification ? h("a", { href: `#/notifications/${event.notification}` }, fill(text.notification, { id: event.notification })) : text.command)),
      event.unclaimed ? h("p", { class: "note warn" }, fill(text.unclaimed, event.unclaimed)) : null,
      mayAct ? h("div", { class: "row" },
        h(Act, { label: text.replay, ask: text.replayAsk, act: () => post("operate/replay", { seq }), done }),
        h(Act, { label: text.replayAll, ask: text.replayAllAsk, act: () => post("operate/replay-all", { seq }), done })) : null,
      mayAct && payload !== null ? h(TestRun, { seq, adapter: event.adapter }) : null,
      h(Effects, { result }), h(Failed, { error }),
      h("h3", null, text.deliveries),
      deliveries.length === 0 ? h("p", { class: "dim" }, text.noDeliveries) : deliveries.map((one) => h(Delivery, { key: one.delivery.trigger, one, seq, mayAct, done })),
      h("h3", { class: "row" }, text.payload,
        value !== undefined ? h("button", { class: "chip", "aria-pressed": String(raw), onClick: () => setRaw(!raw) }, text.raw) : null,
        payload ? h(CopyButton, { text: payload }) : null,
        h("label", { class: "row" }, text.copyAs,
          h("select", { value: writes, onChange: (change) => setWrites(/** @type {typeof writes} */ (change.currentTarget.value)) },
            Object.entries(text.expressions).map(([kind, title]) => h("option", { key: kind, value: kind }, title))))),
      payload === null ? h("p", { class: "dim" }, text.emptied)
        : raw || value === undefined ? h("pre", { class: "wrap" }, h(Foreign, { text: payload }))
          : h(JsonTree, { value, open: 6, beside: (path, inner) => h(Beside, { path, inner, fields, writes }) })));
}

/**
 * What the manifest says of a place, and a button that copies its path.
 * @param {{path: (string | number)[], inner: unknown, fields: import("./types").Field[], writes: keyof typeof text.expressions}} props
 */
function Beside({ path, inner, fields, writes }) {
  if (path.length === 0) return null;
  const isBranch = inner !== null && typeof inner === "object" && Object.keys(inner).length > 0;
  const place = path.map((step) => (typeof step === "number" ? "[0]" : `.${step}`)).join("").slice(1);
  const field = fields.find((one) => one.name === place);
  const written = expressions(path)[writes];
  const click = async () => written && announce((await copy(written)) ? fill(text.copied, { text: written }) : words.notCopied);
  return [
    isBranch ? null : h("button", { type: "button", class: "path", disabled: written === null, title: written ?? text.noExpression, onClick: click }, h("span", { class: "sr" }, `${text.copyPath} ${place} `), "⧉"),
    field ? h("span", { class: "means" }, field.description) : null,
  ];
}

/** @param {{one: import("./types").DeliveryOfEvent, seq: number, mayAct: boolean, done: (effects: import("./types").Effects) => void}} props */
function Delivery({ one, seq, mayAct, done }) {
  const { delivery, says, attempts } = one;
  const which = { seq, trigger: delivery.trigger };
  return h("div", { class: "card" },
    h("div", { class: "row" },
      h("b", { class: "grow" }, h("a", { href: `#/deliveries/${encodeURIComponent(delivery.trigger)}` }, h(Foreign, { text: delivery.trigger })), " ", h(Standing, { state: delivery.state }), delivery.cause ? ` (${delivery.cause})` : ""),
      mayAct && delivery.state === "pending" ? [
        h(Act, { label: text.retry, ask: text.retryAsk, act: () => post("operate/retry", which), done }),
        h(Act, { label: text.drop, ask: text.dropAsk, act: () => post("operate/drop", which), done })] : null,
      mayAct && delivery.state === "dead" ? h(Act, { label: text.replay, ask: text.replayAsk, act: () => post("operate/replay", which), done }) : null),
    h("p", { class: "hint" }, fill(text.attempts, { attempts: delivery.attempts, replays: delivery.replays }),
      says ? [" ", text.it, " ", h(Foreign, { text: says }), "."] : null,
      delivery.nextAt ? [" ", text.next, " ", h(Time, { at: delivery.nextAt }), "."] : null),
    delivery.lastError ? h("p", { class: "wrong" }, h(Foreign, { text: sentence(delivery.lastError) })) : null,
    attempts.length > 0 ? h("details", null, h("summary", null, fill(text.lastAttempts, { count: attempts.length })),
      h("ul", { class: "mono" }, attempts.map((attempt, index) => h("li", { key: index }, h(Time, { at: attempt.at }), " ", attempt.result, " ", h(Foreign, { text: attempt.error ?? "" }))))) : null);
}

/** Sends an event to one receiver, marked as a test. It may be one that the event did not go to. @param {{seq: number, adapter: string}} props */
function TestRun({ seq, adapter }) {
  /** @type {import("./session.mjs").Read<import("./types").Setup>} */
  const { data } = useData("setup", ["configuration"]);
  const [chosen, setChosen] = useState("");
  const [result, setResult] = useState(/** @type {import("./types").TestResult | null} */ (null));
  const triggers = (data?.receivers ?? []).filter((one) => one.adapter === adapter).map((one) => one.trigger);
  if (triggers.length === 0) return null;
  const trigger = triggers.includes(chosen) ? chosen : triggers[0];
  return [
    h("div", { class: "row" },
      h("label", { class: "row" }, text.testTo,
        h("select", { value: trigger, onChange: (event) => setChosen(event.currentTarget.value) }, triggers.map((name) => h("option", { key: name, value: name }, name)))),
      h(Act, { label: text.test, ask: text.testAsk, act: () => post("setup/receiver", { seq, trigger }), done: setResult })),
    result ? h("p", { class: result.delivered ? "good" : "wrong", role: "status" }, result.delivered ? fill(text.tested, { id: result.eventId }) : h(Foreign, { text: result.error ?? "" })) : null,
  ];
}

/** Tries a condition on the last events, as the server decides it. @param {{adapter: string, event: string, mayAct: boolean}} props */
function Condition({ adapter, event, mayAct }) {
  const [condition, setCondition] = useKept("uip-condition", '$.messages[?@.type == "text"]');
  const [result, setResult] = useState(/** @type {{data: import("./types").Tried | null, error: Error | null}} */ ({ data: null, error: null }));
  const run = async (submitted) => {
    submitted.preventDefault();
    try {
      const data = await post("condition", { condition, last: 100, ...(adapter ? { adapter } : {}), ...(event ? { event } : {}) });
      setResult({ data, error: null });
    } catch (error) {
      setResult({ data: null, error });
    }
  };
  const { data } = result;
  return h("section", { class: "col detail-col", "aria-label": text.tryCondition },
    h("form", { class: "scroll pad", onSubmit: run },
      h("h2", null, text.tryCondition, " ", h("a", { class: "btn small back", href: "#/events" }, words.back)),
      h("p", { class: "hint" }, fill(text.conditionHint, { adapter: adapter || text.everyAdapter, event: event || text.everyEvent })),
      h("div", { class: "field" }, h("label", { for: "condition" }, text.condition),
        h("textarea", { id: "condition", class: "mono", rows: 3, spellcheck: false, value: condition, onInput: (typed) => setCondition(typed.currentTarget.value) })),
      h("div", { class: "row" }, mayAct ? h("button", { class: "btn main" }, text.tryIt) : h("span", { class: "dim" }, words.commands.readOnly),
        h(CopyButton, { text: () => `condition = ${JSON.stringify(condition)}`, label: text.copyToml })),
      h(Failed, { error: result.error }),
      data ? h("div", { role: "status" }, h("p", null, h("b", null, fill(text.holds, { count: data.holds.length, tried: data.tried }))),
        data.tooMuchWork.length > 0 ? h("p", { class: "note warn" }, fill(text.tooMuchWork, { count: data.tooMuchWork.length })) : null,
        h("ul", null, data.holds.map((seq) => h("li", { key: seq }, h("a", { href: `#/events/${seq}` }, fill(text.number, { seq })))))) : null));
}

