// A form made from a command's tree. It repeats no rule of the server's: lengths are hints, mistakes come from there.
import { at, blank, excludedBy, isWithin, length, moved, number, place, put } from "./form-model.mjs";
import { fill } from "./shared/words.mjs";
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const LONG = 200; // characters from which a text has several lines
const ONE_LINE = /(url|link|id|hash|name|token|code|replyTo|callbackData)$/i; // long, but never several lines

export const idOf = (path) => `f-${place(path)}`;

/**
 * @param {{tree: any, request: any, onChange: (request: any) => void, mistakes: Map<string, string[]>}} props
 */
export function Form({ tree, request, onChange, mistakes }) {
  const form = { request, mistakes, set: (path, value) => onChange(put(request, path, value)) };
  const inGroup = new Set((tree.groups ?? []).flat());
  const members = tree.members ?? [];
  const first = members.filter((node) => node.isRequired && !inGroup.has(node.name));
  const rest = members.filter((node) => !node.isRequired && !inGroup.has(node.name));
  const plain = rest.filter((node) => !isWithin(node));
  if (members.length === 0) return h("p", { class: "dim" }, words.form.noFields);
  return h("div", { class: "form" },
    first.map((node) => h(Field, { key: node.name, node, path: [node.name], form })),
    (tree.groups ?? []).map((names) =>
      h(OneOf, { key: names.join(), names, members, path: [], form, label: words.form.oneOf })),
    rest.filter(isWithin).map((node) => h(Field, { key: node.name, node, path: [node.name], form })),
    plain.length > 0
      ? h(More, { open: plain.some((node) => request[node.name] !== undefined || mistakes.has(node.name)), label: fill(words.form.more, { names: plain.map((node) => node.display).join(", ") }) },
          plain.map((node) => h(Field, { key: node.name, node, path: [node.name], form })))
      : null);
}

/** Optional parts, closed until they are wanted. */
function More({ open, label, children }) {
  const [isOpen, setOpen] = useState(open);
  useEffect(() => void (open && setOpen(true)), [open]);
  return h("details", { class: "more", open: isOpen, onToggle: (event) => setOpen(event.currentTarget.open) },
    h("summary", null, label), isOpen ? children : null);
}

function Field({ node, path, form }) {
  if (!isWithin(node)) return h(Scalar, { node, path, form });
  const value = at(form.request, path);
  const excluded = excludedBy(form.request, node, path);
  const title = node.display ?? node.name;
  const add = () => {
    form.set(path, blank(node));
    setTimeout(() => document.getElementById(idOf(path))?.focus());
  };
  if (value === undefined && !node.isRequired) {
    return h("div", { class: "absent" },
      h("button", { type: "button", class: "btn small", disabled: excluded !== undefined, onClick: add }, `+ ${title}`),
      h("span", { class: "dim" }, excluded ? fill(words.form.notWith, { other: excluded }) : node.description),
      h(Mistakes, { path, form }));
  }
  return h("fieldset", { id: idOf(path), tabIndex: -1 },
    h("legend", null, title, node.isRequired ? h(Star) : null),
    h("div", { class: "row" }, h("p", { class: "hint grow" }, node.description),
      node.isRequired ? null : h("button", { type: "button", class: "btn small", onClick: () => form.set(path, undefined) }, words.form.leaveOut)),
    h(Mistakes, { path, form }),
    h(Within, { node, path, form }));
}

function Within({ node, path, form }) {
  if (node.item || node.type === "array") return h(Items, { node, path, form });
  if (!node.members) return h(Json, { path, form, label: node.display ?? node.name });
  if (node.exactlyOneMember) {
    return h(OneOf, { names: node.members.map((member) => member.name), members: node.members, path, form, label: words.form.oneMember });
  }
  return h(Members, { node, path, form });
}

