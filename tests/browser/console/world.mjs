// What each test of the console works with: a sandbox, a receiver, `uip serve`, and a browser that forgives nothing.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const root = new URL("../../../", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const TOKEN = "token-of-the-console-tests";
export const READ_TOKEN = "token-to-look-of-the-tests";
const ACCESS = "EAAGsecretAccessTokenOfTheTests";
const APP_SECRET = "app-secret-of-the-console-tests";
const RECEIVER_SECRET = "authorization-of-the-receiver";
const COMMANDS = "commands-token-of-the-console-tests";

/** Everything that may be in no page and in no answer. */
export const SECRETS = [TOKEN, READ_TOKEN, ACCESS, APP_SECRET, Buffer.from(APP_SECRET).toString("base64"), RECEIVER_SECRET, COMMANDS, "path-of-the-receiver"];

const command = (name) => {
  const path = process.env[name];
  if (!path) throw new Error(`${name} is not set; run \`cargo xtask browser\``);
  return path;
};

/** Starts a program and waits for the line that says that it is ready. */
async function start(path, args, environment, ready) {
  const child = spawn(path, args, { env: { PATH: process.env.PATH, ...environment } });
  let output = "";
  const line = await new Promise((resolve, reject) => {
    const heard = (data) => {
      output += data;
      const found = ready.exec(output);
      if (found) resolve(found);
    };
    child.stdout.on("data", heard);
    child.stderr.on("data", heard);
    child.on("exit", (code) => reject(new Error(`${path} ended with ${code}: ${output}`)));
    child.on("error", reject);
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  return { line, stop, log: () => output };
}

/** A receiver of events that answers what a test wants. */
async function receiver() {
  const got = [];
  const state = { status: 200, got };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (data) => (text += data));
    request.on("end", () => {
      got.push({ body: JSON.parse(text), headers: request.headers });
      response.writeHead(state.status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.port = server.address().port;
  state.stop = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  return state;
}

const toml = (sandbox, receiver, component) => `
[adapters.whatsapp]
component = "${component}"
manifest = "${root}adapter.json"
[adapters.whatsapp.properties]
authenticationToken = { env = "ACCESS" }
apiVersion = "v25.0"
phoneNumberId = "100000000000001"
businessAccountId = "500000000000005"
apiBaseUrl = "${sandbox}"
requestTimeoutSeconds = 2

[adapters.wrong]
component = "${component}"
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

export async function world() {
  const folder = mkdtempSync(join(tmpdir(), "uip-console-"));
  const flows = await receiver();
  const sandbox = await start(command("UIP_SANDBOX"), ["--listen", "127.0.0.1:0", "--token", ACCESS, "--app-secret", APP_SECRET], {}, /ready on (http:\S+)/);
  const api = sandbox.line[1];
  writeFileSync(join(folder, "uip.toml"), toml(api, flows.port, command("WHATSAPP_COMPONENT")));
  const environment = { ACCESS, KEY: Buffer.from(APP_SECRET).toString("base64"), RECEIVER: RECEIVER_SECRET, CONSOLE: TOKEN, CONSOLE_READ: READ_TOKEN, COMMANDS, HOME: folder };
  const uip = await start(command("UIP_COMMAND"), ["--config", join(folder, "uip.toml"), "serve"], environment, /ready: (http:[^;]+); console: (\S+?);/);
  const [, address, url] = uip.line;
  const control = async (method, path, body) => {
    const answer = await fetch(`${api}/sandbox${path}`, { method, body: body && JSON.stringify(body), headers: { "content-type": "application/json" } });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
  };
  await control("POST", "/callback", { url: `${address}/wfe/api/advancedwebhook/whatsapp`, verifyToken: "whatsapp" });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const get = async (path) => {
    const answer = await fetch(`${url}api/${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return answer.json();
  };
  return {
    url, address, flows, control, get, log: uip.log,
    say: (customer, text) => control("POST", `/customers/${customer}/say`, { text }),
    open: (options) => open(browser, url, options),
    stop: async () => {
      await browser.close();
      await Promise.all([uip.stop(), sandbox.stop(), flows.stop()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * A page of the console, signed in unless `token` is null. What must never happen is collected in `wrong`.
 * @param {{token?: string | null, view?: string, width?: number, theme?: "light" | "dark", adapter?: string}} options
 */
async function open(browser, url, { token = TOKEN, view = "setup", width = 1440, theme = "light", adapter = "whatsapp" } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, permissions: ["clipboard-read", "clipboard-write"] });
  const wrong = [];
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`));
  });
  context.on("request", (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !/^(blob|data):/.test(request.url())) wrong.push(`request to ${request.url()}`);
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    wrong.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("pageerror", (error) => wrong.push(`error ${error.stack}`));
  page.on("console", (message) => {
    // Chromium itself reports answers such as 400.
    if (message.type() === "error" && !/^Failed to load resource/.test(message.text())) wrong.push(`console ${message.text()}`);
  });
  page.setDefaultTimeout(15_000);
  await page.goto(`${url}#/${view}`);
  const signIn = async (value = token) => {
    await page.getByLabel("Token").fill(value);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  if (token !== null) {
    await signIn();
    await page.getByRole("navigation", { name: "Views" }).waitFor();
    await page.locator("header select").selectOption(adapter);
  }
  const go = async (to) => {
    await page.evaluate((hash) => (location.hash = hash), `#/${to}`);
  };
  const check = async () => {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      // eslint-disable-next-line no-undef
      axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
    return sideways > 0 ? [...found, `${sideways} px wider than the screen`] : found;
  };
  const close = async () => {
    await context.close();
    return wrong;
  };
  return { page, context, wrong, signIn, go, check, close };
}

/** Waits until something is so. */
export async function until(what, isSo) {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`never came about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
