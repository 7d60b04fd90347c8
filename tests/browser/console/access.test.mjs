// C3, C4, C24, R15: who sees what.
import assert from "node:assert/strict";
import { test, until } from "../harness/test.mjs";
import { READ_TOKEN, SECRETS, TOKEN, world } from "./world.mjs";

const ACTS = /^(Dry run|Call…|Replay|Retry|Drop|Pause$|Resume|Send a test|Check$|Try it|Show$|Pick a template)/;

test("C3 a wrong token is told, the right one is kept for the tab, and another tab asks", async (t) => {
  const w = await world(t);
  const { page, context, signIn } = await w.open({ token: null });
  await signIn("a wrong token of the tests");
  await page.getByText("the token is missing or wrong").waitFor();
  await signIn(TOKEN);
  await page.getByRole("heading", { name: "Set-up of whatsapp" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Set-up of whatsapp" }).waitFor();
  const other = await context.newPage();
  await other.goto(w.url);
  await other.getByLabel("Token").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Token").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length - (localStorage["uip-theme"] ? 1 : 0)), 0);
  assert.deepEqual(await context.cookies(), []);
});

test("C3 the sign-in stays, however often Escape is pressed", async (t) => {
  const w = await world(t);
  const { page, signIn } = await w.open({ token: null });
  await page.getByLabel("Token").waitFor();
  for (const _ of [1, 2, 3, 4]) await page.keyboard.press("Escape");
  await signIn(TOKEN);
  await page.getByRole("heading", { name: "Set-up of whatsapp" }).waitFor();
});

test("C3 when the token is no longer accepted, what was typed stays", async (t) => {
  const w = await world(t);
  const { page, signIn } = await w.open({ view: "commands/sendMessageText" });
  await page.getByLabel("Message *").fill("half a sentence");
  await page.evaluate(() => sessionStorage.setItem("uip-console-token", "an old token of the tests"));
  // The page also reads by itself, and may have asked for the token before.
  await page.getByRole("button", { name: "Dry run" }).dispatchEvent("click");
  await page.getByText("what you wrote is still there").waitFor();
  await signIn(TOKEN);
  await page.getByLabel("Token").waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Message *").inputValue(), "half a sentence");
});

test("C4 who may only look has no button that acts", async (t) => {
  const w = await world(t);
  w.flows.status = 422;
  await w.say("16505550010", "to nobody");
  await until(async () => (await w.get("events?state=dead")).events.length === 1, "it is dead");
  w.flows.status = 200;
  const { seq, notification } = (await w.get("events?state=dead")).events[0];
  const views = ["setup", "commands/sendMessageText", `events/${seq}`, "events/condition", "deliveries/n8n", `notifications/${notification}`, "health"];
  const buttons = async (token) => {
    const { page, go } = await w.open({ token });
    const found = [];
    for (const view of views) {
      await go(view);
      await page.locator("main h2, main h3").first().waitFor();
      await page.locator("main button").first().waitFor({ timeout: 2000 }).catch(() => {});
      const names = await page.locator("main button").allInnerTexts();
      // "Pause" of a list stops only what is shown.
      found.push(...names.filter((name) => ACTS.test(name.trim()) && !(name === "Pause" && !view.startsWith("deliveries"))));
    }
    return found;
  };
  assert.deepEqual(await buttons(READ_TOKEN), []);
  assert.ok((await buttons(TOKEN)).length >= 8);
});

test("C24 lists hold nothing that customers wrote until that is asked for", async (t) => {
  const w = await world(t);
  await w.say("16505550020", "my secret recipe");
  await until(async () => (await w.get("events?q=recipe")).events.length === 1, "it is stored");
  const { page } = await w.open({ view: "events" });
  await page.locator("tbody tr").first().waitFor();
  const html = () => page.content();
  assert.ok(!(await html()).includes("my secret recipe"));
  assert.ok(!(await html()).includes("16505550020"));
  await page.getByRole("button", { name: "Show texts" }).click();
  await page.getByText("my secret recipe").waitFor();
});

test("R15 no view and no answer contains a secret", async (t) => {
  const w = await world(t);
  const { page, go } = await w.open();
  const answers = [];
  page.on("response", async (response) => answers.push(await response.text().catch(() => "")));
  for (const view of ["setup", "adapter", "commands/sendMessageText", "commands/testConnection", "events", "events/1", "deliveries/n8n", "notifications/1", "health"]) {
    await go(view);
    await page.locator("main *").first().waitFor();
    if (view.startsWith("commands/sendMessageText")) {
      await page.getByRole("button", { name: "Fill in the example" }).click();
      await page.getByRole("button", { name: "Dry run" }).click();
      await page.getByText("[redacted]").waitFor();
      await page.getByRole("tab", { name: "Copy as" }).click();
      await page.getByText("$UIP_CONSOLE_TOKEN").waitFor();
    }
    const html = await page.content();
    for (const secret of SECRETS) assert.ok(!html.includes(secret), `${view} shows ${secret}`);
  }
  for (const secret of SECRETS) assert.ok(!answers.join("\n").includes(secret), secret);
  assert.ok(!w.log().split("ready:")[1].includes(TOKEN));
});
