// Templates of the account: picked for a request, previewed, and saved as CSV. For adapters that have these commands.
import { Failed } from "./parts.mjs";
import { api } from "./session.mjs";
import { Foreign } from "./shared/text.mjs";
import { saveFile } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.templates;

/** A template, as `listTemplates` answers. @typedef {{name: string, language: string, status: string, parameterFormat?: string, definition?: string}} Template */

/** The parameters of a text: `{{1}}` or `{{name}}`, each once, in order. */
export const parameters = (template) => [...new Set([...template.matchAll(/\{\{\s*([\w]+)\s*\}\}/g)].map(([, name]) => name))];

/** The members of a request that a template has, with its sample values. @param {Template} template @returns {Record<string, any>} */
export function filled(template) {
  const components = JSON.parse(template.definition ?? "{}").components ?? [];
  const part = (type) => components.find((component) => component.type === type);
  const body = part("BODY")?.text ?? "";
  const samples = part("BODY")?.example ?? {};
  const named = Object.fromEntries((samples.body_text_named_params ?? []).map((sample) => [sample.param_name, sample.example]));
  const isNamed = template.parameterFormat === "NAMED";
  /** @type {Record<string, any>} */
  const request = { templateName: template.name, languageCode: template.language };
  const values = parameters(body).map((name, index) =>
    isNamed ? { name, text: named[name] ?? "" } : { text: samples.body_text?.[0]?.[index] ?? "" });
  if (values.length > 0) request.bodyParameters = values;
  const header = part("HEADER");
  const kind = header?.format?.toLowerCase();
  if (kind === "text" && parameters(header.text).length > 0) {
    request.header = { text: { ...(isNamed ? { name: parameters(header.text)[0] } : {}), text: header.example?.header_text?.[0] ?? "" } };
  } else if (kind === "document") request.header = { document: { source: { link: "" } } };
  else if (kind === "image" || kind === "video") request.header = { [kind]: { link: "" } };
  else if (kind === "location") request.header = { location: { latitude: "", longitude: "" } };
  return request;
}

const FILLED = ["templateName", "languageCode", "bodyParameters", "header", "buttons", "cards", "components"];

/**
 * @param {{adapter: string, command: import("./types").Command, request: Record<string, any>, onChange: (request: Record<string, any>) => void,
 *   mayAct: boolean, canRender: boolean}} props
 */
export function TemplatePicker({ adapter, command, request, onChange, mayAct, canRender }) {
  const [state, setState] = useState(/** @type {{templates: Template[] | null, preview: any, error: Error | null}} */ ({ templates: null, preview: null, error: null }));
  const call = (name, body) => api("POST", `/adapters/${encodeURIComponent(adapter)}/commands/${name}`, body);
  const attempt = async (work) => {
    try {
      const more = await work();
      setState((before) => ({ ...before, error: null, ...more }));
    } catch (error) {
      setState((before) => ({ ...before, error }));
    }
  };
  const list = () => attempt(async () => ({ templates: (await call("listTemplates", { limit: 100 })).templates }));
  const pick = (index) => attempt(async () => {
    const template = state.templates?.[index];
    if (!template) return {};
    const known = (name) => command.request.some((field) => field.name === name);
    const rest = Object.fromEntries(Object.entries(request).filter(([name]) => !FILLED.includes(name)));
    const chosen = Object.fromEntries(Object.entries(filled(template)).filter(([name]) => known(name)));
    onChange({ ...rest, ...chosen });
    return { preview: null };
  });
  const preview = () => attempt(async () => {
    const body = Object.fromEntries(Object.entries(request).filter(([name]) => [...FILLED, "offerExpirationTimeMs"].includes(name)));
    return { preview: await call("renderTemplate", body) };
  });
  const save = () => attempt(async () => {
    const { csv } = await call("listTemplates", { format: "csv" });
    saveFile(`${adapter}-templates.csv`, "text/csv", csv);
    return {};
  });
  if (!mayAct) return null;
  const chosen = state.templates?.findIndex((one) => one.name === request.templateName && one.language === request.languageCode) ?? -1;
  return h("div", { class: "note templates" },
    h("div", { class: "row" },
      state.templates === null ? h("button", { class: "btn small", onClick: list }, text.list)
        : h("label", { class: "row" }, h("span", { "aria-hidden": "true" }, text.pick),
            h("select", { "aria-label": text.pick, value: String(chosen), onChange: (event) => pick(Number(event.currentTarget.value)) },
              h("option", { value: "-1" }, fill(text.count, { count: state.templates.length })),
              state.templates.map((one, index) => h("option", { key: index, value: String(index) }, `${one.name} (${one.language}) ${one.status}`)))),
      canRender ? h("button", { class: "btn small", disabled: !request.templateName, onClick: preview }, text.preview) : null,
      h("button", { class: "btn small", onClick: save }, text.csv)),
    h(Failed, { error: state.error }),
    state.preview ? h("div", { class: "bubble" },
      state.preview.headerMedia ? h("div", { class: "dim" }, state.preview.headerMedia.mediaType) : null,
      h("p", null, h(Foreign, { text: state.preview.text })),
      (state.preview.buttons ?? []).map((button, index) => h("div", { key: index, class: "button" }, h(Foreign, { text: button.text })))) : null);
}
