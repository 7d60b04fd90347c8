// The business's number, its callback, and what else WhatsApp may notify about.
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { JsonTree } from "./shared/json.mjs";
import { ask } from "./shared/request.mjs";
import { CallbackForm } from "./connect.mjs";
import { behave } from "./people.mjs";
import { act } from "./store.mjs";
import { w } from "./words.mjs";

/** Fields of Meta's webhooks, each with a value of the documented shape. */
const SAMPLES = {
  account_update: { phone_number: "15550100200", event: "VERIFIED_ACCOUNT" },
  account_alerts: { entity_type: "PHONE_NUMBER", entity_id: "100000000000001", alert_severity: "INFORMATIONAL", alert_status: "NONE", alert_type: "OBA_APPROVED" },
  phone_number_quality_update: { display_phone_number: "15550100200", event: "FLAGGED", current_limit: "TIER_1K" },
  phone_number_name_update: { display_phone_number: "15550100200", decision: "APPROVED", requested_verified_name: "Sandbox Bakery", rejection_reason: null },
  message_template_status_update: { event: "PAUSED", message_template_id: 300000000000001, message_template_name: "order_ready", message_template_language: "en_US", reason: "NONE" },
  message_template_quality_update: { previous_quality_score: "GREEN", new_quality_score: "YELLOW", message_template_id: 300000000000001, message_template_name: "order_ready", message_template_language: "en_US" },
  security: { display_phone_number: "15550100200", event: "PIN_CHANGED", requester: "1" },
  user_preferences: { messaging_product: "whatsapp", user_preferences: [{ wa_id: "16505551234", detail: "User requested to stop marketing messages", category: "marketing_messages", value: "stop", timestamp: "1795789203" }] },
};

function Notify() {
  const [field, setField] = useState("account_update");
  const [told, setTold] = useState(/** @type {import("./connect.mjs").Told | null} */ (null));
  const send = async (event) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("value"));
    try {
      await ask("POST", "sandbox/notifications", { field, value: JSON.parse(text) });
      setTold({ text: w.sentField });
    } catch (problem) {
      setTold({ bad: true, text: problem.message });
    }
  };
  return h("form", { class: "fields", onSubmit: send },
    h("label", { class: "field" }, h("span", null, w.field), h("select", { value: field, onChange: (event) => setField(event.currentTarget.value) }, Object.keys(SAMPLES).map((name) => h("option", { key: name, value: name }, name)))),
    h("label", { class: "field", key: field }, h("span", null, w.value), h("textarea", { name: "value", rows: 7, class: "mono", spellcheck: false, defaultValue: JSON.stringify(SAMPLES[field], null, 2) })),
    h("div", { class: "row" }, h("button", { class: "btn" }, w.notifySend)),
    told && h("p", { class: `note ${told.bad ? "bad" : "good"}`, role: "status" }, told.text));
}

/** Settings of the command that can change while it runs. @param {{behavior: import("./types").Behavior}} props */
function Behavior({ behavior }) {
  const { strictWindow, batch, throughput, pairRate } = behavior;
  // What is typed is not overwritten while other things change.
  const count = (label, value, least, onPick, otherwise) =>
    h("label", { class: "field" }, h("span", null, label),
      h("input", { key: value, type: "number", min: least, defaultValue: value ?? "", placeholder: otherwise, onChange: (event) => {
        const text = event.currentTarget.value;
        if (event.currentTarget.reportValidity()) onPick(text === "" ? null : Number(text));
      } }));
  return h("div", { class: "fields" },
    h("label", { class: "row" }, h("input", { type: "checkbox", checked: strictWindow, onChange: (event) => behave({ strictWindow: event.currentTarget.checked }) }), w.strictWindow),
    h("div", { class: "two" },
      count(w.batchEntries, batch.entries, 1, (entries) => behave({ batch: { ...batch, entries: entries ?? 1 } })),
      count(w.batchUpdates, batch.updates, 1, (updates) => behave({ batch: { ...batch, updates: updates ?? 1 } })),
      count(w.throughput, throughput, 0, (most) => behave({ throughput: most }), w.unlimited),
      count(w.pairRate, pairRate, 0, (most) => behave({ pairRate: most }), w.unlimited)));
}

/** @param {{view: import("./types").View}} props */
export function Business({ view }) {
  const [facts, setFacts] = useState(/** @type {Record<"number" | "account" | "profile" | "verifyToken", any> | null} */ (null));
  useEffect(() => void act(async () => {
    const [number, account, profile, settings] = await Promise.all(["number", "account", "profile", "settings"].map((name) => ask("GET", `sandbox/${name}`)));
    setFacts({ number, account, profile, verifyToken: settings[0].webhook.verifyToken });
  }), [view.seq]);
  if (!facts) return null;
  const subscribe = (event) => act(() => ask("POST", "sandbox/subscription", { subscribed: event.currentTarget.checked }));
  return h("div", { class: "scroll pad business" },
    h("h2", null, w.callback), h(CallbackForm, { key: view.callback.url, url: view.callback.url, verifyToken: facts.verifyToken }),
    h("label", { class: "row" }, h("input", { type: "checkbox", checked: view.callback.subscribed, onChange: subscribe }), w.subscribed),
    h("h2", null, w.behavior), h(Behavior, { behavior: view.behavior }),
    h("h2", null, w.notify), h(Notify),
    h("h2", null, w.numberFields), h(JsonTree, { value: facts.number }),
    h("h2", null, w.accountFields), h(JsonTree, { value: facts.account }),
    h("h2", null, w.profileFields), h(JsonTree, { value: facts.profile }));
}
