// The customers, and what is true of the chosen one.
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { Foreign, visible } from "./shared/text.mjs";
import { ago, clock, moment } from "./shared/time.mjs";
import { fill } from "./shared/words.mjs";
import { act, changeCustomer, choosePerson, person, set, useStore } from "./store.mjs";
import { kindName, w } from "./words.mjs";

export const initial = (name) => [...name.trim()][0]?.toUpperCase() ?? "?";

/** What names someone next to the name. */
/** @param {import("./types").Person} one */
const identity = (one) => (one.waId ? `+${one.waId}` : `${w.hidden} · ${one.userId}`);

/** @param {{one: import("./types").Person, now: number, current: boolean, unread: number}} props */
function Person({ one, now, current, unread }) {
  const last = one.last;
  const text = one.optedOut ? w.optedOut : one.blocked ? w.blocked : last ? last.text || kindName(last.kind) : identity(one);
  const isToday = last && now - last.at < 86_400;
  return h("li", null,
    h("button", { "aria-current": current ? "true" : undefined, onClick: () => act(() => choosePerson(one.id, "phone")) },
      h("span", { class: "av", "aria-hidden": "true" }, one.waId ? initial(one.name) : "?"),
      h("b", { class: "name" }, h(Foreign, { text: one.waId || !one.username ? one.name : `@${one.username}` })),
      h("time", null, last ? (isToday ? clock(last.at) : ago(last.at, now)) : ""),
      h("small", null, h("bdi", { dir: "auto" }, visible(text))),
      unread > 0 && h("span", { class: "unread" }, unread, h("span", { class: "sr" }, ` ${fill(w.unread, { count: "" })}`))));
}

/** A label with something to choose. @param {{label: string, title?: string, value: string, options: string[][], onPick: (value: any) => void}} props */
const Choice = ({ label, title, value, options, onPick }) =>
  h("label", { title }, h("span", null, label),
    h("select", { value, onChange: (event) => onPick(event.currentTarget.value) },
      options.map(([key, text]) => h("option", { key, value: key, selected: key === value }, text))));

/** @param {{label: string, checked: boolean, onPick: (checked: boolean) => void}} props */
const Check = ({ label, checked, onPick }) =>
  h("label", null, h("span", null, label),
    h("input", { type: "checkbox", checked, onChange: (event) => onPick(event.currentTarget.checked) }));

/** @param {import("./types").Person} one */
function sendingOptions(one) {
  const options = [["receives", w.works]];
  for (const [kind, texts, other] of /** @type {const} */ ([["fails", w.fails, w.failsWith], ["refused", w.refused, w.refusedWith]])) {
    for (const [code, text] of Object.entries(texts)) options.push([`${kind} ${code}`, `${text} (${code})`]);
    const own = `${kind} ${one.code}`;
    if (one.conduct === kind && one.code !== null && !(one.code in texts)) options.push([own, fill(other, { code: one.code })]);
  }
  return options;
}

/** @param {string} value */
function pickSending(value) {
  const [kind, code] = value.split(" ");
  if (kind === "receives") changeCustomer({ reachable: true, optedOut: person()?.optedOut });
  else changeCustomer({ [kind === "fails" ? "failsWith" : "refusedWith"]: Number(code) });
}

/** Changes how the sandbox behaves from now on. @param {Partial<import("./types").Behavior>} changes */
export const behave = (changes) => act(() => ask("PATCH", "sandbox/behavior", changes));

/** @param {{one: import("./types").Person, view: import("./types").View, line?: string}} props */
function Settings({ one, view, line }) {
  const number = line ?? view.business.numbers[0].number;
  const closes = one.windows.find((window) => window.number === number)?.closesAt;
  return h("section", { class: "set", "aria-label": one.name },
    h("h3", { class: "row" }, h(Foreign, { text: one.name }), h("span", { class: "grow" }),
      h("button", { class: "btn small", "aria-haspopup": "dialog", onClick: () => set({ dialog: { kind: "name" } }) }, w.edit)),
    h("p", { class: "dim mono ids" }, visible([one.waId && `+${one.waId}`, one.userId, one.username && `@${one.username}`].filter(Boolean).join("  "))),
    h(Choice, { label: w.window, value: closes ? "open" : "closed", options: [["open", w.open], ["closed", w.closed]],
      onPick: (value) => changeCustomer({ windowOpen: value === "open" }) }),
    h("p", { class: "dim" }, closes ? fill(w.closes, { time: moment(closes) }) : fill(w.closedWhy, { name: one.name })),
    h(Check, { label: w.numberHidden, checked: Boolean(one.hiddenNumber), onPick: (numberHidden) => changeCustomer({ numberHidden }) }),
    h(Check, { label: w.optOut, checked: one.optedOut, onPick: (optedOut) => changeCustomer({ optedOut }) }),
    h(Check, { label: w.withAgent, checked: one.withAgent, onPick: (withAgent) => changeCustomer({ withAgent }) }),
    h(Choice, { label: w.reach, title: w.reachTitle, value: view.behavior.autoStatus, options: Object.entries(w.reaches), onPick: (autoStatus) => behave({ autoStatus }) }),
    h(Choice, { label: w.sending, value: one.code ? `${one.conduct} ${one.code}` : "receives", options: sendingOptions(one), onPick: pickSending }));
}

/** @param {{shown: boolean}} props */
export function People({ shown }) {
  const state = useStore();
  const [search, setSearch] = useState("");
  const people = state.view?.people ?? [];
  const one = person();
  const found = people.filter((known) =>
    `${known.name} ${identity(known)} ${known.username ?? ""}`.toLowerCase().includes(search.toLowerCase()));
  return h("section", { class: `col left ${shown ? "shown" : ""}`, "aria-label": w.people },
    h("h2", null, w.people,
      h("button", { class: "btn small", "aria-haspopup": "dialog", onClick: () => set({ dialog: { kind: "new" } }) }, w.newPerson)),
    people.length > 6 && h("div", { class: "tools" },
      h("input", { type: "search", "aria-label": w.search, placeholder: w.search, value: search, onInput: (event) => setSearch(event.currentTarget.value) })),
    people.length === 0 && h("p", { class: "empty" }, w.nobody),
    h("ul", { class: "people" }, found.map((known) =>
      h(Person, { key: known.id, one: known, now: state.view?.now ?? 0, current: known.id === state.person, unread: known.arrived - (state.seen[known.id] ?? 0) }))),
    state.view && state.view.counts.people > people.length && h("p", { class: "dim few" }, fill(w.others, { shown: people.length, count: state.view.counts.people })),
    one && state.view && h(Settings, { one, view: state.view, line: state.line }));
}
