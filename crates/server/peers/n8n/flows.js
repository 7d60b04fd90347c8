// The two flows: n8n's own trigger for WhatsApp, and a webhook that `uip serve`
// delivers to. Both pass what they get on to a receiver.

const APP = { id: "app", name: "App", type: "whatsAppTriggerApi" };

/** What is after a node's trigger: a request with what the trigger got. */
function flow(id, trigger, body, receiver) {
  return {
    id,
    name: id,
    active: false,
    settings: { executionOrder: "v1" },
    nodes: [
      { id: `${id}-trigger`, name: "Trigger", position: [0, 0], ...trigger },
      {
        id: `${id}-request`,
        name: "Pass it on",
        type: "n8n-nodes-base.httpRequest",
        typeVersion: 4.2,
        position: [220, 0],
        parameters: { method: "POST", url: `${receiver}/${id}`, sendBody: true, specifyBody: "json", jsonBody: body, options: {} },
      },
    ],
    connections: { Trigger: { main: [[{ node: "Pass it on", type: "main", index: 0 }]] } },
  };
}

export const flows = (receiver) => [
  flow(
    "own",
    {
      type: "n8n-nodes-base.whatsAppTrigger",
      typeVersion: 1,
      webhookId: "own",
      parameters: { updates: ["messages"], options: {} },
      credentials: { whatsAppTriggerApi: { id: APP.id, name: APP.name } },
    },
    "={{ JSON.stringify($json) }}",
    receiver,
  ),
  flow(
    "uip",
    {
      type: "n8n-nodes-base.webhook",
      typeVersion: 2,
      webhookId: "uip",
      // The delivery is answered when the flow is done: until then it is not taken.
      parameters: { httpMethod: "POST", path: "uip", responseMode: "lastNode", options: {} },
    },
    "={{ JSON.stringify($json.body.properties) }}",
    receiver,
  ),
];

export const credentials = (clientSecret) => [{ ...APP, data: { clientId: "100000000000009", clientSecret } }];

/** Where each flow's trigger takes requests. */
export const paths = { own: "/webhook/own/webhook", uip: "/webhook/uip" };
