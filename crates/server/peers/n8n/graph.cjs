// Loaded into n8n before its own code (`node --require`): what n8n asks of
// graph.facebook.com when its WhatsApp trigger is activated goes to GRAPH_URL.
const http = require("node:http");
const https = require("node:https");

const graph = process.env.GRAPH_URL && new URL(process.env.GRAPH_URL);
const { request } = https;

https.request = (...args) => {
  const options = args.find((it) => typeof it === "object" && !(it instanceof URL)) ?? {};
  const host = options.hostname ?? options.host ?? args.find((it) => it instanceof URL)?.hostname;
  if (!graph || host !== "graph.facebook.com") return request(...args);
  const { hostname, port } = graph;
  // Its agent makes TLS connections.
  const replaced = { ...options, protocol: "http:", host: hostname, hostname, port, agent: undefined, agents: undefined };
  return http.request(replaced, args.find((it) => typeof it === "function"));
};
https.get = (...args) => https.request(...args).end();

// n8n ends with the program that started it, also if that was killed.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 500).unref();