function Members({ node, path, form }) {
  const inGroup = new Set((node.groups ?? []).flat());
  return [
    node.members.filter((member) => !inGroup.has(member.name))
      .map((member) => h(Field, { key: member.name, node: member, path: [...path, member.name], form })),
    (node.groups ?? []).map((names) => h(OneOf, { key: names.join(), names, members: node.members, path, form, label: words.form.oneOf })),
  ];
}

/** Fields of which one is given: the others leave the request. */
function OneOf({ names, members, path, form, label }) {
  const own = names.map((name) => members.find((member) => member.name === name)).filter(Boolean);
  const chosen = own.find((node) => at(form.request, [...path, node.name]) !== undefined);
  const choose = (node) => {
    const others = own.filter((other) => other !== node);
    let next = others.reduce((request, other) => put(request, [...path, other.name], undefined), form.request);
    next = put(next, [...path, node.name], blank(node));
    form.set([], next);
  };
  const group = `${idOf(path)}-${names.join("-")}`;
  return h("fieldset", { class: "oneof" },
    h("legend", null, label),
    h("div", { class: "row" }, own.map((node) =>
      h("label", { key: node.name, class: "choice" },
        h("input", { type: "radio", name: group, checked: chosen === node, onChange: () => choose(node) }),
        node.display ?? node.name))),
    chosen ? h(Field, { node: { ...chosen, isRequired: true }, path: [...path, chosen.name], form }) : null);
}

function Items({ node, path, form }) {
  const items = at(form.request, path) ?? [];
  const most = node.maximumLength ?? Infinity;
  const item = node.item ?? { type: "string" };
  const title = node.display ?? node.name;
  const step = (index, by) => form.set(path, moved(items, index, by));
  return h("div", { class: "items" },
    items.map((_, index) => {
      const mine = [...path, index];
      const name = fill(words.form.item, { title, index: index + 1, count: items.length });
      return h("div", { class: "card", key: index, role: "group", "aria-label": name },
        h("div", { class: "row head" }, h("b", { class: "grow" }, name),
          h("button", { type: "button", class: "btn small", "aria-label": `${words.form.up}: ${name}`, disabled: index === 0, onClick: () => step(index, -1) }, "↑"),
          h("button", { type: "button", class: "btn small", "aria-label": `${words.form.down}: ${name}`, disabled: index === items.length - 1, onClick: () => step(index, 1) }, "↓"),
          h("button", { type: "button", class: "btn small", "aria-label": `${words.form.remove}: ${name}`, onClick: () => form.set(mine, undefined) }, words.form.remove)),
        h(Mistakes, { path: mine, form }),
        isWithin(item) ? h(Within, { node: item, path: mine, form })
          : h(Scalar, { node: { ...item, display: name, isRequired: true }, path: mine, form }));
    }),
    h("div", { class: "row" },
      h("button", { type: "button", class: "btn small", disabled: items.length >= most, onClick: () => form.set([...path, items.length], blank(item)) },
        fill(words.form.add, { title })),
      items.length >= most ? h("span", { class: "dim" }, fill(words.form.most, { count: most })) : null));
}

function Scalar({ node, path, form }) {
  const value = at(form.request, path);
  const excluded = value === undefined ? excludedBy(form.request, node, path) : undefined;
  const id = idOf(path);
  const wrong = form.mistakes.get(place(path));
  const set = (next) => form.set(path, next === "" && !node.isRequired ? undefined : next);
  const common = {
    id, disabled: excluded !== undefined, "aria-required": node.isRequired ? "true" : undefined,
    "aria-invalid": wrong ? "true" : undefined, "aria-describedby": `${id}-hint${wrong ? ` ${id}-wrong` : ""}`,
  };
  return h("div", { class: "field" },
    h("label", { for: id }, node.display ?? node.name, node.isRequired ? h(Star) : null),
    h(Input, { node, value, set, common }),
    h("div", { class: "hint", id: `${id}-hint` },
      excluded ? fill(words.form.notWith, { other: excluded }) : node.description, " ", h(Count, { node, value })),
    wrong ? h("div", { class: "wrong", id: `${id}-wrong` }, wrong.join("; ")) : null);
}

