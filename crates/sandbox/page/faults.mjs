// Faults that wait for the next requests.
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { act } from "./store.mjs";
import { w } from "./words.mjs";

/** The value that a fault needs, and the usual one. @type {Partial<Record<keyof typeof w.faults, [keyof typeof UNITS, number]>>} */
const FIELDS = { error: ["code", 131056], answer: ["status", 502], delay: ["millis", 5000], "slow-drip": ["millis", 100], "oversized-body": ["bytes", 50_000_000] };
const UNITS = { millis: w.ms, bytes: w.bytes, code: w.code, status: w.status };
const page = (status) => ({ headers: [["content-type", "text/html"]], body: `<!doctype html><title>${status}</title><h1>${status}</h1>` });

/** @param {{kind: keyof typeof w.faults, on: string, times: number}} props */
function Card({ kind, on, times }) {
  const [title, text] = w.faults[kind];
  const [field, usual] = FIELDS[kind] ?? [];
  const add = (event) => {
    event.preventDefault();
    const value = Number(new FormData(event.currentTarget).get("value"));
    const fault = { fault: kind, on, ...(field ? { [field]: value } : {}), ...(kind === "answer" ? page(value) : {}) };
    act(() => ask("POST", "sandbox/faults", Array(times).fill(fault)));
  };
  const id = `fault-${kind}`;
  return h("form", { class: "fault", onSubmit: add, "aria-labelledby": id },
    h("b", { id }, title), h("p", null, text),
    h("div", { class: "row" },
      field === "code" && h("select", { name: "value", "aria-label": w.code }, Object.entries(w.codes).map(([code, name]) => h("option", { key: code, value: code, selected: Number(code) === usual }, `${code} ${name}`))),
      field && field !== "code" && [h("input", { name: "value", type: "number", min: 0, defaultValue: usual, "aria-label": UNITS[field] }), UNITS[field]],
      h("button", { class: "btn small" }, w.add)));
}

/** @param {{view: import("./types").View}} props */
export function Faults({ view }) {
  const [waiting, setWaiting] = useState(/** @type {{id: number, on: keyof typeof w.operations, words: string, sends: boolean}[]} */ ([]));
  const [on, setOn] = useState("send");
  const [times, setTimes] = useState(1);
  useEffect(() => void act(async () => setWaiting(await ask("GET", "sandbox/view/faults"))), [view.seq]);
  return h("div", { class: "scroll" },
    h("div", { class: "tools" }, h("h2", null, w.faultsWaiting), h("span", { class: "grow" }),
      waiting.length > 0 && h("button", { class: "btn small", onClick: () => act(() => ask("DELETE", "sandbox/faults")) }, w.removeAll)),
    waiting.length === 0 && h("p", { class: "empty" }, w.noFaults),
    h("ol", { class: "waiting" }, waiting.map((one) => h("li", { key: one.id, class: "banner warn" },
      h("span", null, `${w.operations[one.on]}: `, h("b", null, one.words), " — ", one.sends ? w.isSent : w.notSent), h("span", { class: "grow" }),
      h("button", { class: "btn small", onClick: () => act(() => ask("DELETE", `sandbox/faults/${one.id}`)) }, w.remove)))),
    h("div", { class: "tools" },
      h("label", { class: "row" }, h("b", null, w.addFor), h("select", { value: on, onChange: (event) => setOn(event.currentTarget.value) }, Object.entries(w.operations).map(([key, text]) => h("option", { key, value: key }, text)))),
      h("label", { class: "row" }, w.times, h("input", { type: "number", min: 1, max: 100, value: times, onInput: (event) => setTimes(Math.min(100, Math.max(1, Number(event.currentTarget.value) || 1))) }))),
    h("div", { class: "faults" }, /** @type {(keyof typeof w.faults)[]} */ (Object.keys(w.faults)).map((kind) => h(Card, { key: kind, kind, on, times }))));
}
