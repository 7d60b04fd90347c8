// What happens behind the chat.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { check, equal, test, until } from "../harness/test.mjs";
import { ADA, bakery, bubble, text, told } from "./given.mjs";

const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

test("S18 requests and webhooks are in one list, in the order of happening, with answer and duration", async (t) => {
  const { own, page, webhook } = await bakery(t);
  webhook.answers.push(503);
  await own.send(text("Hello"));
  const rows = page.locator("tbody tr");
  await until(async () => (await rows.count()) === 4 && !(await rows.allInnerTexts()).some((row) => row.includes("waiting")), "four rows");
  const cells = (await rows.allInnerTexts()).map((row) => row.split("\t").map((cell) => cell.trim().replace(/\s+/g, " ")));
  equal(cells.map((row) => row[1]), ["→ webhook", "→ webhook", "→ webhook", "client →"], "directions");
  equal(cells.map((row) => row[2]), ["status read", "status delivered", "status sent", "POST …/messages text"], "words");
  equal(cells.map((row) => row[3]), ["200", "200", "503 200", "200"], "answers");
  for (const row of cells) check(/^\d\d:\d\d:\d\d\.\d{3}$/.test(row[0]) && /ms$|s$/.test(row[4]), `time and duration: ${row}`);
});

test("S20 a webhook shows signature, attempts, answer and its bytes, and is posted again", async (t) => {
  const { page, webhook, ada } = await bakery(t);
  webhook.answers.push(503);
  await ada("say", { text: "Grüße / 😀" });
  await page.getByRole("button", { name: /message text/ }).click();
  const detail = page.getByRole("region", { name: "Details" });
  await detail.getByText("accepted at attempt 2").waitFor();
  await detail.getByText("store-locked").waitFor();
  await detail.getByText("Retry-After: 1").waitFor();
  await detail.getByRole("button", { name: "As sent" }).click();
  const raw = await detail.locator("pre").innerText();
  equal(raw, webhook.requests[0].body, "the bytes");
  check(raw.includes("Gr\\u00fc\\u00dfe \\/"), "escapes were resolved");
  await detail.getByText(`over the ${raw.length} bytes below`).waitFor();
  await detail.getByRole("button", { name: "Post again" }).click();
  await until(() => webhook.requests.length === 3, "the third post");
  equal(webhook.requests[2].headers["x-hub-signature-256"], webhook.requests[0].headers["x-hub-signature-256"], "signature");
});

test("S20 the copied curl posts the same bytes with the same signature, whatever they contain", async (t) => {
  const { page, webhook, ada } = await bakery(t);
  await ada("say", { text: "'; touch uip-page-was-here; echo '$(id) `id` \\ @x" });
  await page.getByRole("button", { name: /message text/ }).click();
  await until(() => webhook.requests.length === 1, "the webhook");
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const command = await copied(page);
  execFileSync("sh", ["-n"], { input: command });
  // The receiver is in this process, which must not block.
  await promisify(execFile)("sh", ["-c", `${command} -s`]);
  await until(() => webhook.requests.length === 2, "curl's post");
  equal(webhook.requests[1].body, webhook.requests[0].body, "body");
  check(!existsSync("uip-page-was-here"), "the shell ran what the customer wrote");
  equal(webhook.requests[1].headers["x-hub-signature-256"], webhook.requests[0].headers["x-hub-signature-256"], "signature");
});

test("S21 a refusal is shown in words, and the token only as right or wrong", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(text(""));
  await own.ask("POST", "/v25.0/100000000000001/messages?access_token=secret-in-the-query", {}, {});
  await page.getByRole("button", { name: /messages text/ }).click();
  const detail = page.getByRole("region", { name: "Details" });
  await detail.getByText(/Refused with 1\d+/).waitFor();
  await detail.getByText("token is right").waitFor();
  await detail.getByText(/body/).first().waitFor();
  await page.locator("tbody tr .rowlink").first().click();
  await detail.getByText("token is wrong").waitFor();
  const whole = await page.locator("body").innerText();
  check(!whole.includes("sandbox-access-token") && !whole.includes("secret-in-the-query"), "a token is shown");
});

