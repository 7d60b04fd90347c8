// What each test of the console works with: a sandbox, a receiver, `uip serve`, and a browser that forgives nothing.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../harness/programs.mjs";
import { inaccessible } from "../harness/test.mjs";

const root = new URL("../../../", import.meta.url).pathname;
const COMPONENT = process.env.WHATSAPP_COMPONENT ?? `${root}target/wasm32-wasip2/component/whatsapp.wasm`;

export const TOKEN = "token-of-the-console-tests";
export const READ_TOKEN = "token-to-look-of-the-tests";
const ACCESS = "EAAGsecretAccessTokenOfTheTests";
const APP_SECRET = "app-secret-of-the-console-tests";
const RECEIVER_SECRET = "authorization-of-the-receiver";
const COMMANDS = "commands-token-of-the-console-tests";

/** Everything that may be in no page and in no answer. */
export const SECRETS = [TOKEN, READ_TOKEN, ACCESS, APP_SECRET, Buffer.from(APP_SECRET).toString("base64"), RECEIVER_SECRET, COMMANDS, "path-of-the-receiver"];

/** A receiver of events that answers what a test wants. */
async function receiver() {
  const got = [];
  const state = { status: 200, headers: {}, got };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (data) => (text += data));
    request.on("end", () => {
      got.push({ body: JSON.parse(text), headers: request.headers });
      response.writeHead(state.status, state.headers).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.port = server.address().port;
  state.stop = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return state;
}

const toml = (sandbox, receiver) => `
[adapters.whatsapp]
component = "${COMPONENT}"
manifest = "${root}adapter.json"
[adapters.whatsapp.properties]
authenticationToken = { env = "ACCESS" }
apiVersion = "v25.0"
phoneNumberId = "100000000000001"
businessAccountId = "500000000000005"
apiBaseUrl = "${sandbox}"
requestTimeoutSeconds = 2

[adapters.wrong]
component = "${COMPONENT}"
manifest = "${root}adapter.json"
[adapters.wrong.properties]
authenticationToken = { env = "ACCESS" }
apiVersion = "v25.0"
phoneNumberId = "100000000000009"
apiBaseUrl = "${sandbox}"

[server]
listen = "127.0.0.1:0"
publicUrl = "https://hooks.example.com"
commandsToken = { env = "COMMANDS" }

[console]
listen = "127.0.0.1:0"
token = { env = "CONSOLE" }
readToken = { env = "CONSOLE_READ" }

[[triggers]]
type = "meta-webhook"
name = "whatsapp"
authentication = "hmac-sha256"
authenticationKey = { env = "KEY" }
command = "processWebhook"
adapters = ["whatsapp", "wrong"]
[triggers.properties]
whatsAppNotification = "{wfsystem.body}"

[[triggers]]
type = "event"
name = "n8n"
adapter = "whatsapp"
event = "customer_message"
deliver = "http://127.0.0.1:${receiver}/path-of-the-receiver"
authorization = { env = "RECEIVER" }
refusalAttempts = 1

[[triggers]]
type = "event"
name = "statuses"
adapter = "whatsapp"
event = "status_changed"
deliver = "http://127.0.0.1:${receiver}/statuses"
`;

/** All of it, for one test. It ends with the test. */
export async function world(t) {
  const folder = mkdtempSync(join(tmpdir(), "uip-console-"));
  t.ends({ stop: () => rmSync(folder, { recursive: true }) });
  const flows = t.ends(await receiver());
  const sandbox = t.ends(await start("uip-sandbox", ["--listen", "127.0.0.1:0", "--token", ACCESS, "--app-secret", APP_SECRET], /ready on (http:\S+)/));
  const file = join(folder, "uip.toml");
  writeFileSync(file, toml(sandbox.address, flows.port));
  const environment = { ACCESS, KEY: Buffer.from(APP_SECRET).toString("base64"), RECEIVER: RECEIVER_SECRET, CONSOLE: TOKEN, CONSOLE_READ: READ_TOKEN, COMMANDS };
  const uip = t.ends(await start("uip", ["--config", file, "serve"], /console: (http:\S+?);/, environment));
  const [, address] = /ready: (http:[^;]+);/.exec(uip.output());
  const control = async (method, path, body) => {
    const answer = await fetch(`${sandbox.address}/sandbox${path}`, { method, body: body && JSON.stringify(body), headers: { "content-type": "application/json" } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  await control("POST", "/callback", { url: `${address}/wfe/api/advancedwebhook/whatsapp`, verifyToken: "whatsapp" });
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  return {
    url: uip.address,
    address,
    flows,
    control,
    log: uip.output,
    get: async (path) => (await fetch(`${uip.address}api/${path}`, { headers })).json(),
    post: async (path, body) => (await fetch(`${uip.address}api/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json(),
    say: (customer, text) => control("POST", `/customers/${customer}/say`, { text }),
    open: (options) => open(t, uip.address, options),
  };
}

/**
 * A page of the console, signed in unless `token` is null.
 * @param {{token?: string | null, view?: string, width?: number, theme?: "light" | "dark", adapter?: string}} options
 */
async function open(t, url, { token = TOKEN, view = "setup", width = 1440, theme = "light", adapter = "whatsapp" } = {}) {
  const { origin } = new URL(url);
  const page = await t.open(origin, `/console/#/${view}`, { viewport: { width, height: 900 }, colorScheme: theme });
  const signIn = async (value = token) => {
    await page.getByLabel("Token").fill(value);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  if (token !== null) {
    await signIn();
    await page.getByRole("navigation", { name: "Views" }).waitFor();
    await page.locator("header select").selectOption(adapter);
  }
  /** What is wrong for people who cannot see, cannot point, or have a small screen. */
  const check = async () => {
    const sideways = await page.evaluate(() => {
      const main = document.getElementById("main");
      return Math.max(document.documentElement.scrollWidth - innerWidth, main ? main.scrollWidth - main.clientWidth : 0);
    });
    const found = await inaccessible(page);
    return sideways > 0 ? [...found, `${sideways} px wider than the screen`] : found;
  };
  return { page, context: page.context(), signIn, go: (to) => page.evaluate((hash) => void (location.hash = hash), `#/${to}`), check };
}
