// For everybody: screen readers, keyboards, themes, widths, browsers without scripts.
import { check, equal, inaccessible, test, until } from "../harness/test.mjs";
import { bakery, bubble, buttons, list, text } from "./given.mjs";

const open = {
  chat: async () => {},
  detail: async (page) => page.locator(".rowlink").first().click(),
  faults: async (page) => page.getByRole("tab", { name: /Faults/ }).click(),
  templates: async (page) => page.getByRole("tab", { name: /Templates/ }).click(),
  media: async (page) => page.getByRole("tab", { name: /Media/ }).click(),
  number: async (page) => page.getByRole("tab", { name: "Number" }).click(),
  list: async (page) => page.getByRole("button", { name: "Choose a bread" }).click(),
  connect: async (page) => page.getByRole("button", { name: "Connect a client" }).click(),
  attach: async (page) => page.getByRole("button", { name: "Attach a file" }).click(),
  more: async (page) => page.getByRole("button", { name: "More ways to write" }).click(),
  new: async (page) => page.getByRole("button", { name: "New", exact: true }).click(),
};
const PANES = { detail: "Inspector", faults: "Inspector", templates: "Inspector", media: "Inspector", number: "Inspector", new: "Customers" };

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 400]) {
    test(`S30 axe finds nothing in ${Object.keys(open).length} states, ${colorScheme}, ${width} px`, async (t) => {
      const { own, ada } = await bakery(t);
      await ada("say", { text: "Is there any *rye* left? https://bakery.example" });
      await own.send(buttons("Yes", "No"));
      await own.send(list);
      await own.send(text("`code` and\n> a quote"));
      await ada("media", { type: "document", mimeType: "application/pdf", filename: "a.pdf", content: btoa("%PDF") });
      await own.control("PATCH", "customers/16505551234", { failsWith: 131026 });
      await own.send(text("lost"));
      await own.control("POST", "faults", { fault: "reset-after-request" });
      await own.control("PATCH", "customers/393331234567", { name: "Bruno" });
      const page = await t.open(own.base, "/", { colorScheme, viewport: { width, height: 800 } });
      await bubble(page, "lost").waitFor({ state: "attached" });
      const wrong = [];
      for (const [name, step] of Object.entries(open)) {
        const nav = page.getByRole("navigation", { name: "Views" });
        if (await nav.isVisible()) await nav.getByRole("button", { name: PANES[name] ?? "Phone" }).click();
        await step(page);
        await page.waitForTimeout(120);
        wrong.push(...(await inaccessible(page)).map((one) => `${name}: ${one}`));
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (sideways > 0) wrong.push(`${name}: ${sideways} px wider than the window`);
        if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
      }
      check(wrong.length === 0, wrong.join("\n"));
    });
  }
}

test("S30 the page is usable at 320 px", async (t) => {
  const { own } = await bakery(t);
  await own.send(text("Hello Ada, your order 4711 waits for you at the bakery in Via Roma"));
  const page = await t.open(own.base, "/", { viewport: { width: 320, height: 640 } });
  await bubble(page, "Hello Ada").waitFor();
  for (const view of ["Customers", "Inspector", "Phone"]) {
    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view }).click();
    equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, view);
  }
  await page.getByLabel("Message as Ada").fill("On my way");
  await page.keyboard.press("Enter");
  await bubble(page, "On my way").waitFor();
});

test("S30 everything is reached with the keyboard, and what has the focus can be seen", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(buttons("Yes", "No"));
  await bubble(page, "Will you come?").waitFor();
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  await page.evaluate(() => document.activeElement.blur());
  const reached = new Set();
  for (let count = 0; count < 90; count += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      return { name: `${one.tagName} ${one.getAttribute("aria-label") ?? one.textContent.trim().slice(0, 30)}`, seen: style.outlineStyle !== "none" || one.tagName === "BODY" };
    });
    check(found.seen, `${found.name} has no outline`);
    reached.add(found.name);
  }
  for (const wanted of ["A To the message box", "BUTTON New", "BUTTON Yes", "TEXTAREA Message as Ada", "BUTTON Send", "BUTTON Reset…"]) {
    check(reached.has(wanted), `${wanted} is not among ${[...reached].join(", ")}`);
  }
  await page.getByRole("tab", { name: /Traffic/ }).focus();
  await page.keyboard.press("ArrowRight");
  equal(await page.evaluate(() => document.activeElement.id), "tab-faults", "focus");
});