test("S22 the list is filtered, paused and exported", async (t) => {
  const { own, page, ada } = await bakery(t);
  await own.send(text("findable words"));
  await own.send(text(""));
  await ada("say", { text: "Hi" });
  const rows = page.locator("tbody tr");
  const count = (wanted, what) => until(async () => (await rows.count()) === wanted, `${wanted} rows: ${what}`);
  await count(6, "all");
  await page.getByRole("button", { name: "API requests" }).click();
  await count(2, "API");
  await page.getByRole("button", { name: "Webhooks", exact: true }).click();
  await count(4, "webhooks");
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await count(1, "failed");
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByLabel("Filter traffic").fill("findable words");
  await count(1, "text");
  await page.getByLabel("Filter traffic").fill("");
  await count(6, "all again");
  await page.getByRole("button", { name: "Pause" }).click();
  await own.send(text("unseen"));
  await bubble(page, "unseen").waitFor();
  equal(await rows.count(), 6, "rows while paused");
  await page.getByRole("button", { name: "Resume" }).click();
  await count(10, "resumed");
  for (const [form, read] of [["JSON lines", (file) => file.trim().split("\n").map((line) => JSON.parse(line))], ["HAR", (file) => JSON.parse(file).log.entries]]) {
    await page.locator("summary", { hasText: "Export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: form }).click();
    const entries = read(readFileSync(await (await download).path(), "utf8"));
    equal(entries.length, 10, form);
    await page.locator("summary", { hasText: "Export" }).click();
  }
});

test("S23 a fault is added, is used up by the next message, and the row says so; another is removed", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByRole("tab", { name: /Faults/ }).click();
  await page.getByRole("form", { name: "Reset after the request" }).getByRole("button", { name: "Add" }).click();
  await page.getByText("reset instead of an answer — The message is sent.").or(page.locator(".waiting li")).first().waitFor();
  await page.getByLabel("Add one for").selectOption("upload");
  await page.getByRole("form", { name: "API error" }).getByRole("button", { name: "Add" }).click();
  await until(async () => (await page.locator(".waiting li").count()) === 2, "two faults");
  check((await page.locator(".waiting li").nth(1).innerText()).includes("Nothing is sent."), "it does not say that nothing is sent");
  await page.locator(".waiting li").nth(1).getByRole("button", { name: "Remove" }).click();
  await until(async () => (await page.locator(".waiting li").count()) === 1, "one fault");
  const outcome = await own.send(text("cut")).catch(() => "reset");
  equal(outcome, "reset", "what the client saw");
  await bubble(page, "cut").waitFor();
  await page.getByRole("tab", { name: /Traffic/ }).click();
  const row = page.locator("tbody tr", { hasText: "POST …/messages" });
  equal((await row.innerText()).split("\t").slice(2, 4).map((cell) => cell.trim()), ["POST …/messages textfault", "reset"], "row");
});

test("S23 each fault can be added, and says whether the message is sent", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByRole("tab", { name: /Faults/ }).click();
  const forms = page.locator(".fault");
  const kinds = await forms.count();
  for (let place = 0; place < kinds; place += 1) {
    check(/is sent/.test(await forms.nth(place).innerText()), `card ${place} does not say what is sent`);
    await forms.nth(place).getByRole("button", { name: "Add" }).click();
    await until(async () => (await page.locator(".waiting li").count()) === place + 1, `fault ${place}`);
  }
  const waiting = await own.control("GET", "faults");
  equal(new Set(waiting.map((fault) => fault.fault)).size, 13, "kinds");
});

test("S24 a template is previewed, edited with its mistakes told, used by the next send, paused and deleted", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByRole("tab", { name: /Templates/ }).click();
  await page.getByRole("button", { name: "New…" }).click();
  const dialog = page.getByRole("dialog");
  const definition = { name: "closing_soon", language: "en_US", components: [] };
  await dialog.getByRole("textbox").fill(JSON.stringify(definition));
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.getByText("there is no BODY component").waitFor();
  definition.components = [{ type: "BODY", text: "We close at {{1}}.", example: { body_text: [["six"]] } }];
  await dialog.getByRole("textbox").fill(JSON.stringify(definition));
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.locator(".previewed").getByText("We close at six.").waitFor();
  await page.getByRole("button", { name: "Edit as JSON…" }).click();
  await dialog.getByRole("textbox").fill(JSON.stringify({ ...definition, components: [{ type: "BODY", text: "We close *soon*." }] }));
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.locator(".previewed").getByText("We close soon.").waitFor();
  const message = { type: "template", template: { name: "closing_soon", language: { code: "en_US" } } };
  await own.send(message);
  await bubble(page, "We close soon.").first().waitFor();
  await page.getByLabel("Status", { exact: true }).selectOption("PAUSED");
  await until(async () => (await own.send(message)).json?.error?.code === 132015, "the refusal");
  await page.getByRole("button", { name: "Delete" }).click();
  await until(async () => (await own.send(message)).json?.error?.code === 132001, "the template to be gone");
});

