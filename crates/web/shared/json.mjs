// A JSON value as a tree that opens member by member. Only what is open is built.
import { h } from "../vendor/preact.mjs";
import { useState } from "../vendor/hooks.mjs";
import { visible } from "./text.mjs";
import { fill, words } from "./words.mjs";

const DEEPEST = 64;
const LONGEST_TEXT = 16_384;
const MEMBERS = 200;

/** Where a value is: names and places. @typedef {(string | number)[]} Path */

/** The path as a JSON pointer: `/messages/0/text`. @param {Path} path */
export const pointer = (path) =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The path as JSONPath (RFC 9535): `$.messages[0].text`. @param {Path} path */
export const jsonPath = (path) =>
  path.reduce((/** @type {string} */ text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return /^[A-Za-z_]\w*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, "$");

/**
 * @param {object} props
 * @param {any} props.value parsed JSON
 * @param {number} [props.open] so many levels are open at first
 * @param {(path: Path, value: any) => any} [props.beside] what is shown next to a member
 */
export function JsonTree({ value, open = 4, beside }) {
  return h("div", { class: "json" }, h(Node, { value, path: [], open, beside }));
}

/** @param {{name?: string | null, value: any, path: Path, open: number, beside?: (path: Path, value: any) => any}} props */
function Node({ name = null, value, path, open, beside }) {
  const key = name === null ? null : h("span", { class: "k" }, visible(JSON.stringify(name)), ": ");
  const more = beside?.(path, value);
  if (value === null || typeof value !== "object") {
    return h("div", { class: "member" }, key, h(Leaf, { value }), more);
  }
  return h(Branch, { label: key, value, path, open, beside, more });
}

/** @param {{label: unknown, value: any, path: Path, open: number, beside?: (path: Path, value: any) => any, more: unknown}} props */
function Branch({ label, value, path, open, beside, more }) {
  const [isOpen, setOpen] = useState(path.length < open);
  const [shown, setShown] = useState(MEMBERS);
  const isList = Array.isArray(value);
  /** @type {Path} */
  const names = isList ? value.map((_, index) => index) : Object.keys(value);
  if (names.length === 0) return h("div", { class: "member" }, label, isList ? "[]" : "{}", more);
  const count = fill(isList ? words.items : words.members, { count: names.length });
  const inside = () =>
    path.length >= DEEPEST
      ? h("div", { class: "dim" }, words.tooDeep)
      : [
          names.slice(0, shown).map((name) =>
            h(Node, { key: name, name: isList ? null : String(name), value: value[name], path: [...path, name], open, beside })),
          names.length > shown
            ? h("button", { class: "btn small", onClick: () => setShown(shown + MEMBERS) },
                fill(words.showMore, { count: names.length - shown }))
            : null,
        ];
  return h("details", { open: isOpen, onToggle: (event) => setOpen(event.currentTarget.open) },
    h("summary", null, label, isList ? "[" : "{", h("span", { class: "dim" }, isOpen ? "" : ` ${count} ${isList ? "]" : "}"}`)),
    more,
    isOpen ? h("div", { class: "members" }, inside()) : null,
    isOpen ? (isList ? "]" : "}") : null);
}

/** @param {{value: string | number | boolean | null}} props */
function Leaf({ value }) {
  const [all, setAll] = useState(false);
  if (typeof value !== "string") return h("span", { class: "n" }, String(value));
  const cut = !all && value.length > LONGEST_TEXT;
  const text = JSON.stringify(cut ? value.slice(0, LONGEST_TEXT) : value);
  return h("span", { class: "s" }, h("bdi", null, visible(text)),
    cut ? h("button", { class: "btn small", onClick: () => setAll(true) }, fill(words.showAll, { count: value.length })) : null);
}
