// Small parts that several views have.
import { Foreign } from "./shared/text.mjs";
import { Dialog, announce } from "./shared/ui.mjs";
import { clockMs, moment } from "./shared/time.mjs";
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { stateName, words } from "./words.mjs";

/** A point in time, in milliseconds since 1970: the time if it is today, or else the date too. @param {{at?: number | null}} props */
export function Time({ at }) {
  if (at == null) return h("span", { class: "dim" }, words.never);
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return h("time", { dateTime: new Date(at).toISOString(), title: moment(at / 1000) }, isToday ? clockMs(at).slice(0, 8) : moment(at / 1000));
}

/** What the server says in a log line, as a sentence. @param {string | null} [text] */
export const sentence = (text) => (text ? `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}` : "");

/** @param {{error: Error | null}} props */
export const Failed = ({ error }) => (error ? h("div", { class: "note bad", role: "alert" }, error.message) : null);

/** @type {Record<string, string[]>} */
const STATES = { delivered: ["ok", "✓"], dead: ["bad", "✗"], pending: ["wait", "…"], done: ["ok", "✓"], failed: ["bad", "✗"], waiting: ["wait", "…"] };

/** A state with its sign and its word. @param {{state: string, of?: string}} props */
export function Standing({ state, of }) {
  const [style, sign] = STATES[state] ?? ["", ""];
  return h("span", { class: `state ${style}` }, of ? [h(Foreign, { text: of }), " "] : null, sign, " ", stateName(state));
}

/**
 * A button for something that cannot be taken back, or is about many things: it asks first.
 * @param {{label: string, ask: any, yes?: string, act: () => Promise<any>, done?: (result: any) => void, class?: string, disabled?: boolean}} props
 */
export function Act({ label, ask, yes = label, act, done, class: style = "btn small", disabled = false }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      const result = await act();
      setOpen(false);
      announce(words.done);
      done?.(result);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return [
    h("button", { type: "button", class: style, disabled, onClick: () => setOpen(true) }, label),
    open
      ? h(Dialog, { title: label, onClose: () => setOpen(false) },
          h("div", null, typeof ask === "string" ? h("p", null, ask) : ask), h(Failed, { error }),
          h("div", { class: "go" },
            h("button", { type: "button", class: "btn", onClick: () => setOpen(false) }, words.cancel),
            h("button", { type: "button", class: "btn main", disabled: busy, onClick: run }, yes)))
      : null,
  ];
}

/** What an action did to each delivery. @param {{result: import("./types").Effects | null}} props */
export const Effects = ({ result }) =>
  result ? h("div", { class: "note", role: "status" },
    result.effects?.length ? h("ul", null, result.effects.map((effect) => h("li", { key: effect.trigger }, h(Foreign, { text: effect.says }))))
      : words.changed(result.changed)) : null;
