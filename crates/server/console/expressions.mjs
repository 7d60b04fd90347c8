// The path of a value in an event, as each engine writes it.
import { jsonPath, pointer } from "./shared/json.mjs";

const NAME = /^[A-Za-z_$][\w$]*$/;

/** The steps of a path as JavaScript writes them: `.messages[0]["odd name"]`. */
const script = (path) =>
  path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return NAME.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  }).join("");

/** A place, as UIP writes it: `messages[0].text.body`. It has no way to write other names. */
function place(path) {
  const plain = path.every((step) => typeof step === "number" || /^[A-Za-z_][\w-]*$/.test(step));
  return plain && typeof path[0] === "string" ? script(path).replaceAll(/\["([\w-]+)"\]/g, ".$1").slice(1) : null;
}

/** n8n ends an expression at `}}`, also within a text. */
const braces = (text) => (text.includes("}}") ? null : `{{ ${text} }}`);

/**
 * Each way to write the path of a value, with `null` where there is none.
 * @param {(string | number)[]} path within the event's properties
 */
export const expressions = (path) => ({
  uip: place(path) && `{${place(path)}}`,
  n8n: braces(`$json.body.properties${script(path)}`),
  nodeRed: `msg.payload.properties${script(path)}`,
  jsonPath: jsonPath(path),
  jsonPointer: pointer(path),
});
