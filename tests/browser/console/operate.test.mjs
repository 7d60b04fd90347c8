// C5, C6, C13–C21: what an operator does.
import assert from "node:assert/strict";
import { check, test, until } from "../harness/test.mjs";
import { TOKEN, world } from "./world.mjs";

const stored = (w, text) => until(async () => (await w.get(`events?q=${encodeURIComponent(text)}`)).events.length > 0, `${text} is stored`);
const numberOf = async (w, text) => (await w.get(`events?q=${encodeURIComponent(text)}`)).events[0].seq;

test("C5 each step of the set-up is red or green, and says what to do", async (t) => {
  const w = await world(t);
  const { page } = await w.open({ view: "setup" });
  const step = (name) => page.locator("li.step", { hasText: name });
  const is = async (name, state) => until(async () => ((await step(name).getAttribute("class")) ?? "").includes(state), `${name} is ${state}`);
  for (const name of ["The configuration was read", "The adapter is loaded", "Notifications can be stored"]) await is(name, "ok");
  await step("The adapter is loaded").getByText(/\d+ kB$/).waitFor();
  await is("Meta verified the URL", "open");
  await w.control("POST", "/callback/verify");
  await is("Meta verified the URL", "ok");
  await is("A signed notification was received", "open");
  await w.say("16505550300", "first");
  await is("A signed notification was received", "ok");
  await step("The service accepts").getByRole("button", { name: "Check" }).click();
  await is("The service accepts", "ok");
  await step("The service accepts").getByText("GREEN").waitFor();
  await step("Register this URL").getByRole("button", { name: "Show" }).click();
  await step("Register this URL").locator("code", { hasText: "whatsapp" }).waitFor();
  await step("The receiver of n8n").getByRole("button").click();
  await is("The receiver of n8n", "ok");
  w.flows.status = 500;
  await step("The receiver of n8n").getByRole("button").click();
  await is("The receiver of n8n", "bad");
  await step("The receiver of n8n").getByText("500").waitFor();
  w.flows.status = 200;
  await page.locator("header select").selectOption("wrong");
  await step("The service accepts").getByRole("button", { name: "Check" }).click();
  await is("The service accepts", "bad");
  await is("A receiver of events", "bad");
});

test("C6 a request with a wrong signature is listed with what to do, and the set-up says so", async (t) => {
  const w = await world(t);
  const { page, go } = await w.open({ view: "health" });
  await fetch(`${w.address}/wfe/api/advancedwebhook/whatsapp`, { method: "POST", body: "{}", headers: { "x-hub-signature-256": "sha256=00" } });
  await page.getByRole("cell", { name: "wrong-signature" }).first().waitFor();
  await page.getByText(/Compare the app's App Secret/).first().waitFor();
  await go("setup");
  await page.getByText("A request was rejected (wrong-signature)").waitFor();
});

test("C6 a request that is rejected before the page follows the changes is listed, too", async (t) => {
  const w = await world(t);
  const { page } = await w.open({ view: "health" });
  let follows = () => {};
  const mayFollow = new Promise((resolve) => (follows = resolve));
  await page.route("**/console/api/changes", async (route) => {
    await mayFollow;
    await route.fallback();
  });
  const read = page.waitForResponse("**/console/api/refusals");
  await page.reload();
  await (await read).finished();
  await fetch(`${w.address}/wfe/api/advancedwebhook/whatsapp`, { method: "POST", body: "{}", headers: { "x-hub-signature-256": "sha256=00" } });
  follows();
  await page.getByRole("cell", { name: "wrong-signature" }).first().waitFor();
});

test("C13 events appear as they come, are filtered, and stay while the list is paused", async (t) => {
  const w = await world(t);
  await w.say("16505550301", "before");
  await stored(w, "before");
  const { page } = await w.open({ view: "events" });
  await page.getByRole("button", { name: "Show texts" }).click();
  await page.getByText("before", { exact: true }).waitFor();
  await w.say("16505550301", "while it is open");
  await page.getByText("while it is open").waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await w.say("16505550301", "while it is paused");
  await stored(w, "while it is paused");
  await until(async () => (await w.get("deliveries")).triggers.every((one) => one.pending === 0), "nothing changes any more");
  assert.equal(await page.getByText("while it is paused").count(), 0);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("while it is paused").waitFor();
  await w.say("16505550302", "somebody else");
  await page.getByText("somebody else").waitFor();
  await page.getByLabel("Event id, message id or text").fill("SOMEBODY");
  await until(async () => (await page.locator("tbody tr").count()) === 1, "one is left");
  await page.getByLabel("Event id, message id or text").fill("");
  await page.getByLabel("State of deliveries").selectOption("unclaimed");
  await page.getByText("No event matches.").waitFor();
});

/** Every value of an event, with its path. */
const leaves = (value, path = []) =>
  value === null || typeof value !== "object" ? [[path, value]] : Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, Array.isArray(value) ? Number(name) : name]));

