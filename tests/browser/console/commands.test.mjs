// C7–C12: what a designer does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test, until } from "../harness/test.mjs";
import { TOKEN, world } from "./world.mjs";

const manifest = JSON.parse(readFileSync(new URL("../../../adapter.json", import.meta.url)));
const CUSTOMER = "16505550100";

/** A world with a customer who wrote. */
const withCustomer = async (t) => {
  const w = await world(t);
  await w.say(CUSTOMER, "hello");
  return w;
};

const sent = async (w) => (await w.control("GET", "/requests")).filter((one) => one.path.endsWith("/messages")).length;

test("C7 the page of an adapter has every property, command and event, and what a search finds", async (t) => {
  const w = await withCustomer(t);
  const { page } = await w.open({ view: "adapter" });
  const count = (name) => page.locator("section", { has: page.getByRole("heading", { name }) }).locator("ul.parts > li").count();
  await page.getByRole("heading", { name: "Properties" }).waitFor();
  assert.equal(await count(/^Properties/), manifest.properties.length);
  assert.equal(await count(/^Commands/), manifest.commands.length);
  assert.equal(await count(/^Events/), manifest.events.length);
  const token = page.locator("li", { hasText: "authenticationToken" }).first();
  assert.match(await token.innerText(), /secret/);
  assert.match(await token.innerText(), /\bset\b/);
  assert.match(await page.locator("li", { hasText: "apiVersion" }).first().innerText(), /v25\.0/);
  await page.getByRole("searchbox").fill("carousel");
  await page.getByText("sendMessageCarousel").waitFor();
  assert.ok((await count(/^Commands/)) < 6);
});

test("C8 the example of every command is filled in, read back equal, and every value of it has a field", async (t) => {
  const w = await withCustomer(t);
  const { page, go } = await w.open({ view: "commands/sendMessageText" });
  for (const command of manifest.commands.filter((one) => one.example)) {
    await go(`commands/${command.name}`);
    await page.getByRole("heading", { name: command.display, exact: false }).and(page.locator("h2")).waitFor();
    await page.locator("h2 code", { hasText: new RegExp(`^${command.name}$`) }).waitFor();
    await page.getByRole("button", { name: "Fill in the example" }).click();
    const missing = () => page.evaluate((example) => {
      const places = [];
      const walk = (value, place) => {
        if (value === null || typeof value !== "object") return places.push([place, value]);
        if (Array.isArray(value)) return value.forEach((item, index) => walk(item, `${place}[${index}]`));
        return Object.entries(value).forEach(([name, inner]) => walk(inner, place ? `${place}.${name}` : name));
      };
      walk(example, "");
      return places.filter(([place, value]) => {
        const field = document.getElementById(`f-${place}`);
        if (field?.type === "file") return false;
        if (field?.tagName === "SELECT" && typeof value === "string") return field.selectedOptions[0].textContent !== value;
        return field?.value !== String(value);
      });
    }, command.example);
    // Values without rows of their own are in a field for JSON.
    if ((await page.locator("textarea.mono").count()) === 0) {
      await until(async () => (await missing()).length === 0, `${command.name} shows its example`);
    }
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    assert.deepEqual(JSON.parse(await page.getByLabel(`${command.display} (JSON)`).inputValue()), command.example, command.name);
    await page.getByRole("button", { name: "JSON", exact: true }).click();
  }
});

test("C8 a list is built with buttons alone, a choice removes the other, and an excluded field says why", async (t) => {
  const w = await withCustomer(t);
  const { page, go } = await w.open({ view: "commands/sendMessageButtons" });
  const json = async () => {
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    const value = JSON.parse(await page.locator("textarea.mono").inputValue());
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    return value;
  };
  await page.getByRole("button", { name: "Fill in the example" }).click();
  const before = (await json()).buttons.map((button) => button.id);
  await page.getByRole("button", { name: /^Move down: .* 1 of/ }).click();
  assert.deepEqual((await json()).buttons.map((button) => button.id), [before[1], before[0], ...before.slice(2)]);
  await page.getByRole("button", { name: /^Remove: .* 1 of/ }).click();
  assert.equal((await json()).buttons.length, before.length - 1);
  await go("commands/sendMessageMedia");
  await page.getByRole("button", { name: "Clear" }).click();
  const group = page.locator("fieldset.oneof");
  await group.getByRole("radio").nth(0).check();
  await page.locator("[id='f-link']").fill("https://example.com/a.jpg");
  assert.equal((await json()).link, "https://example.com/a.jpg");
  await page.getByText(/^Optional:/).click();
  assert.ok(await page.locator("[id='f-objectName']").isDisabled());
  await page.getByText("Not together with link.").first().waitFor();
  await group.getByRole("radio").nth(1).check();
  const request = await json();
  assert.ok(!("link" in request) && "mediaId" in request);
});

test("C8 what the server rejects is told at its field, and the summary leads there", async (t) => {
  const w = await withCustomer(t);
  const { page } = await w.open({ view: "commands/sendMessageList" });
  await page.getByRole("button", { name: "Fill in the example" }).click();
  await page.locator("[id='f-sections[0].rows[0].title']").fill("");
  await page.locator("[id='f-buttonText']").fill("x".repeat(40));
  await page.getByRole("button", { name: "Dry run" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "Nothing was sent" });
  await summary.waitFor();
  assert.equal(await summary.evaluate((it) => it === document.activeElement), true);
  await summary.getByRole("link", { name: "buttonText" }).click();
  const field = page.locator("[id='f-buttonText']");
  assert.equal(await field.evaluate((it) => it === document.activeElement), true);
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.match(await page.locator("[id='f-buttonText-wrong']").innerText(), /at most 20 characters/);
});

