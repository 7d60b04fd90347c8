// Small parts that several views have.
import { Foreign } from "./shared/text.mjs";
import { Dialog, announce } from "./shared/ui.mjs";
import { clockMs, moment } from "./shared/time.mjs";
import { h } from "./vendor/preact.mjs";
import { useEffect, useRef, useState } from "./vendor/hooks.mjs";
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

/** @typedef {{label: string, ask: string, act: () => Promise<any>, done: (result: any) => void}} Question */

/** @type {(question: Question | null) => void} */
let put = () => {};

/**
 * A button for something that cannot be taken back, or is about many things: it asks first.
 * @param {Question & {class?: string}} props
 */
export const Act = ({ class: style = "btn small", ...question }) =>
  h("button", { type: "button", class: style, onClick: () => put(question) }, question.label);

/**
 * The page's place for what {@link Act} asks. A question stays as it was put, even if what it is about changes or goes
 * while it is read: then the server's answer says so.
 */
export function Asked() {
  const [question, setQuestion] = useState(/** @type {Question | null} */ (null));
  const busy = useRef(false);
  const close = () => setQuestion(null);
  useEffect(() => {
    put = setQuestion;
    // What came of an action is shown, wherever its question was put.
    const turned = () => busy.current || close();
    addEventListener("hashchange", turned);
    return () => removeEventListener("hashchange", turned);
  }, []);
  return question && h(Asks, { question, close, running: (now) => { busy.current = now; } });
}

/** @param {{question: Question, close: () => void, running: (now: boolean) => void}} props */
function Asks({ question: { label, ask, act, done }, close, running }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const run = async () => {
    running(true);
    setBusy(true);
    setError(null);
    try {
      const result = await act();
      close();
      if (result?.changed !== 0) announce(words.done);
      done(result);
    } catch (problem) {
      setError(problem);
    }
    running(false);
    setBusy(false);
  };
  return h(Dialog, { title: label, onClose: busy ? undefined : close },
    h("p", null, ask), h(Failed, { error }),
    h("div", { class: "go" },
      h("button", { type: "button", class: "btn", disabled: busy, onClick: close }, words.cancel),
      h("button", { type: "button", class: "btn main", disabled: busy, onClick: run }, label)));
}

/** What an action did to each delivery. @param {{result: import("./types").Effects | null}} props */
export const Effects = ({ result }) =>
  result ? h("div", { class: "note", role: "status" },
    result.effects?.length ? h("ul", null, result.effects.map((effect) => h("li", { key: effect.trigger }, h(Foreign, { text: effect.says }))))
      : words.changed(result.changed)) : null;
