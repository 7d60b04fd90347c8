// Two public readers of notifications in Node, each in Express with the
// signature checked, and handlers that count.
//
// It prints one line when it listens, answers `GET /counted` with how many
// messages and statuses the handlers were given, and ends when its standard
// input does.
//
// Usage: node server.js kapso|n8n WEBHOOK-PATH, with the App Secret in the
// environment as APP_SECRET. n8n's trigger is read from the folder `package`.

import { createRequire } from "node:module";
import express from "express";

const [peer, path] = process.argv.slice(2);
const appSecret = process.env.APP_SECRET;
const counted = { messages: 0, statuses: 0 };
const require = createRequire(import.meta.url);

/** Each takes a request with its body as bytes and returns a status code. */
const readers = {
  async kapso() {
    const { normalizeWebhook, verifySignature } = await import("@kapso/whatsapp-cloud-api/server");
    return async (request) => {
      const signatureHeader = request.headers["x-hub-signature-256"];
      if (!verifySignature({ appSecret, rawBody: request.body, signatureHeader })) return 401;
      count(normalizeWebhook(JSON.parse(request.body.toString("utf8"))));
      return 200;
    };
  },

  async n8n() {
    const { WhatsAppTrigger } = require("./package/dist/nodes/WhatsApp/WhatsAppTrigger.node.js");
    const trigger = new WhatsAppTrigger();
    // The context that n8n calls a trigger with, as far as this one asks for it.
    const context = (request) => ({
      getBodyData: () => JSON.parse(request.body.toString("utf8")),
      getQueryData: () => ({}),
      getResponseObject: () => undefined,
      getRequestObject: () => ({ rawBody: request.body }),
      getHeaderData: () => request.headers,
      getCredentials: async () => ({ clientSecret: appSecret }),
      getWebhookName: () => "default",
      getNode: () => ({ id: "1" }),
      getNodeParameter: (_name, fallback) => fallback,
      helpers: { returnJsonArray: (items) => items.map((json) => ({ json })) },
    });
    return async (request) => {
      const { workflowData } = await trigger.webhook.call(context(request));
      // n8n answers 200 whether or not the trigger takes the request.
      for (const { json } of workflowData?.[0] ?? []) count(json);
      return 200;
    };
  },
};

function count({ messages = [], statuses = [] }) {
  counted.messages += messages.length;
  counted.statuses += statuses.length;
}

function versionOf(name) {
  return `${name} ${require(`./node_modules/${name}/package.json`).version}`;
}

const packages = {
  kapso: () => [versionOf("@kapso/whatsapp-cloud-api"), versionOf("express")],
  n8n: () => [`n8n-nodes-base ${require("./package/package.json").version}`, versionOf("express")],
};

const read = await readers[peer]();
const app = express();
app.get("/counted", (_request, response) => response.json(counted));
app.post(path, express.raw({ type: "application/json", limit: "4mb" }), async (request, response) => {
  response.sendStatus(await read(request));
});
const server = app.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, () => {
  const { address, port } = server.address();
  console.log(`ready: http://${address}:${port}; ${packages[peer]().join(", ")}, Node ${process.version}`);
});
process.stdin.resume().on("end", () => process.exit(0));