test("C8 a draft is kept for the tab, without secrets", async (t) => {
  const w = await world(t);
  const { page, go } = await w.open({ view: "commands/registerNumber" });
  await page.locator("[id='f-pin']").fill("123456");
  await go("commands/sendMessageText");
  await page.locator("[id='f-message']").fill("a draft");
  await page.reload();
  await until(async () => (await page.locator("[id='f-message']").inputValue()) === "a draft", "the draft is there");
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  assert.ok(kept.includes("a draft"));
  assert.ok(!kept.includes("123456"));
});

test("C9 a dry run shows the request with its token redacted, and sends nothing", async (t) => {
  const w = await withCustomer(t);
  const before = await sent(w);
  const { page } = await w.open({ view: "commands/sendMessageText" });
  await page.getByRole("button", { name: "Fill in the example" }).click();
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText("Bearer [redacted]").waitFor();
  await page.getByText("Dry run: nothing was sent.").waitFor();
  assert.equal(await sent(w), before);
});

test("C10, C11 a call asks first, tells its statuses, and says for each failure what may be done", async (t) => {
  const w = await withCustomer(t);
  const { page } = await w.open({ view: "commands/sendMessageText" });
  const to = page.locator("[id='f-phoneNumber']");
  await to.fill(`+${CUSTOMER}`);
  await page.locator("[id='f-message']").fill("Your table is ready.");
  const before = await sent(w);
  const call = async () => {
    await page.getByRole("button", { name: "Call…", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(`+${CUSTOMER}`).waitFor();
    await dialog.getByRole("button", { name: "Call now" }).click();
  };
  await page.getByRole("button", { name: "Call…", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.equal(await sent(w), before);
  await call();
  await page.getByText("The command succeeded.").waitFor();
  for (const status of ["sent", "delivered", "read"]) await page.locator(".statuses").getByRole("link", { name: status, exact: true }).waitFor();
  assert.equal(await sent(w), before + 1);
  const outcome = page.locator("[data-outcome]");
  for (const [fault, says, mayRepeat] of [
    [{ fault: "error", code: 131026 }, "Not sent. Change something first.", false],
    [{ fault: "error", code: 130429 }, /^Not sent\. Try again/, true],
    [{ fault: "reset-after-request" }, "It is not known whether it was sent. Do not repeat it before you know.", false],
  ]) {
    await w.control("POST", "/faults", fault);
    await call();
    await outcome.getByText(says).waitFor();
    assert.equal(await outcome.getByRole("button", { name: "Call again…" }).count(), mayRepeat ? 1 : 0, JSON.stringify(fault));
  }
});

test("C12 the copied curl gives the same as the page", async (t) => {
  const w = await withCustomer(t);
  const { page } = await w.open({ view: "commands/sendMessageText" });
  const text = "It's ready; rm -rf $HOME `x` \"y\"";
  await page.locator("[id='f-phoneNumber']").fill(`+${CUSTOMER}`);
  await page.locator("[id='f-message']").fill(text);
  await page.getByRole("tab", { name: "Copy as" }).click();
  await page.getByRole("heading", { name: "curl" }).getByRole("button").click();
  const curl = (await page.evaluate(() => navigator.clipboard.readText())).replace("'http", "-s 'http");
  assert.ok(!curl.includes(TOKEN));
  const answer = JSON.parse(execFileSync("sh", ["-c", curl], { env: { PATH: process.env.PATH, UIP_CONSOLE_TOKEN: TOKEN } }));
  assert.equal(answer.status, "success");
  const customer = await w.control("GET", `/customers/${CUSTOMER}`);
  assert.equal(customer.received.at(-1).body, text);
});

test("C8 templates are picked with their parameters, previewed, sent, and saved as CSV", async (t) => {
  const w = await withCustomer(t);
  const { page } = await w.open({ view: "commands/sendMessageTextTemplate" });
  await page.getByRole("button", { name: "Pick a template…" }).click();
  const picker = page.getByLabel("Template", { exact: true });
  await picker.waitFor();
  const names = await picker.locator("option").allTextContents();
  const named = names.findIndex((name) => name.startsWith("order_ready (en_US)"));
  await picker.selectOption({ index: named });
  await page.locator("[id='f-bodyParameters[0].text']").waitFor();
  await page.locator("[id='f-bodyParameters[0].text']").fill("Ada <b>");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator(".bubble").getByText("Ada <b>").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save templates as CSV" }).click()]);
  const csv = readFileSync(await download.path(), "utf8");
  assert.match(csv, /^id,name,language/);
  assert.match(csv, /order_ready/);
});

test("C22 one switch chooses the adapter for every view", async (t) => {
  const w = await withCustomer(t);
  const { page, go } = await w.open({ view: "setup" });
  await page.locator("header select").selectOption("wrong");
  await page.getByRole("heading", { name: "Set-up of wrong" }).waitFor();
  await go("events");
  await page.getByText("No event matches.").waitFor();
  await page.locator("header select").selectOption("");
  await page.locator("tbody tr").first().waitFor();
  await until(async () => (await page.locator("tbody td a").first().innerText()).startsWith("whatsapp."), "both adapters are in the list");
});
