// Calls the server at UIP_URL through openapi-fetch, with the types that
// openapi-typescript generated into uip.ts. That it compiles is half the check.

import createClient from "openapi-fetch";
import type { components, paths } from "./uip.js";

declare const process: { env: Record<string, string | undefined> };

const token = process.env.UIP_TOKEN;
const withToken = (token: string | undefined) =>
  createClient<paths>({
    baseUrl: process.env.UIP_URL,
    headers: { Authorization: `Bearer ${token}` },
  });

function check(holds: boolean, what: unknown): asserts holds {
  if (!holds) throw new Error(`unexpected: ${JSON.stringify(what)}`);
}

/** Every refusal has this type, whichever adapters there are. */
function isRefusal(error: unknown): error is components["schemas"]["Refusal"] {
  return (error as { failure?: string }).failure === "execution-failed";
}

const refused = await fetch(`${process.env.UIP_URL}/adapters/x/commands/x`, { method: "POST" });
check(refused.status === 401, refused.status);
const refusal: unknown = await refused.json();
check(isRefusal(refusal) && refusal.code === "unauthorized", refusal);
console.log("typescript: a missing token is refused");

if (process.env.UIP_FAKE) await callsOfTheFake();

async function callsOfTheFake() {
  const client = withToken(token);
  const say = (message: string) =>
    client.POST("/adapters/whatsapp/commands/sendMessageText", {
      body: { phoneNumber: "+39 333 1234567", message },
    });

  const { data, error } = await say("hello");
  check(error === undefined && data.status === "success" && data.messageId === "fake.1", { data, error });

  for (const [message, status, failure] of [
    ["fail", 422, "permanent-failure"],
    ["unknown", 424, "permanent-unknown-outcome"],
    ["busy", 503, "temporary-failure"],
  ] as const) {
    const { error, response } = await say(message);
    check(response.status === status, response.status);
    check(error?.status === "failure" && error.failure === failure, error);
  }

  const template = await client.POST("/adapters/whatsapp-rome/commands/sendMessageTextTemplate", {
    body: {
      phoneNumber: "+39 333 1234567",
      templateName: "welcome",
      languageCode: "it",
      bodyParameters: [{ text: "Anna" }],
      header: { image: { link: "https://example.com/menu.jpg" } },
      buttons: [{ index: 0, value: { "quick-reply-payload": "YES" } }],
    },
  });
  check(template.response.status === 200, template.error);

  // The members of a group of which exactly one is given.
  const to = { phoneNumber: "+39 333 1234567", mediaType: "document" } as const;
  const sources: components["schemas"]["WhatsappSendMessageMediaRequest"][] = [
    { ...to, link: "https://example.com/menu.pdf" },
    { ...to, mediaId: "17" },
    // @ts-expect-error: an ID is a text.
    { ...to, mediaId: 17 },
  ];
  check(sources.length === 3, sources);
  const listed: components["schemas"]["WhatsappListTemplatesSuccess"] = {
    status: "success",
    templates: [{ id: "1", name: "welcome" }],
  };
  check(listed.templates?.[0]?.name === "welcome", listed);

  // @ts-expect-error: the message is required.
  const unfit = await client.POST("/adapters/whatsapp/commands/sendMessageText", { body: { phoneNumber: "+39" } });
  check(unfit.response.status === 400 && isRefusal(unfit.error), unfit.error);
  check(unfit.error.mistakes?.length === 1, unfit.error);

  const stranger = await withToken(`not-${token}`).POST("/adapters/whatsapp/commands/processWebhook", {
    body: { whatsAppNotification: "{}" },
  });
  check(stranger.response.status === 401, stranger.error);
  console.log("typescript: success, failures, mistakes and nested fields are typed");
}
