// n8n as a whole: its trigger for WhatsApp or a webhook, then a node that posts
// what came to a receiver, which counts.
//
// It prints one line when n8n takes requests, answers `GET /counted/FLOW` with how
// many messages and statuses the receiver got of it, each counted once, and `POST /kill` by
// killing n8n and starting it again. It ends when its standard input does.
//
// Usage: node server.js N8N FOLDER, with the App Secret in the environment as
// APP_SECRET. N8N is n8n's command; its data go into the folder.

import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { credentials, flows, paths } from "./flows.js";

const [command, folder] = process.argv.slice(2);
const run = promisify(execFile);
const nothing = () => ({ messages: new Set(), statuses: new Set() });
/** What the receiver got of each flow. */
const seen = { own: nothing(), uip: nothing() };

/** Everything that n8n talks to: the receiver, and what it asks of Facebook. */
const around = createServer(async (request, response) => {
  const body = await text(request);
  const answer = (value) => response.setHeader("content-type", "application/json").end(JSON.stringify(value));
  const { pathname } = new URL(request.url, "http://localhost");
  const [, what, flow] = pathname.split("/");
  if (what === "events") return answer(count(flow, JSON.parse(body)));
  if (what === "counted") return answer({ messages: seen[flow].messages.size, statuses: seen[flow].statuses.size });
  if (pathname === "/kill") return answer(await restart());
  if (pathname.endsWith("/oauth/access_token")) return answer({ access_token: "app", token_type: "bearer" });
  if (pathname.endsWith("/subscriptions")) return answer(request.method === "GET" ? { data: [] } : { success: true });
  response.writeHead(404).end();
});
around.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, start);

async function text(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

function count(flow, { messages = [], statuses = [] }) {
  for (const { id } of messages) seen[flow].messages.add(id);
  for (const { id, status } of statuses) seen[flow].statuses.add(`${id} ${status}`);
  return {};
}

let n8n;
let port;
let env;

async function start() {
  const url = `http://127.0.0.1:${around.address().port}`;
  port = await freePort();
  const preload = fileURLToPath(new URL("graph.cjs", import.meta.url));
  env = {
    ...process.env,
    GRAPH_URL: url,
    NODE_OPTIONS: `--require=${preload}`,
    N8N_USER_FOLDER: folder,
    N8N_ENCRYPTION_KEY: randomBytes(24).toString("hex"),
    N8N_LISTEN_ADDRESS: "127.0.0.1",
    N8N_PORT: String(port),
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    N8N_DIAGNOSTICS_ENABLED: "false",
    N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
    N8N_TEMPLATES_ENABLED: "false",
    N8N_PERSONALIZATION_ENABLED: "false",
  };
  await import_("credentials", credentials(process.env.APP_SECRET));
  for (const flow of flows(`${url}/events`)) {
    await import_("workflow", flow);
    await run(command, ["publish:workflow", `--id=${flow.id}`], { env });
  }
  n8n = await started();
  const { stdout } = await run(command, ["--version"], { env });
  console.log(`ready: ${url}; http://127.0.0.1:${port} n8n ${stdout.trim().split("\n").at(-1)}, Node ${process.version}`);
}

async function import_(kind, value) {
  const file = join(folder, `${kind}.json`);
  await writeFile(file, JSON.stringify(value));
  await run(command, [`import:${kind}`, `--input=${file}`], { env });
}

/** Starts n8n and waits until it takes requests of both flows. */
async function started() {
  const child = spawn(command, ["start"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + 300_000; ; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`n8n ended with ${child.exitCode}`);
    if (Date.now() > end) throw new Error("n8n never took requests");
    const statuses = await Promise.all(Object.values(paths).map((path) => status(`${url}${path}`)));
    // Until it has started it answers 503, and 404 until the flow is active.
    if (statuses.every((it) => it === 200)) return child;
  }
}

async function status(url) {
  try {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: '{"properties":{}}' });
    return response.status;
  } catch {
    return undefined;
  }
}

/** Kills n8n as a power cut does, and starts it again on what it stored. */
async function restart() {
  const ended = new Promise((resolve) => n8n.once("exit", resolve));
  n8n.kill("SIGKILL");
  await ended;
  n8n = await started();
  return {};
}

async function freePort() {
  const server = createSocketServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

process.stdin.resume().on("end", () => {
  n8n?.kill("SIGKILL");
  process.exit(0);
});
