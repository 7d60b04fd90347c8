// JSON over fetch. Whatever goes wrong becomes a `Problem`, whose message is a sentence for the reader.
import { fill, words } from "./words.mjs";

export class Problem extends Error {
  /**
   * @param {string} message
   * @param {number} status 0 if there was no answer
   * @param {any} body what the server answered, if it was JSON
   */
  constructor(message, status, body) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/**
 * Sends a request and returns the answer's JSON, or `null` if it has no body.
 * @param {string} method
 * @param {string} path
 * @param {any} [body] sent as JSON
 * @param {Record<string, string>} [headers]
 * @param {AbortSignal} [signal] ends the request early, as if there were no answer
 */
export async function ask(method, path, body, headers = {}, signal) {
  const given = body === undefined ? [] : [["content-type", "application/json"]];
  let answer, text;
  try {
    answer = await fetch(path, {
      method,
      headers: Object.fromEntries([...given, ...Object.entries(headers)]),
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    text = await answer.text();
  } catch {
    throw new Problem(words.noAnswer, 0, null);
  }
  let json = null;
  try {
    json = text === "" ? null : JSON.parse(text);
  } catch {
    // Not JSON: the status says enough.
  }
  if (!answer.ok) {
    const told = typeof json?.error === "string" ? json.error : fill(words.status, { status: answer.status });
    throw new Problem(told, answer.status, json);
  }
  return json;
}
