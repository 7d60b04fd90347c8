// The templates, how one looks, and what becomes of it.
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { curl, quoted, visible } from "./shared/text.mjs";
import { CopyButton, Dialog } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { Bubble } from "./bubble.mjs";
import { act, templatesChanged } from "./store.mjs";
import { w } from "./words.mjs";

/** @typedef {import("./types").Template} Template @typedef {import("./types").Names} Names @typedef {import("./types").Message} Message */

/** @param {string} id */
const path = (id) => `sandbox/templates/${encodeURIComponent(id)}`;
const STARTER = { name: "order_ready_again", language: "en_US", category: "UTILITY", components: [{ type: "BODY", text: "Your order {{1}} is ready.", example: { body_text: [["4711"]] } }] };

/**
 * A definition as JSON; the server says what is wrong with it.
 * @param {{template?: import("./types").Template, onClose: () => void, onDone: (id: string) => void}} props
 */
function Editor({ template, onClose, onDone }) {
  const [problem, setProblem] = useState("");
  const [text, setText] = useState(JSON.stringify(template ?? STARTER, null, 2));
  const save = async () => {
    try {
      const definition = JSON.parse(text);
      const saved = template ? await ask("PUT", path(template.id), definition) : await ask("POST", "sandbox/templates", definition);
      onDone(saved.id);
    } catch (error) {
      setProblem(error.message);
    }
  };
  return h(Dialog, { title: template ? template.name : w.newTemplate, onClose },
    h("label", { class: "field" }, h("span", null, w.definition),
      h("textarea", { rows: 18, class: "mono", spellcheck: false, value: text, onInput: (event) => setText(event.currentTarget.value) })),
    problem && h("p", { class: "note bad", role: "alert" }, problem),
    h("div", { class: "go" }, h("button", { class: "btn", onClick: onClose }, w.cancel), h("button", { class: "btn main", onClick: save }, template ? w.save : w.made)));
}

/** @param {{id: string, names: Names, onEdit: (template: Template) => void, onGone: () => void}} props */
function Shown({ id, names, onEdit, onGone }) {
  const [shown, setShown] = useState(/** @type {{template: Template, sample: {components: unknown[]}, preview: {message?: Message, error?: string}} | null} */ (null));
  const load = () => act(async () => setShown(await ask("GET", `sandbox/view/templates/${encodeURIComponent(id)}`)));
  useEffect(() => {
    load();
    templatesChanged.addEventListener("change", load);
    return () => templatesChanged.removeEventListener("change", load);
  }, [id]);
  if (!shown) return null;
  const { template, sample, preview } = shown;
  const request = { messaging_product: "whatsapp", to: "+16505551234", type: "template", template: sample };
  const command = async () => {
    const [{ properties }] = await ask("GET", "sandbox/settings");
    return curl({ method: "POST", url: `${properties.apiBaseUrl}/${properties.apiVersion}/${properties.phoneNumberId}/messages`,
      headers: [["authorization", "Bearer $WHATSAPP_AUTHENTICATION_TOKEN"], ["content-type", "application/json"]], body: JSON.stringify(request) });
  };
  const plain = `uip call sendMessageTextTemplate --set phoneNumber=+16505551234 --set templateName=${quoted(template.name)} --set languageCode=${quoted(template.language)}`;
  const remove = async () => (await act(() => ask("DELETE", path(id)))) !== undefined && onGone();
  return h("div", { class: "detail" },
    h("h2", null, h("bdi", null, visible(template.name)), h("span", { class: "grow" }),
      h("select", { "aria-label": w.status, value: template.status, onChange: (event) => act(() => ask("PATCH", path(id), { status: event.currentTarget.value })) },
        [...new Set([...w.statuses, template.status])].map((status) => h("option", { key: status, value: status, selected: status === template.status }, status))),
      h("button", { class: "btn small", "aria-haspopup": "dialog", onClick: () => onEdit(template) }, w.editTemplate),
      h("button", { class: "btn small danger", onClick: remove }, w.deleteTemplate)),
    h("h3", null, w.preview),
    preview.message
      ? h("div", { class: "previewed" }, h("div", { class: "m in" }, h("div", { class: "content" }, h(Bubble, { message: preview.message, names }))))
      : h("p", { class: "note bad" }, fill(w.noPreview, { error: preview.error ?? "" })),
    h("h3", null, w.readyRequest, h("span", { class: "grow" }), !sample.components.length && h(CopyButton, { text: plain, label: w.uipCall }), h(CopyButton, { text: command, label: w.curl })),
    h("pre", { tabIndex: 0, "aria-label": w.readyRequest }, JSON.stringify(request, null, 2)));
}

/** @param {{view: import("./types").View}} props */
export function Templates({ view }) {
  const [all, setAll] = useState(/** @type {Template[]} */ ([]));
  const [id, setId] = useState(/** @type {string | null} */ (null));
  const [editing, setEditing] = useState(/** @type {{template?: Template} | null} */ (null));
  const load = () => act(async () => setAll(await ask("GET", "sandbox/templates")));
  useEffect(() => {
    load();
    templatesChanged.addEventListener("change", load);
    return () => templatesChanged.removeEventListener("change", load);
  }, []);
  useEffect(() => void load(), [view.counts.templates]);
  const names = { customer: w.you, business: view.business.name };
  const chosen = id ?? all[0]?.id;
  return [
    h("div", { class: "tools" }, h("span", { class: "grow" }), h("button", { class: "btn small", "aria-haspopup": "dialog", onClick: () => setEditing({}) }, w.newTemplate)),
    h("div", { class: "split" },
      h("div", { class: "scroll" }, all.length === 0 ? h("p", { class: "empty" }, w.noTemplates) : h("table", null,
        h("thead", null, h("tr", null, [w.template, w.language, w.category, w.status].map((title) => h("th", { key: title, scope: "col" }, title)))),
        h("tbody", null, all.map((one) => h("tr", { key: one.id, class: `choice ${one.id === chosen ? "chosen" : ""}`, onClick: () => setId(one.id) },
          h("td", { class: "wide" }, h("button", { class: "rowlink", "aria-pressed": String(one.id === chosen) }, visible(one.name))), h("td", null, one.language), h("td", { class: "dim" }, one.category),
          h("td", null, h("span", { class: `state ${one.status === "APPROVED" ? "ok" : "bad"}` }, one.status))))))),
      chosen && h(Shown, { key: chosen, id: chosen, names, onEdit: (template) => setEditing({ template }), onGone: () => { setId(null); load(); } })),
    editing && h(Editor, { ...editing, onClose: () => setEditing(null), onDone: (saved) => { setEditing(null); setId(saved); load(); } }),
  ];
}
