// What a form does to a request, without a page. A request is plain JSON: what the form cannot show stays in it.

/** The value at a path, or `undefined`. */
export const at = (value, path) => path.reduce((inner, step) => (inner == null ? undefined : inner[step]), value);

/** A copy of `value` with another value at a path. `undefined` removes it. */
export function put(value, path, next) {
  if (path.length === 0) return next;
  const [step, ...rest] = path;
  const copy = Array.isArray(value) ? [...value] : { ...(value ?? {}) };
  const inner = put(copy[step], rest, next);
  if (inner !== undefined) copy[step] = inner;
  else if (Array.isArray(copy)) copy.splice(step, 1);
  else delete copy[step];
  return copy;
}

/** An array with one item moved by `by` places. */
export function moved(items, index, by) {
  const copy = [...items];
  copy.splice(index + by, 0, ...copy.splice(index, 1));
  return copy;
}

/** What a field begins with when it is added. */
export function blank(node) {
  if (node.type === "array" || node.item) return node.item && isWithin(node.item) ? [blank(node.item)] : [];
  if (isWithin(node)) {
    const needed = (node.members ?? []).filter((member) => member.isRequired && isWithin(member));
    return Object.fromEntries(needed.map((member) => [member.name, blank(member)]));
  }
  return node.type === "boolean" ? false : "";
}

/** Whether a field has fields within. */
export const isWithin = (node) => Boolean(node.members || node.item || node.type === "object" || node.type === "array");

/** Characters as the component counts them: code points. */
export const length = (text) => [...text].length;

/** A number as it was typed, if JSON can hold it exactly; otherwise the text, for the server to judge. */
export function number(text) {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed !== "" && String(value) === trimmed ? value : trimmed;
}

/** The steps of a place: `cards[0].body` is `["cards", 0, "body"]`. */
export const steps = (place) =>
  [...place.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => (index === undefined ? name : Number(index)));

/** A path as a place. */
export const place = (path) =>
  path.reduce((text, step) => (typeof step === "number" ? `${text}[${step}]` : text ? `${text}.${step}` : step), "");

/** The first of the fields that exclude this one and have a value in the request. */
export function excludedBy(request, node, path) {
  const own = steps(node.place ?? "");
  return (node.excludes ?? []).find((other) => {
    let same = true;
    // Where both are in the same item, it is the item that this field is in.
    const there = steps(other).map((step, index) => {
      same &&= own[index] === step;
      return same ? path[index] : step;
    });
    return at(request, there) !== undefined;
  });
}

const PLACE = "[A-Za-z_][\\w-]*(?:\\[\\d+\\]|\\.[\\w-]+)*";

/**
 * What an answer finds wrong, by the place of the field: `mistakes` of the server (`sections[0].title: is missing`), or
 * the sentence of an adapter that names a field (`The field buttonText may have …`).
 */
export function byPlace(body) {
  const found = new Map();
  const add = (where, what) => found.set(where, [...(found.get(where) ?? []), what]);
  for (const mistake of body?.mistakes ?? []) {
    const [, where, what] = new RegExp(`^(${PLACE}): (.*)$`, "s").exec(mistake) ?? [null, "", mistake];
    add(where, what);
  }
  const named = body?.mistakes ? null : new RegExp(`^The fields? (${PLACE})(?: and (${PLACE}))?`).exec(body?.error ?? "");
  for (const where of named?.slice(1).filter(Boolean) ?? []) add(where, body.error);
  return found;
}

/** The request without files and secrets, which no draft keeps. */
export function draft(node, value) {
  if (node.isSecret || node.contentEncoding) return undefined;
  if (Array.isArray(value)) return value.map((item) => (node.item ? draft(node.item, item) ?? "" : item));
  if (value === null || typeof value !== "object" || !node.members) return value;
  const known = (name) => node.members.find((member) => member.name === name) ?? {};
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, draft(known(name), inner)])
    .filter(([, inner]) => inner !== undefined));
}
