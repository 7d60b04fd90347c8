// Exchanges as a file: one JSON object in each line, or an HTTP archive (HAR 1.2).
import { ask } from "./shared/request.mjs";
import { saveFile } from "./shared/ui.mjs";
import { state } from "./store.mjs";

const content = (body) => ({ size: body?.length ?? 0, mimeType: "", text: body?.text ?? body?.base64 ?? "", ...(body?.base64 ? { encoding: "base64" } : {}) });
const listed = (headers = []) => headers.map(([name, value]) => ({ name, value }));

/** @param {import("./types").Detail} one */
function entry(one) {
  const attempt = one.attempts?.at(-1);
  const status = one.answer?.status ?? Number(attempt?.outcome.text);
  const answer = one.answer ? content(one.answer.body) : content({ text: attempt?.answer ?? "", length: attempt?.answer.length });
  const headers = one.signature ? [[one.signature.name, one.signature.value], ["content-type", one.contentType]] : one.headers;
  return {
    startedDateTime: new Date(one.at).toISOString(), time: one.took ?? 0, cache: {}, timings: { send: 0, wait: one.took ?? 0, receive: 0 },
    request: { method: one.method, url: one.url ?? "", httpVersion: "HTTP/1.1", headers: listed(headers), queryString: [], cookies: [], headersSize: -1, bodySize: one.body?.length ?? 0, postData: { mimeType: one.contentType ?? "", text: one.body?.text ?? "" } },
    response: { status: status || 0, statusText: "", httpVersion: "HTTP/1.1", headers: listed(one.answer?.headers), cookies: [], content: answer, redirectURL: "", headersSize: -1, bodySize: answer.size },
    comment: one.fault ?? "",
  };
}

/** Saves the listed rows with everything about each. @param {"har" | "jsonLines"} form */
export async function exportRows(form) {
  const all = [];
  for (const row of [...state.rows].reverse()) all.push(await ask("GET", `sandbox/traffic/${row.id}`));
  const archive = { log: { version: "1.2", creator: { name: "uip-sandbox", version: state.view?.version }, entries: all.map(entry) } };
  const text = form === "har" ? JSON.stringify(archive, null, 2) : all.map((one) => `${JSON.stringify(one)}\n`).join("");
  saveFile(form === "har" ? "uip-sandbox.har" : "uip-sandbox.jsonl", "application/json", text);
}
