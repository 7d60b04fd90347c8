// What several tests begin with.
import { receiver, sandbox } from "../harness/programs.mjs";

export const ADA = "16505551234";

/** A sandbox with Ada, and a callback unless there is to be none. */
export async function bakery(t, { callback = true, options = [] } = {}) {
  const own = t.ends(await sandbox(...options));
  const webhook = t.ends(await receiver());
  await own.control("PATCH", `customers/${ADA}`, { name: "Ada" });
  if (callback) {
    await own.control("POST", "callback", { url: webhook.url });
    await own.control("POST", "callback/verify");
  }
  const ada = (control, body) => own.control("POST", `customers/${ADA}/${control}`, body);
  const page = await t.open(own.base);
  await page.getByRole("log").waitFor();
  return { own, webhook, ada, page };
}

export const text = (body, more = {}) => ({ type: "text", text: { body }, ...more });

const reply = (title, place) => ({ type: "reply", reply: { id: `id-${place}`, title } });
export const buttons = (...titles) => ({
  type: "interactive",
  interactive: { type: "button", body: { text: "Will you come?" }, action: { buttons: titles.map(reply) } },
});
export const list = {
  type: "interactive",
  interactive: {
    type: "list", body: { text: "Which bread?" },
    action: { button: "Choose a bread", sections: [
      { title: "Dark", rows: [{ id: "rye", title: "Rye", description: "With caraway" }, { id: "pum", title: "Pumpernickel" }] },
      { title: "Light", rows: [{ id: "spelt", title: "Spelt" }] },
    ] },
  },
};
export const cta = (url) => ({ type: "interactive", interactive: { type: "cta_url", body: { text: "Look" }, action: { name: "cta_url", parameters: { display_text: "Open it", url } } } });
export const flow = { type: "interactive", interactive: { type: "flow", body: { text: "Book a table" }, action: { name: "flow", parameters: { flow_message_version: "3", flow_id: "1", flow_cta: "Book", flow_token: "token-7" } } } };
export const asksLocation = { type: "interactive", interactive: { type: "location_request_message", body: { text: "Where are you?" }, action: { name: "send_location" } } };
export const asksAddress = { type: "interactive", interactive: { type: "address_message", body: { text: "Where to?" }, action: { name: "address_message", parameters: { country: "IN" } } } };
export const asksContact = { type: "interactive", interactive: { type: "request_contact_info", body: { text: "Your number?" }, action: { name: "request_contact_info" } } };

/** The bubble with this text. */
export const bubble = (page, words) => page.locator("article", { hasText: words });

/** The last webhook whose body has this text. */
export const told = (webhook, words) => webhook.requests.findLast((request) => request.body.includes(words));
