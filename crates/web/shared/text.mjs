// Text that strangers wrote: shown so that it cannot pretend to be something else, and copied so that a shell cannot
// run it.
import { h } from "../vendor/preact.mjs";

// Controls, zero-width and bidirectional characters, and what else has no shape of its own.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/** The name of a code point: `U+202E`. @param {string} character */
const named = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * The text with every character that cannot be seen as a box with its name.
 * @param {string} text
 */
export function visible(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(UNSEEN)) {
    if (found.index > end) parts.push(text.slice(end, found.index));
    parts.push(h("span", { class: "unseen" }, named(found[0])));
    end = found.index + found[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** A name, number, id or address: isolated, and with nothing hidden in it. @param {{text?: string | number | null}} props */
export const Foreign = ({ text }) => h("bdi", { dir: "auto" }, visible(String(text ?? "")));

/** The start and the end of a long id. @param {string} text */
export const middle = (text, most = 22) =>
  text.length <= most ? text : `${text.slice(0, Math.ceil(most / 2) - 1)}…${text.slice(-Math.floor(most / 2))}`;

/** One word for a POSIX shell, whatever it contains. @param {string} text */
export const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A request as a curl command. A header's value that begins with `$` is left to the shell, for secrets.
 * @param {{method: string, url: string, headers?: [string, string][], body?: string | null}} request
 */
export function curl({ method, url, headers = [], body }) {
  const parts = [`curl -X ${method} ${quoted(url)}`];
  for (const [name, value] of headers) {
    const secret = /^(.*)(\$[A-Z_]+)$/.exec(value);
    parts.push(secret ? `-H "${name}: ${secret[1]}${secret[2]}"` : `-H ${quoted(`${name}: ${value}`)}`);
  }
  // Unlike --data-binary it does not read a file if the text begins with @.
  if (body) parts.push(`--data-raw ${quoted(body)}`);
  return parts.join(" \\\n  ");
}
