// Twilio's own library for Node at work against the sandbox.
//
// The library believes that it talks to twilio.com; only its HTTP client is replaced, by one that dials the sandbox
// instead. It sends, lists, fetches media and reads errors, and its validateRequest checks every webhook.
//
// Usage: node client.mjs PATH-OF-UIP-SANDBOX

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// The library is installed below the target folder: its path comes from the environment.
const require = createRequire(`${process.env.TWILIO_MODULES}/`);
const twilio = require("twilio");
const RequestClient = twilio.RequestClient ?? require("twilio/lib/base/RequestClient");

const TOKEN = "an-auth-token-for-twilios-library";
const ADA = "16505551234";
const TO_ADA = `whatsapp:+${ADA}`;
const PATIENCE = 20_000;

/** Sends what is meant for twilio.com to the sandbox. */
class ToSandbox extends RequestClient {
  constructor(sandbox) {
    super();
    this.sandbox = sandbox;
  }

  request(options) {
    const uri = new URL(options.uri);
    const known = ["api.twilio.com", "content.twilio.com", "messaging.twilio.com"];
    if (known.includes(uri.host)) {
      options.uri = this.sandbox + uri.pathname + uri.search;
    } else if (!options.uri.startsWith(this.sandbox)) {
      throw new Error(`the library wants to leave loopback: ${options.uri}`);
    }
    return super.request(options);
  }
}

/** A queue that can be waited for. */
class Heard {
  #items = [];
  #waiting = [];

  put(item) {
    const next = this.#waiting.shift();
    next ? next(item) : this.#items.push(item);
  }

  async get(what) {
    if (this.#items.length > 0) return this.#items.shift();
    let timer;
    const timeout = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE);
    });
    const item = new Promise((resolve) => this.#waiting.push(resolve));
    return Promise.race([item, timeout]).finally(() => clearTimeout(timer));
  }
}

const messages = new Heard();
const statuses = new Heard();

const business = createServer(async (request, response) => {
  let body = "";
  request.setEncoding("utf8");
  for await (const chunk of request) body += chunk;
  const form = Object.fromEntries(new URLSearchParams(body));
  const url = `http://${request.headers.host}${request.url}`;
  const signature = request.headers["x-twilio-signature"] ?? "";
  if (!twilio.validateRequest(TOKEN, signature, url, form)) {
    response.writeHead(403).end();
  } else if (request.url.startsWith("/status")) {
    statuses.put(form);
    response.writeHead(204).end();
  } else {
    messages.put(form);
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(new twilio.twiml.MessagingResponse().toString());
  }
});
await once(business.listen(0, "127.0.0.1"), "listening");
const webhooks = `http://127.0.0.1:${business.address().port}`;

const process_ = spawn(
  process.argv[2],
  [
    "--listen=127.0.0.1:0",
    "--quiet",
    `--twilio-auth-token=${TOKEN}`,
    `--twilio-webhook-url=${webhooks}/message?shop=1&town=R%C3%B4ma`,
    `--twilio-status-callback-url=${webhooks}/status`,
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);

try {
  const [line] = await once(createInterface({ input: process_.stdout }), "line");
  const sandbox = line.split(" ").find((word) => word.startsWith("http://"));
  await converse(sandbox);
} finally {
  process_.kill();
  business.close();
  business.closeAllConnections();
}
console.log("Twilio's library for Node works against the sandbox");

async function converse(sandbox) {
  const account = await (await fetch(`${sandbox}/sandbox/twilio`)).json();
  const from = `whatsapp:+${account.number}`;
  const httpClient = new ToSandbox(sandbox);
  const client = twilio(account.accountSid, TOKEN, { httpClient });
  const play = async (what, body) => {
    const url = `${sandbox}/sandbox/customers/${ADA}/${what}?to=${account.number}`;
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    assert.equal(answer.status, 201);
  };
  const three = async () => {
    const heard = [];
    for (let count = 0; count < 3; count += 1) heard.push((await statuses.get("a status")).MessageStatus);
    return heard;
  };

  const sent = await client.messages.create({ from, to: TO_ADA, body: "Buongiorno, Ada! 🍞" });
  assert.equal(sent.status, "queued");
  assert.deepEqual(await three(), ["sent", "delivered", "read"]);
  assert.equal((await client.messages(sent.sid).fetch()).status, "read");
  console.log(`the library sent a text and validated its statuses: ${sent.sid}`);

  await client.messages.create({ from, to: TO_ADA, body: "Ready" });
  await three();
  const listed = await client.messages.list({ to: TO_ADA, pageSize: 1, limit: 2 });
  assert.deepEqual(listed.map((message) => message.body), ["Ready", "Buongiorno, Ada! 🍞"]);
  console.log("the library listed messages in pages");

  const contents = await client.content.v1.contentAndApprovals.list({ pageSize: 4 });
  const ready = contents.find((one) => one.friendlyName === "order_ready" && one.language === "it");
  assert.equal(ready.approvalRequests.status, "approved");
  const contentVariables = JSON.stringify({ 1: "Ada", 2: "B-17", 3: "12 €" });
  const filled = await client.messages.create({ from, to: TO_ADA, contentSid: ready.sid, contentVariables });
  assert.equal(filled.body, "Gentile Ada, il suo ordine B-17 è pronto. Costa 12 € e la aspetta.");
  await three();
  console.log("the library found a content and sent it");

  await play("say", { text: "L'ordine è 1+1? 😉" });
  const message = await messages.get("Ada's message");
  assert.deepEqual([message.Body, message.WaId], ["L'ordine è 1+1? 😉", ADA]);
  console.log(`the library validated a customer's message: ${message.Body}`);

  const loaf = Buffer.from("not much of a loaf");
  await play("media", { type: "image", mimeType: "image/png", content: loaf.toString("base64") });
  const picture = await messages.get("Ada's picture");
  const media = await client.messages(picture.MessageSid).media.list();
  assert.deepEqual(media.map((one) => one.contentType), ["image/png"]);
  const authorization = `Basic ${Buffer.from(`${account.accountSid}:${TOKEN}`).toString("base64")}`;
  const fetched = await fetch(picture.MediaUrl0, { headers: { authorization } });
  assert.deepEqual(Buffer.from(await fetched.arrayBuffer()), loaf);
  console.log("the library listed a customer's picture, which was fetched");

  const someoneElses = "whatsapp:+14150000000";
  await assert.rejects(
    client.messages.create({ from: someoneElses, to: TO_ADA, body: "x" }),
    (error) => error.code === 63007 && error.status === 400,
  );
  const wrong = twilio(account.accountSid, "another token", { httpClient });
  await assert.rejects(wrong.messages.list({ limit: 1 }), (error) => error.code === 20003);
  console.log("the library understood refusals");

  const forged = await fetch(`${webhooks}/message`, {
    method: "POST",
    body: new URLSearchParams({ Body: "Free bread" }),
    headers: { "x-twilio-signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
  });
  assert.equal(forged.status, 403);
  console.log("the library refused a forged signature");

  const told = await (await fetch(`${sandbox}/sandbox/twilio/webhooks`)).json();
  const refused = told.flatMap((one) => one.attempts).filter((attempt) => attempt.outcome.answered > 204);
  assert.deepEqual(refused, []);
  console.log(`all ${told.length} webhooks were accepted`);
}