function Input({ node, value, set, common }) {
  const typed = (event) => set(event.currentTarget.value);
  if (node.allowedValues) {
    const chosen = node.allowedValues.findIndex((allowed) => allowed === value);
    return h("select", { ...common, value: String(chosen), onChange: (event) => set(node.allowedValues[event.currentTarget.value] ?? "") },
      h("option", { value: "-1" }, node.defaultValue === undefined ? words.form.unset : fill(words.form.unsetDefault, { value: String(node.defaultValue) })),
      node.allowedValues.map((allowed, index) => h("option", { key: index, value: String(index) }, String(allowed))));
  }
  if (node.type === "boolean") {
    const states = { "": undefined, true: true, false: false };
    return h("select", { ...common, value: String(value ?? ""), onChange: (event) => set(states[event.currentTarget.value] ?? (event.currentTarget.value === "false" ? false : "")) },
      node.isRequired ? null : h("option", { value: "" }, words.form.unset),
      h("option", { value: "true" }, words.form.yes), h("option", { value: "false" }, words.form.no));
  }
  if (node.contentEncoding === "base64") return h(File, { value, set, common });
  if (node.type === "integer" || node.type === "number") {
    return h("input", { ...common, inputMode: node.type === "integer" ? "numeric" : "decimal", value: value ?? "", onInput: (event) => set(number(event.currentTarget.value)) });
  }
  const text = typeof value === "string" || value === undefined ? value ?? "" : JSON.stringify(value);
  if ((node.maximumLength ?? 0) > LONG && !ONE_LINE.test(node.name ?? "")) return h("textarea", { ...common, rows: 3, dir: "auto", value: text, onInput: typed });
  const kind = node.isSecret ? "password" : node.name === "phoneNumber" ? "tel" : "text";
  return h("input", { ...common, type: kind, autocomplete: "off", dir: "auto", placeholder: kind === "tel" ? words.form.phone : undefined, value: text, onInput: typed });
}

function File({ value, set, common }) {
  const read = async (event) => {
    const [file] = event.currentTarget.files;
    if (!file) return set("");
    const reader = new FileReader();
    reader.onload = () => set(String(reader.result).replace(/^[^,]*,/, ""));
    reader.readAsDataURL(file);
  };
  return h("div", { class: "row" }, h("input", { ...common, type: "file", onChange: read }),
    value ? h("span", { class: "dim" }, fill(words.form.base64, { count: value.length })) : null);
}

function Count({ node, value }) {
  if (typeof value !== "string" || !node.maximumLength || node.contentEncoding) return null;
  const count = length(value);
  return h("span", { class: count > node.maximumLength ? "over" : "" }, fill(words.form.count, { count, most: node.maximumLength }));
}

/** A value without a form: any JSON. */
export function Json({ path, form, label, rows = 5 }) {
  const value = at(form.request, path);
  const [text, setText] = useState(() => JSON.stringify(value ?? {}, null, 2));
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    try {
      if (JSON.stringify(JSON.parse(text)) === JSON.stringify(value)) return;
    } catch {
      return; // It is being written.
    }
    setText(JSON.stringify(value ?? {}, null, 2));
  }, [value]);
  const typed = (event) => {
    setText(event.currentTarget.value);
    try {
      form.set(path, JSON.parse(event.currentTarget.value));
      setWrong("");
    } catch (error) {
      setWrong(error.message);
    }
  };
  return h("div", { class: "field" },
    h("textarea", { class: "mono", rows, "aria-label": fill(words.form.asJson, { name: label }), "aria-invalid": wrong ? "true" : undefined, spellcheck: false, value: text, onInput: typed }),
    wrong ? h("div", { class: "wrong", role: "status" }, wrong) : null);
}

const Star = () => h("span", { class: "star", title: words.form.required }, " *");

function Mistakes({ path, form }) {
  const wrong = form.mistakes.get(place(path));
  return wrong ? h("div", { class: "wrong" }, wrong.join("; ")) : null;
}