test("S24 every template of the sandbox is shown with sample values", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByRole("tab", { name: /Templates/ }).click();
  for (const one of await own.control("GET", "templates")) {
    const shown = await own.control("GET", `view/templates/${one.id}`);
    check(shown.preview.message, `${one.name}: ${shown.preview.error}`);
    await page.locator("tbody tr", { hasText: one.name }).filter({ hasText: one.language }).first().click();
    await page.getByRole("heading", { name: one.name }).waitFor();
  }
});

test("S24 the request that the page shows is accepted as it is", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByRole("tab", { name: /Templates/ }).click();
  await page.locator("tbody tr", { hasText: "bread_of_the_week" }).click();
  await page.getByRole("heading", { name: "bread_of_the_week" }).waitFor();
  const request = JSON.parse(await page.getByLabel("Request that sends it").innerText());
  check((await own.graph("POST", "100000000000001/messages", request)).status === 200, "it is refused");
});

test("S25 any webhook field is sent, and the subscription is switched", async (t) => {
  const { own, page, webhook } = await bakery(t);
  await page.getByRole("tab", { name: "Number" }).click();
  await page.getByRole("button", { name: "Send the webhook" }).click();
  await until(() => told(webhook, '"field":"account_update"'), "the field");
  await page.getByLabel("Field").selectOption("phone_number_quality_update");
  await page.getByLabel("Value").fill("{");
  await page.getByRole("button", { name: "Send the webhook" }).click();
  await page.locator(".business .note.bad").waitFor();
  await page.getByLabel("App is subscribed").click();
  await until(async () => (await own.control("GET", "view")).callback.subscribed === false, "no subscription");
});

test("S26 the clock shows the sandbox's time, and a day closes the window", async (t) => {
  const { own, page } = await bakery(t);
  const before = (await own.control("GET", "clock")).now;
  await page.getByRole("button", { name: "+24 h" }).click();
  await page.locator("header .moved").waitFor();
  check((await own.control("GET", "clock")).now >= before + 86_400, "it was not moved");
  await page.getByText("only templates arrive until Ada writes").waitFor();
});

test("S27 a reset asks first, and says what is kept", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(text("Remember me"));
  await bubble(page, "Remember me").waitFor();
  await page.getByLabel("Messages get to").selectOption("sent");
  await page.getByRole("button", { name: "Reset…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  equal((await own.control("GET", "view")).people.length, 1, "people after cancelling");
  await page.getByRole("button", { name: "Reset…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reset", exact: true }).click();
  await page.getByText("Nobody yet.").waitFor();
  await until(async () => (await page.locator("tbody tr").count()) === 0, "no traffic");
  equal((await own.control("GET", "behavior")).autoStatus, "sent", "how far messages get");
});

test("S13 files are listed with their type, and can be spoiled", async (t) => {
  const { own, page, ada } = await bakery(t);
  await ada("media", { type: "image", mimeType: "image/svg+xml", content: btoa("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>") });
  await page.getByRole("tab", { name: /Media/ }).click();
  await page.getByText("image/svg+xml, 58 B, from a customer").or(page.locator(".media li")).first().waitFor();
  equal(await page.locator(".media img").count(), 0, "pictures of a type that may run scripts");
  const before = (await own.control("GET", "media"))[0];
  await page.getByRole("button", { name: "Spoil" }).click();
  await until(async () => {
    const answer = await fetch(`${own.base}/sandbox/media/${before.id}`);
    return !(await answer.text()).startsWith("<svg");
  }, "other bytes");
});
export { ADA };
