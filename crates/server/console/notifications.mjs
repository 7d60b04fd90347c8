// Notifications: what came in, what became of it, and its body as it came.
import { Act, Effects, Failed, Standing, Time } from "./parts.mjs";
import { get, post, query, useData } from "./session.mjs";
import { JsonTree } from "./shared/json.mjs";
import { Foreign } from "./shared/text.mjs";
import { CopyButton } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.notifications;

/** @param {{adapter: string, rest: string[], mayAct: boolean}} props */
export function NotificationsView({ adapter, rest, mayAct }) {
  const [state, setState] = useState(/** @type {"" | "waiting" | "done" | "failed"} */ (""));
  const [paused, setPaused] = useState(false);
  /** @type {import("./session.mjs").Read<import("./types").Notifications>} */
  const { data, error, reload } = useData(`notifications${query({ state })}`, ["notifications", "events", "operated"], paused);
  /** @type {import("./session.mjs").Read<import("./types").Health>} */
  const { data: health, reload: recount } = useData("health", ["notifications", "events"]);
  const [older, setOlder] = useState(/** @type {{of: string | null, rows: import("./types").NotificationRow[], next: number | null}} */ ({ of: null, rows: [], next: null }));
  const [result, setResult] = useState(/** @type {import("./types").Effects | null} */ (null));
  const known = older.of === state ? older : { rows: [], next: data?.next ?? null };
  const more = async () => {
    const page = await get(`notifications${query({ state, before: known.next })}`);
    setOlder({ of: state, rows: [...known.rows, ...page.notifications], next: page.next });
  };
  const seen = new Set();
  const rows = [...(data?.notifications ?? []), ...known.rows]
    .filter((row) => !seen.has(row.id) && seen.add(row.id) && (adapter === "" || row.adapter === adapter));
  const failed = health?.waiting?.failed ?? 0;
  const id = Number(rest[0]) || null;
  const done = (effects) => {
    setResult(effects);
    reload();
    recount();
  };
  return h("div", { class: `two ${id ? "open" : ""}` },
    h("section", { class: "col list", "aria-label": text.title },
      h("div", { class: "tools" },
        /** @type {const} */ (["", "waiting", "done", "failed"]).map((name) => h("button", { key: name, class: "chip", "aria-pressed": String(state === name), onClick: () => setState(name) }, name ? words.states[name] : text.all)),
        h("button", { class: "chip", "aria-pressed": String(paused), onClick: () => setPaused(!paused) }, words.events.pause),
        mayAct && failed > 0 ? h(Act, { label: fill(text.replayFailed, { count: failed }), ask: fill(text.replayFailedAsk, { count: failed }), act: () => post("operate/replay-failed", { expect: failed }), done }) : null),
      h(Effects, { result }), h(Failed, { error }),
      h("div", { class: "scroll" },
        h("table", null,
          h("thead", null, h("tr", null, text.columns.map((name) => h("th", { key: name, scope: "col" }, name)))),
          h("tbody", null, rows.map((row) =>
            h("tr", { key: row.id, class: `choice ${row.id === id ? "chosen" : ""}`, onClick: () => (location.hash = `#/notifications/${row.id}`) },
              h("td", { class: "mono" }, h(Time, { at: row.receivedAt })),
              h("td", null, h("a", { href: `#/notifications/${row.id}`, "aria-current": row.id === id ? "true" : undefined }, String(row.id))),
              h("td", null, h(Foreign, { text: row.trigger })),
              h("td", null, h(Standing, { state: row.state })),
              h("td", { class: "wide" }, row.lastError ? h(Foreign, { text: row.lastError }) : null))))),
        data && rows.length === 0 ? h("p", { class: "empty" }, text.none) : null,
        known.next ? h("p", { class: "empty" }, h("button", { class: "btn small", onClick: more }, words.events.further)) : null)),
    id ? h(Notification, { key: id, id, mayAct }) : null);
}

/** @param {{id: number, mayAct: boolean}} props */
function Notification({ id, mayAct }) {
  /** @type {import("./session.mjs").Read<import("./types").NotificationDetail>} */
  const { data, error, reload } = useData(`notifications/${id}`, ["events", "notifications", "operated"]);
  const [raw, setRaw] = useState(false);
  const [result, setResult] = useState(/** @type {import("./types").Effects | null} */ (null));
  if (!data) return h("section", { class: "col detail-col" }, h(Failed, { error }));
  const { notification, body, events, count } = data;
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    // It is shown as it came.
  }
  const done = (effects) => {
    setResult(effects);
    reload();
  };
  return h("section", { class: "col detail-col", "aria-label": fill(text.one, { id }) },
    h("div", { class: "scroll pad" },
      h("h2", null, fill(text.one, { id }), " ", h(Standing, { state: notification.state }), " ", h("a", { class: "btn small back", href: "#/notifications" }, words.back)),
      h("dl", { class: "kv" },
        h("dt", null, text.received), h("dd", null, h(Time, { at: notification.receivedAt })),
        h("dt", null, text.at), h("dd", null, h(Foreign, { text: notification.trigger })),
        h("dt", null, text.command), h("dd", null, `${notification.adapter}.${notification.command}`),
        h("dt", null, text.attempts), h("dd", null, notification.attempts)),
      notification.lastError ? h("p", { class: "wrong" }, h(Foreign, { text: notification.lastError })) : null,
      mayAct ? h(Act, { label: text.replay, ask: text.replayAsk, act: () => post("operate/replay-notification", { id }), done }) : null,
      h(Effects, { result }), h(Failed, { error }),
      h("h3", null, fill(text.events, { count })),
      h("ul", null, events.map((event) => h("li", { key: event.seq }, h("a", { href: `#/events/${event.seq}` }, event.event), " ", h("span", { class: "mono dim" }, h(Foreign, { text: event.eventId }))))),
      h("h3", { class: "row" }, text.body, value !== undefined ? h("button", { class: "chip", "aria-pressed": String(raw), onClick: () => setRaw(!raw) }, words.events.raw) : null, h(CopyButton, { text: body })),
      raw || value === undefined ? h("pre", { class: "wrap" }, h(Foreign, { text: body })) : h(JsonTree, { value, open: 8 })));
}