test("S30 a dialog keeps the focus, closes with Escape, and gives it back", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(list);
  const opener = page.getByRole("button", { name: "Choose a bread" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  check(await page.evaluate(() => document.querySelector("dialog").contains(document.activeElement)), "the focus is outside");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await until(() => opener.evaluate((one) => one === document.activeElement), "the focus on what opened it");
});

test("S30 targets are at least 24 px high and wide", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(buttons("Yes"));
  await bubble(page, "Will you come?").waitFor();
  const small = await page.locator("button, select, input, summary, textarea").evaluateAll((all) =>
    all.map((one) => [one.getAttribute("aria-label") ?? one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && (box.height < 24 || box.width < 24)).map(([name, box]) => `${name} ${box.width}×${box.height}`));
  // A box of a label is a target as large as its label.
  equal(small.filter((one) => !/18×18/.test(one)), [], "small targets");
});

test("S31 the theme follows the system until one is chosen, and is kept", async (t) => {
  const { own } = await bakery(t);
  const page = await t.open(own.base, "/", { colorScheme: "dark" });
  await page.getByRole("log").waitFor();
  const lightness = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
  check((await lightness()) < 200, "it is not dark");
  await page.getByRole("button", { name: "Theme: system" }).click();
  await until(async () => (await lightness()) > 600, "a light page");
  await page.reload();
  await page.getByRole("button", { name: "Theme: light" }).waitFor();
  await until(async () => (await lightness()) > 600, "the theme that was chosen");
});

test("S34 without scripts the page says what is missing", async (t) => {
  const { own } = await bakery(t);
  const page = await t.open(own.base, "/", { javaScriptEnabled: false });
  check((await page.locator("noscript").textContent()).includes("This page needs JavaScript."), "it does not");
});

test("S17 after the sandbox was away the page goes on, with what the new one knows", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(text("Of before"));
  await bubble(page, "Of before").waitFor();
  await own.stop();
  await page.getByText("not connected, trying again").waitFor();
  const { sandbox } = await import("../harness/programs.mjs");
  const next = t.ends(await sandbox("--listen", new URL(own.base).host));
  await next.send(text("Back again"));
  await bubble(page, "Back again").waitFor({ timeout: 15_000 });
  equal(await bubble(page, "Of before").count(), 0, "messages of before");
  await page.getByText("live", { exact: true }).waitFor();
});

test("S17 eight tabs work, since only one that is seen holds a connection", async (t) => {
  const { own, page } = await bakery(t);
  // A headless browser shows every page; what it tells the page is changed instead.
  const show = (one, shown) => one.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !shown);
  const pages = [page];
  for (let count = 0; count < 7; count += 1) {
    await show(pages.at(-1), false);
    const next = await page.context().newPage();
    await next.goto(own.base);
    await next.getByRole("log").waitFor();
    pages.push(next);
  }
  await own.send(text("To all tabs"));
  for (const one of pages) {
    for (const other of pages) await show(other, other === one);
    await bubble(one, "To all tabs").waitFor();
  }
});

test("S29 8,000 exchanges and 2,000 messages are shown, and how soon is printed", async (t) => {
  const { own } = await bakery(t, { callback: false });
  for (let count = 0; count < 80; count += 1) {
    await Promise.all(Array.from({ length: 25 }, (_, place) => own.send(text(`message ${count * 25 + place}`))));
  }
  equal((await own.control("GET", "view")).counts.traffic, 8000, "exchanges");
  const started = Date.now();
  const page = await t.open(own.base);
  await bubble(page, "message 1999").or(page.locator("article").last()).first().waitFor();
  await page.locator("tbody tr").first().waitFor();
  const took = Date.now() - started;
  console.log(`     shown after ${took} ms`);
  await until(async () => (await page.locator("article").count()) > 10, "messages");
});

test("S30 the bar at the top keeps to one line, also with a long callback and a clock that was moved", async (t) => {
  const { own, page } = await bakery(t, { callback: false });
  await own.control("POST", "callback", { url: "http://flows.example.com/a/long/path/wfe/api/advancedwebhook/whatsapp" });
  await own.control("POST", "clock", { advanceSeconds: 86_400 });
  await page.getByText("flows.example.com").first().waitFor();
  for (const width of [1440, 1280, 961]) {
    await page.setViewportSize({ width, height: 800 });
    const bar = await page.locator("header.top").evaluate((top) => ({ height: top.clientHeight, beyond: top.scrollWidth - top.clientWidth }));
    check(bar.height < 50 && bar.beyond <= 0, `${width} px: ${JSON.stringify(bar)}`);
  }
});

test("S27 settings of the command are changed while it runs, and a number that is none changes nothing", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByRole("tab", { name: "Number" }).click();
  await page.getByLabel("Customers who never wrote have a closed window").check();
  await page.getByLabel("Messages in a second").fill("7");
  await page.getByLabel("Updates in an entry").fill("3");
  await page.getByLabel("Entries in a notification").fill("0");
  await page.keyboard.press("Tab");
  await until(async () => (await own.control("GET", "behavior")).batch.updates === 3, "the updates are changed");
  equal(await own.control("GET", "behavior"), { autoStatus: "read", strictWindow: true, batch: { entries: 1, updates: 3 }, throughput: 7, pairRate: null }, "behavior");
  await page.getByLabel("Messages in a second").fill("");
  await page.keyboard.press("Tab");
  await until(async () => (await own.control("GET", "behavior")).throughput === null, "the limit is taken away");
});
