// C26: for everyone, and against everyone.
import assert from "node:assert/strict";
import { test, until } from "../harness/test.mjs";
import { world } from "./world.mjs";

const HOSTILE = [
  "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "\"><svg onload=alert(1)>", "javascript:alert(1)", "{{constructor.constructor('alert(1)')()}}",
  "\u202Egnp.exe", "a\u200Bb\u0000c", "مرحبا", "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}", "*".repeat(3000), "../../etc/passwd", "'; DROP TABLE events; --", "]]>", "__proto__",
];

/** A world in which strangers wrote all of that, and one event is dead. */
const hostile = async (t) => {
  const w = await world(t);
  for (const [index, text] of HOSTILE.entries()) await w.say(`1650555040${index}`, text);
  await until(async () => (await w.get("events?limit=200")).events.length === HOSTILE.length, "all are stored");
  w.flows.status = 422;
  await w.control("PATCH", "/customers/16505550400", { name: "<b>\u202E\"'&</b>" });
  await w.say("16505550400", "last");
  await until(async () => (await w.get("events?state=dead")).events.length > 0, "one is dead");
  return w;
};

test("R5 what strangers wrote is text, in every view, and what cannot be seen is named", async (t) => {
  const w = await hostile(t);
  const { page, go } = await w.open({ view: "events" });
  await page.getByRole("button", { name: "Show texts" }).click();
  await page.getByText(HOSTILE[0]).waitFor();
  assert.equal(await page.locator("main img, main script, main svg[onload]").count(), 0);
  await page.getByText("U+202E").first().waitFor();
  const { events } = await w.get("events?limit=200");
  for (const event of events) {
    await go(`events/${event.seq}`);
    await page.getByText(event.eventId).first().waitFor();
    await page.getByRole("button", { name: "As received" }).click();
    await go(`notifications/${event.notification}`);
    await page.getByRole("heading", { name: `Notification ${event.notification}` }).waitFor();
  }
  for (const text of HOSTILE.slice(0, 6)) {
    await go("events");
    await page.getByLabel("Event id, message id or text").fill(text);
    await until(async () => (await page.locator("tbody tr").count()) <= 2, "it is searched for");
  }
  for (const odd of ["events/x", "events/999999", "notifications/%2e%2e", "deliveries/%22%5D", "commands/none", "%E0%A4%A"]) {
    await go(odd);
    await page.locator("main *").first().waitFor();
  }
});

for (const theme of ["light", "dark"]) {
  for (const width of [1440, 400]) {
    test(`C26 axe finds nothing in any view, ${theme}, ${width} px`, async (t) => {
      const w = await hostile(t);
      const { page, go, check } = await w.open({ theme, width });
      const dead = (await w.get("events?state=dead")).events[0];
      const views = ["setup", "adapter", "commands/sendMessageList", "events", `events/${dead.seq}`, "events/condition", "deliveries/n8n", `notifications/${dead.notification}`, "health"];
      const found = [];
      for (const view of views) {
        await go(view);
        await page.locator("main :is(h2, h3, tbody tr):visible").first().waitFor();
        await page.waitForTimeout(300);
        if (view.startsWith("commands")) {
          await page.getByRole("button", { name: "Fill in the example" }).click();
          await page.getByLabel("Button text").fill("x".repeat(40));
          await page.getByRole("button", { name: "Dry run" }).click();
          await page.getByRole("alert").waitFor();
        }
        for (const problem of await check()) found.push(`${view}: ${problem}`);
      }
      await go("deliveries/n8n");
      await page.getByRole("button", { name: /^Replay \d+ dead/ }).click();
      for (const problem of await check()) found.push(`dialog: ${problem}`);
      assert.deepEqual(found, []);
    });
  }
}

test("C26 axe finds nothing in the sign-in", async (t) => {
  const w = await world(t);
  const { check } = await w.open({ token: null });
  assert.deepEqual(await check(), []);
});

test("C26 everything is done with the keyboard alone", async (t) => {
  const w = await world(t);
  const { page } = await w.open({ view: "commands/sendMessageText" });
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.id);
  const tabTo = async (name) => {
    for (let count = 0; count < 120; count++) {
      await page.keyboard.press("Tab");
      if ((await focused()) === name) return;
    }
    throw new Error(`never came to ${name}`);
  };
  await page.getByRole("heading", { name: "Send a Text Message" }).waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await tabTo("f-phoneNumber");
  await page.keyboard.type("+16505550499");
  await tabTo("f-message");
  await page.keyboard.type("by keyboard");
  await tabTo("Dry run");
  await page.keyboard.press("Enter");
  await page.getByText("Dry run: nothing was sent.").waitFor();
  await tabTo("Call…");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  // The focus goes back once the dialog is gone.
  await until(async () => (await focused()) === "Call…", "the focus on the button that opened the dialog");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Answer");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "Copy as");
});

test("C26 the theme is chosen, and kept", async (t) => {
  const w = await world(t);
  const { page } = await w.open();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Theme: system" }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  await page.getByRole("button", { name: "Theme: dark" }).waitFor();
  await until(async () => (await background()) !== light, "it is dark");
  await page.reload();
  await page.getByRole("button", { name: "Theme: dark" }).waitFor();
});

test("C26 eight tabs stay live: those that are hidden do not hold a connection, and catch up", async (t) => {
  const w = await world(t);
  await w.say("16505550450", "before");
  await until(async () => (await w.get("events")).events.length === 1, "it is stored");
  const { page, context } = await w.open({ view: "events" });
  const token = await page.evaluate(() => sessionStorage.getItem("uip-console-token"));
  // Headless Chromium shows every tab.
  const turn = (tab, hidden) => tab.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await page.getByRole("button", { name: "Show texts" }).click();
  await page.locator("tbody tr").first().waitFor();
  await turn(page, true);
  for (let count = 0; count < 7; count++) {
    const tab = await context.newPage();
    await tab.addInitScript((value) => sessionStorage.setItem("uip-console-token", value), token);
    await tab.goto(`${w.url}#/health`);
    await tab.getByText("Notifications waiting").waitFor();
    await turn(tab, true);
  }
  await w.say("16505550450", "while it was hidden");
  await until(async () => (await w.get("events?q=while%20it%20was%20hidden")).events.length === 1, "it is stored");
  await turn(page, false);
  await page.getByText("while it was hidden").waitFor();
});