test("C14 the path of every value, as each engine writes it, leads to that value", async (t) => {
  const w = await world(t);
  await w.say("16505550303", "paths");
  await stored(w, "paths");
  const seq = await numberOf(w, "paths");
  const properties = JSON.parse((await w.get(`events/${seq}`)).payload);
  properties["odd name"] = { "it's": [{ "a.b/c~d": "found" }], 'quote"d': 1 };
  const { page } = await w.open({ view: `events/${seq}` });
  const condition = async (query) => {
    const answer = await fetch(`${w.url}api/condition`, { method: "POST", body: JSON.stringify({ condition: query, seq }), headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" } });
    return (await answer.json()).holds?.length === 1;
  };
  const expressions = (path) => page.evaluate(async (steps) => (await import("/console/assets/expressions.mjs")).expressions(steps), path);
  for (const [path, value] of leaves(properties)) {
    const written = await expressions(path);
    const run = (code, names) => new Function(...Object.keys(names), `return ${code}`)(...Object.values(names));
    assert.equal(run(written.n8n.slice(2, -2), { $json: { body: { properties } } }), value, written.n8n);
    assert.equal(run(written.nodeRed, { msg: { payload: { properties } } }), value, written.nodeRed);
    const pointed = written.jsonPointer.split("/").slice(1).reduce((inner, step) => inner[step.replaceAll("~1", "/").replaceAll("~0", "~")], properties);
    assert.equal(pointed, value, written.jsonPointer);
    if (path[0] === "odd name") {
      assert.equal(written.uip, null);
      continue;
    }
    const found = [...written.uip.slice(1, -1).matchAll(/([^.[\]]+)/g)].reduce((inner, [step]) => inner[step], properties);
    assert.equal(found, value, written.uip);
    assert.ok(await condition(written.jsonPath), written.jsonPath);
  }
  assert.equal((await expressions(["a}}b"])).n8n, null);
  await page.getByLabel("Copy paths as").selectOption("n8n");
  await page.getByRole("button", { name: "Copy the path of messages[0].text.body" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "{{ $json.body.properties.messages[0].text.body }}");
  await page.getByText("The text.", { exact: false }).first().waitFor();
});

test("C15 a condition is tried on the last events by the server", async (t) => {
  const w = await world(t);
  await w.say("16505550303", "paths");
  await stored(w, "paths");
  const { page } = await w.open({ view: "events/condition" });
  const field = page.getByLabel("Condition (JSONPath)");
  await field.fill("$.messages[?@.text.body == 'paths']");
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText(/^It matches 1 of \d+ events/).waitFor();
  await field.fill("$.messages[?");
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText("is not a JSONPath query").waitFor();
});

test("C16 an event is pinned, and sent to a receiver as a test that the receiver sees to be one", async (t) => {
  const w = await world(t);
  await w.say("16505550304", "for a test");
  await stored(w, "for a test");
  const of = () => w.flows.got.filter((one) => JSON.stringify(one.body).includes("for a test"));
  await until(() => of().length === 1, "it is delivered");
  const { page, go } = await w.open({ view: `events/${await numberOf(w, "for a test")}` });
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  await go("events");
  await page.getByRole("searchbox", { name: "Customer" }).fill("nobody");
  await page.getByText("No event matches.").waitFor();
  await page.reload();
  const pins = page.getByRole("list", { name: "Pinned events" });
  check(!(await pins.innerText()).includes("for a test"), "the list shows what a customer wrote");
  await pins.getByRole("link", { name: "customer_message" }).click();
  await page.getByLabel("Receiver").selectOption("statuses");
  const send = async () => {
    await page.getByRole("button", { name: "Send as a test" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Send as a test" }).click();
    await page.getByText(/^The receiver accepted test-/).waitFor();
  };
  await send();
  assert.equal(of().length, 2);
  assert.match(of()[1].body.eventId, /^test-/);
  w.flows.status = 500;
  await page.getByRole("button", { name: "Send as a test" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send as a test" }).click();
  await page.getByText("500").first().waitFor();
  await pins.getByRole("button", { name: /^Unpin event/ }).click();
  await pins.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Pin", exact: true }).waitFor();
});

test("C18, C19 dead letters are followed to their attempts, replayed one by one and all, with the number asked for", async (t) => {
  const w = await world(t);
  w.flows.status = 422;
  for (const number of [1, 2, 3]) await w.say(`1650555031${number}`, `dead ${number}`);
  const dead = async () => (await w.get("deliveries")).triggers.find((one) => one.trigger === "n8n").dead;
  await until(async () => (await dead()) === 3, "three are dead");
  w.flows.status = 200;
  const { page, go } = await w.open({ view: "deliveries" });
  await page.getByText("3 dead").first().waitFor();
  await page.getByRole("link", { name: "n8n" }).click();
  await page.getByRole("button", { name: "dead 3" }).click();
  await page.locator(".card").getByRole("link", { name: /customer_message/ }).first().click();
  await page.getByText("The receiver answered 422", { exact: false }).or(page.getByText("the receiver answered 422", { exact: false })).first().waitFor();
  await page.getByText(/^Last attempts/).click();
  await page.getByRole("link", { name: /^notification \d+/ }).click();
  await page.getByText("Events that came out of it (1)").waitFor();
  await page.locator("section[aria-label^='Notification'] ul").getByRole("link", { name: "customer_message" }).click();
  await page.locator(".card").getByRole("button", { name: "Replay" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Replay" }).click();
  await until(async () => (await dead()) === 2, "one is delivered");
  await go("deliveries/n8n");
  await page.getByRole("button", { name: "Replay 2 dead" }).click();
  await page.getByRole("dialog").getByText("2 dead letters of n8n").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Replay 2 dead" }).click();
  await until(async () => (await dead()) === 0, "all are delivered");
});

/** The page of a delivery that waits for an hour, for a receiver that was down and is up now. */
async function waiting(t) {
  const w = await world(t);
  w.flows.status = 503;
  w.flows.headers = { "retry-after": "3600" };
  await w.say("16505550320", "while it is down");
  const pending = async () => (await w.get("deliveries")).triggers.find((one) => one.trigger === "n8n").pending;
  const { page } = await w.open({ view: "deliveries/n8n" });
  await page.getByText("The receiver answered 503 Service Unavailable.").first().waitFor();
  await page.getByText("Next attempt").first().waitFor();
  w.flows.status = 200;
  return { w, page, pending };
}

test("C18 a delivery waits for a receiver that is down, and is retried at once when asked to", async (t) => {
  const { page, pending } = await waiting(t);
  assert.equal(await pending(), 1);
  await page.locator(".card").getByRole("button", { name: "Retry now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retry now" }).click();
  await page.getByText("Nothing here.").waitFor();
  assert.equal(await pending(), 0);
});

test("C18 a question stays while what it is about goes, and the answer says that nothing was changed", async (t) => {
  const { w, page, pending } = await waiting(t);
  await page.locator(".card").getByRole("button", { name: "Retry now" }).click();
  const [{ seq }] = (await w.get("deliveries/n8n?state=pending")).deliveries;
  await w.post("operate/retry", { seq, trigger: "n8n" });
  await page.getByText("Nothing here.").waitFor();
  assert.equal(await pending(), 0);
  await page.getByRole("dialog").getByRole("button", { name: "Retry now" }).click();
  await page.getByText("n8n: nothing was changed: it was delivered").waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await until(() => page.evaluate(() => document.activeElement?.id === "main"), "the focus is in the view");
});

test("C18 what came of an action is shown, even if its view was left while it ran", async (t) => {
  const { page } = await waiting(t);
  /** @type {() => void} */
  let answer = () => {};
  const held = new Promise((resolve) => { answer = () => resolve(undefined); });
  await page.route("**/console/api/operate/retry", async (route) => {
    await held;
    await route.fulfill({ status: 503, json: { code: "store-locked", error: "the inbox is locked by another process" } });
  });
  await page.locator(".card").getByRole("button", { name: "Retry now" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Retry now" }).click();
  await page.evaluate(() => { location.hash = "#/events"; });
  await page.getByText("Next attempt").waitFor({ state: "detached" });
  answer();
  await dialog.getByText("the inbox is locked by another process").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
});

test("C17 a notification shows its body as it came, and is processed again", async (t) => {
  const w = await world(t);
  await w.say("16505550330", "Grüße / \u{1F44B}");
  await stored(w, "Grüße");
  const { notification } = (await w.get("events?q=Gr%C3%BC%C3%9Fe")).events[0];
  const { page } = await w.open({ view: "notifications" });
  await page.getByRole("link", { name: String(notification), exact: true }).click();
  await page.getByRole("button", { name: "As received" }).click();
  await page.getByText("Gr\\u00fc\\u00dfe \\/ \\ud83d\\udc4b").waitFor();
  await page.getByRole("button", { name: "Replay" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Replay" }).click();
  await page.getByText("1 thing was changed.").waitFor();
  assert.equal((await w.get(`events?q=Gr%C3%BC%C3%9Fe`)).events.length, 1);
});

test("C20 if notifications cannot be stored, the reason and what to do are shown", async (t) => {
  const w = await world(t);
  const { page } = await w.open({ view: "setup" });
  const health = await w.get("health");
  await page.route("**/console/api/health", (route) => route.fulfill({ json: { ...health, ready: false, reason: "store-full", error: "the inbox is full", advice: "Free space, or raise inbox.maxSizeMegabytes." } }));
  await page.reload();
  await page.getByRole("link", { name: "Health" }).click();
  await page.getByText("Notifications cannot be stored (store-full)").waitFor();
  await page.getByText("Free space, or raise inbox.maxSizeMegabytes.").waitFor();
  await page.getByText("not ready").waitFor();
});

test("C21 the numbers since the start are those of /metrics", async (t) => {
  const w = await world(t);
  for (const text of ["one", "two", "three"]) await w.say("16505550303", text);
  await stored(w, "three");
  const { page } = await w.open({ view: "health" });
  const metrics = await (await fetch(`${w.address}/metrics`)).text();
  const [, received] = /^uip_notifications_received_total\{[^}]*\} (\d+)/m.exec(metrics);
  assert.equal(received, "3");
  await page.locator("figure").filter({ hasText: "Notifications" }).locator("b", { hasText: received }).waitFor();
});
