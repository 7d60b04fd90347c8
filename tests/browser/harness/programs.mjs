// Starts the programs under test and what they talk to. Everything is on loopback, on free ports, and ends with the test.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";

/** The folder with the built programs. */
const FOLDER = process.env.UIP_PROGRAMS ?? new URL("../../../target/debug", import.meta.url).pathname;

/**
 * Starts a program and waits for the line that says that it is ready.
 * @param {string} name of the binary
 * @param {string[]} options
 * @param {RegExp} ready with the address in its first group
 */
export async function start(name, options, ready, environment = {}) {
  const child = spawn(`${FOLDER}/${name}`, options, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  let output = "";
  const address = await new Promise((resolve, reject) => {
    const heard = (chunk) => {
      output += chunk;
      const found = ready.exec(output);
      if (found) resolve(found[1]);
    };
    child.stdout.on("data", heard);
    child.stderr.on("data", heard);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code} before it was ready:\n${output}`)));
  });
  return {
    address,
    child,
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGKILL"), 5000);
      await once(child, "exit");
      clearTimeout(late);
    },
  };
}

/** A sandbox, with what a test does to it beside the page. */
export async function sandbox(...options) {
  const program = await start("uip-sandbox", options.includes("--listen") ? options : ["--listen", "127.0.0.1:0", ...options], /ready on (http:\/\/\S+)/);
  const base = program.address;
  const ask = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${base}${path}`, { method, headers: { "content-type": "application/json", ...headers }, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, json: text && text.startsWith("{") | text.startsWith("[") ? JSON.parse(text) : null, text };
  };
  const token = { authorization: "Bearer sandbox-access-token-guards-nothing" };
  return {
    ...program,
    base,
    ask,
    control: async (method, path, body) => (await ask(method, `/sandbox/${path}`, body)).json,
    /** Sends a message as the business. */
    send: async (message, to = "+16505551234") => {
      const answer = await ask("POST", "/v25.0/100000000000001/messages", { messaging_product: "whatsapp", to, ...message }, token);
      return answer.json?.messages?.[0]?.id ?? answer;
    },
    graph: (method, path, body) => ask(method, `/v25.0/${path}`, body, token),
    twilio: (form) =>
      fetch(`${base}/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa("AC00000000000000000000000000000001:sandbox-auth-token-guards-nothing")}` },
        body: new URLSearchParams({ From: "whatsapp:+15550100300", To: "whatsapp:+16505551234", ...form }),
      }).then((answer) => answer.json()),
  };
}

/** Takes webhooks. `answers` are the statuses of the next ones; afterwards 200. */
export async function receiver() {
  const requests = [];
  const answers = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const url = new URL(request.url, "http://receiver");
      const challenge = url.searchParams.get("hub.challenge");
      if (challenge) {
        response.statusCode = url.searchParams.get("hub.verify_token") === "sandbox-verify-token" ? 200 : 403;
        return response.end(challenge);
      }
      requests.push({ url: request.url, headers: request.headers, body });
      response.statusCode = answers.shift() ?? 200;
      if (response.statusCode !== 200) response.setHeader("retry-after", "1");
      return response.end(response.statusCode === 200 ? "" : "store-locked");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/wfe/api/advancedwebhook/whatsapp`,
    requests,
    answers,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
