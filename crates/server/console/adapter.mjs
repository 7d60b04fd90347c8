// What an adapter is: its properties, commands, events and releases.
import { Failed } from "./parts.mjs";
import { useData } from "./session.mjs";
import { Foreign } from "./shared/text.mjs";
import { Badge } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.adapterView;

/** @param {{adapter: string}} props */
export function AdapterView({ adapter }) {
  /** @type {import("./session.mjs").Read<import("./types").Adapter>} */
  const { data, error } = useData(`adapters/${encodeURIComponent(adapter)}`, ["configuration"]);
  const [search, setSearch] = useState("");
  if (!data) return h("div", { class: "page" }, h(Failed, { error }));
  const { manifest, configured } = data;
  /** @param {string[]} texts */
  const fits = (...texts) => texts.join(" ").toLowerCase().includes(search.toLowerCase());
  const properties = manifest.properties.filter((one) => fits(one.name, one.display, one.comments));
  const commands = manifest.commands.filter((one) => fits(one.name, one.display, one.description));
  const events = manifest.events.filter((one) => fits(one.name, one.display, one.description, ...one.properties.map((field) => field.name)));
  return h("div", { class: "page wide" },
    h("h2", null, manifest.display, " ", h(Badge, null, manifest.version)),
    h("p", null, manifest.description), h("p", { class: "hint" }, text.contract, " ", h("code", null, manifest.contract)),
    h("input", { class: "find", type: "search", "aria-label": text.search, placeholder: text.search, value: search, onInput: (event) => setSearch(event.currentTarget.value) }),
    properties.length + commands.length + events.length === 0 ? h("p", { class: "empty" }, text.none) : null,
    h(Part, { title: text.properties, all: properties }, (one) => h(Property, { key: one.name, one, configured })),
    h(Part, { title: text.commands, all: commands }, (one) => h("li", { key: one.name },
      h("a", { href: `#/commands/${one.name}` }, h("b", null, one.display)), " ", h("code", { class: "dim" }, one.name), h("p", { class: "hint" }, one.description))),
    h(Part, { title: text.events, all: events }, (one) => h("li", { key: one.name },
      h("b", null, one.display), " ", h("code", { class: "dim" }, one.name), h("p", { class: "hint" }, one.description),
      h("details", { open: search !== "" }, h("summary", null, fill(text.fields, { count: one.properties.length })),
        h("dl", { class: "members" }, one.properties.filter((field) => search === "" || fits(field.name, field.description)).map((field) =>
          [h("dt", { key: field.name }, h("code", null, field.name), " ", h("span", { class: "dim" }, field.type)), h("dd", null, field.description)]))))),
    search === "" && manifest.releaseHistory.length > 0
      ? h(Part, { title: text.history, all: manifest.releaseHistory }, (one) => h("li", { key: one.version }, h("b", null, one.version), " ", h("span", { class: "dim" }, one.type, " ", one.date), h("p", { class: "hint" }, one.description))) : null);
}

/** @param {{title: string, all: any[], children?: any}} props */
const Part = ({ title, all, children }) =>
  all.length === 0 ? null : h("section", null, h("h3", null, title, " ", h(Badge, null, all.length)), h("ul", { class: "parts" }, all.map(children)));

/** @param {{one: import("./types").Property, configured: Record<string, unknown>}} props */
function Property({ one, configured }) {
  const isSet = Object.hasOwn(configured, one.name);
  const value = configured[one.name];
  return h("li", null,
    h("b", null, one.display), " ", h("code", { class: "dim" }, one.name), " ",
    one.isRequired ? h(Badge, null, text.required) : null, one.isSecret ? h(Badge, null, text.secret) : null, " ",
    h("span", { class: `state ${isSet ? "ok" : one.isRequired ? "bad" : ""}` }, isSet ? text.set : text.notSet),
    isSet && value !== null ? [" ", h("code", null, h(Foreign, { text: typeof value === "string" ? value : JSON.stringify(value) }))] : null,
    one.defaultValue !== undefined && !isSet ? [" ", h("span", { class: "dim" }, fill(text.default, { value: JSON.stringify(one.defaultValue) }))] : null,
    h("p", { class: "hint" }, one.comments));
}
