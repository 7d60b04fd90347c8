// How a client is pointed at the sandbox, and the sandbox at its webhook.
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { CopyButton, Dialog } from "./shared/ui.mjs";
import { curl } from "./shared/text.mjs";
import { act, set, useStore } from "./store.mjs";
import { w } from "./words.mjs";

const close = () => set({ dialog: null });
const quoted = (text) => JSON.stringify(text);

/** What a client needs, in three forms. @param {import("./types").Settings[]} settings */
export function snippets([cloud]) {
  const own = cloud.properties;
  const environment = [["WHATSAPP_AUTHENTICATION_TOKEN", own.authenticationToken], ["WHATSAPP_BASE_URL", own.apiBaseUrl], ["WHATSAPP_PHONE_NUMBER_ID", own.phoneNumberId]];
  // In uip.toml a secret is named, not written.
  const written = (name, value) => (name === "authenticationToken" ? `{ env = ${quoted(environment[0][0])} }` : quoted(value));
  const properties = Object.entries(own).map(([name, value]) => `${name} = ${written(name, value)}`);
  const message = JSON.stringify({ messaging_product: "whatsapp", to: "+16505551234", type: "text", text: { body: "Hello" } });
  return {
    asToml: [`# uip init --sandbox ${own.apiBaseUrl} writes a whole file.`, "[adapters.whatsapp.properties]", ...properties, ""].join("\n"),
    asEnv: environment.map(([name, value]) => `export ${name}=${quoted(value)}\n`).join(""),
    asCurl: curl({ method: "POST", url: `${own.apiBaseUrl}/${own.apiVersion}/${own.phoneNumberId}/messages`,
      headers: [["authorization", `Bearer ${own.authenticationToken}`], ["content-type", "application/json"]], body: message }),
  };
}

/** What came of a form. @typedef {{text: string, bad?: boolean}} Told */

/** Sets the callback URL, perhaps after asking it as Meta does. @param {{url?: string | null, verifyToken?: string}} props */
export function CallbackForm({ url, verifyToken }) {
  const [told, setTold] = useState(/** @type {Told | null} */ (null));
  const use = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    const check = event.submitter?.value !== "unchecked";
    try {
      await ask("POST", "sandbox/callback", { url: values.url, verifyToken: values.verifyToken });
      if (check) await ask("POST", "sandbox/callback/verify");
      setTold({ text: check ? w.works_ : w.set });
    } catch (problem) {
      setTold({ bad: true, text: problem.message });
    }
  };
  return h("form", { class: "fields", onSubmit: use },
    h("label", { class: "field" }, h("span", null, w.callbackUrl),
      h("input", { name: "url", type: "url", required: true, defaultValue: url ?? "http://127.0.0.1:8080/wfe/api/advancedwebhook/whatsapp" })),
    h("label", { class: "field" }, h("span", null, w.verifyToken), h("input", { name: "verifyToken", required: true, defaultValue: verifyToken })),
    h("div", { class: "row" }, h("button", { class: "btn main" }, w.checkAndUse), h("button", { class: "btn", value: "unchecked" }, w.useOnly)),
    told && h("p", { class: `note ${told.bad ? "bad" : "good"}`, role: "status" }, told.text));
}

export function Connect() {
  const { view } = useStore();
  const [settings, setSettings] = useState(/** @type {import("./types").Settings[] | null} */ (null));
  const [form, setForm] = useState(/** @type {"asToml" | "asEnv" | "asCurl"} */ ("asToml"));
  useEffect(() => void act(async () => setSettings(await ask("GET", "sandbox/settings"))), []);
  if (!settings) return null;
  const text = snippets(settings)[form];
  return h(Dialog, { title: w.connectTitle, onClose: close },
    h("p", { class: "dim" }, w.connectHelp),
    h("ol", { class: "steps" },
      h("li", null, h("b", null, w.step1), " ", w.step1Help,
        h("div", { class: "row forms" },
          /** @type {const} */ (["asToml", "asEnv", "asCurl"]).map((one) => h("button", { key: one, class: "chip", "aria-pressed": String(one === form), onClick: () => setForm(one) }, w[one])),
          h("span", { class: "grow" }), h(CopyButton, { text })),
        h("pre", { tabIndex: 0, "aria-label": w[form] }, text)),
      h("li", null, h("b", null, w.step2), ", ", w.step2Help,
        h(CallbackForm, { url: view?.callback.url, verifyToken: settings[0].webhook.verifyToken }))),
    h("div", { class: "go" }, h("button", { class: "btn main", onClick: () => set({ dialog: { kind: "new" } }) }, w.first)));
}
