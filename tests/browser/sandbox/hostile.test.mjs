// Text that strangers wrote, everywhere where the page shows some. A dialog, a script's error, a violated policy or a
// request to another origin fails each test: see the harness.
import { check, equal, test, until } from "../harness/test.mjs";
import { ADA, bakery, bubble, cta, text } from "./given.mjs";

const CORPUS = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "</textarea></script><svg onload=alert(1)>",
  "javascript:alert(1)",
  "JaVa\tScript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "\u202Egnp.exe",
  "a\u200Bb\u0000c\u001b[31m",
  "ﷺ مرحبا بالعالم",
  "https://ex\u0430mple.com/login",
  "${alert(1)} {{constructor.constructor('alert(1)')()}}",
  "__proto__",
  "*".repeat(3000),
  "`".repeat(3000),
  "W".repeat(20_000),
  "&lt;b&gt;&#x3c;",
];

test("S32 hostile text in every field is only text", async (t) => {
  const { own, page, ada } = await bakery(t);
  for (const words of CORPUS) {
    await own.control("PATCH", `customers/${ADA}`, { name: words, username: words.slice(0, 30) });
    await ada("say", { text: words });
    const body = words.slice(0, 1000);
    await own.send(text(body));
    await own.send({ type: "document", document: { link: `https://bakery.example/${encodeURIComponent(words.slice(0, 40))}`, filename: body, caption: body } });
    await own.send({ type: "location", location: { latitude: 1, longitude: 2, name: body, address: body } });
    await own.send({ type: "contacts", contacts: [{ name: { formatted_name: body, first_name: body }, phones: [{ phone: body }] }] });
    const short = words.slice(0, 20);
    await own.send({ type: "interactive", interactive: { type: "button", header: { type: "text", text: words.slice(0, 60) }, body: { text: body }, footer: { text: words.slice(0, 60) }, action: { buttons: [{ type: "reply", reply: { id: words.slice(0, 200), title: short } }] } } });
    await own.send({ type: "interactive", interactive: { type: "list", body: { text: body }, action: { button: short, sections: [{ title: short, rows: [{ id: words.slice(0, 200), title: short, description: words.slice(0, 72) }] }] } } });
    await ada("media", { type: "document", mimeType: "text/html", filename: body, caption: body, content: btoa("<script>alert(1)</script>") });
    await ada("send", { type: "strange", content: { [words.slice(0, 50)]: words } });
    await own.ask("POST", `/v25.0/${encodeURIComponent(words.slice(0, 60))}/messages`, { type: words, text: { body: words } });
    await own.control("POST", "notifications", { field: words, value: { [words.slice(0, 60)]: words } });
  }
  await page.waitForTimeout(500);
  await page.reload();
  await until(async () => (await page.locator("article").count()) > 50, "the messages");
  const rows = await page.locator(".rowlink").count();
  for (let place = 0; place < rows; place += 7) await page.locator(".rowlink").nth(place).click();
  for (const tab of ["Faults", "Templates", "Media", "Number", "Traffic"]) await page.getByRole("tab", { name: new RegExp(tab) }).click();
  equal(await page.locator("[role=log] img:not(.image):not(.sticker), script:not([src]), [onerror], [onload]").count(), 0, "elements made of text");
  const hrefs = await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const href of hrefs) check(/^(https?:\/\/|mailto:|tel:|sandbox\/media\/|#write)/.test(href), `links to ${href}`);
  check(!hrefs.some((href) => href.includes("\u0430")), "a look-alike address is linked");
});

test("S32 an address that may mislead is told and not linked", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(cta("https://ex\u0430mple.com/login"));
  await page.getByRole("button", { name: "Open it" }).click();
  await page.getByText("The address is not linked, since it may mislead.").waitFor();
  equal(await page.getByRole("link", { name: "Open the address" }).count(), 0, "links");
});

test("S32 bidirectional marks are boxes in names and in the inspector, and cannot move the tick", async (t) => {
  const { own, page, ada } = await bakery(t);
  await own.control("PATCH", `customers/${ADA}`, { name: "Ada\u202E" });
  await ada("say", { text: "\u202Emirrored" });
  await page.locator(".people .name .unseen", { hasText: "U+202E" }).waitFor();
  const message = bubble(page, "mirrored");
  const [box, tick] = [await message.locator(".b").boundingBox(), await message.locator(".ticks").boundingBox()];
  check(tick.x > box.x + box.width / 2, "the tick is at the left");
  await page.getByRole("button", { name: /message text/ }).click();
  await page.getByRole("region", { name: "Details" }).locator(".unseen", { hasText: "U+202E" }).first().waitFor();
});

test("S32 right-to-left text is laid out from the right", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(text("مرحبا بالعالم"));
  const line = bubble(page, "مرحبا").locator("p").first();
  equal(await line.evaluate((one) => getComputedStyle(one).direction), "rtl", "direction");
});

test("S20 a body that is nested without end does not stop the page", async (t) => {
  const { own, page } = await bakery(t);
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  await fetch(`${own.base}/v25.0/100000000000001/messages`, { method: "POST", headers: { "content-type": "application/json" }, body: deep });
  await page.locator(".rowlink").first().click();
  await page.getByRole("region", { name: "Details" }).getByText("POST", { exact: true }).waitFor();
});

test("S13 a file that a customer sent is served so that a browser runs nothing in it", async (t) => {
  const { own, ada } = await bakery(t);
  for (const mimeType of ["text/html", "image/svg+xml", "application/xhtml+xml", "application/pdf"]) {
    await ada("media", { type: "document", mimeType, content: btoa("<script>alert(1)</script>") });
  }
  for (const { id, mimeType } of await own.control("GET", "media")) {
    const { headers } = await fetch(`${own.base}/sandbox/media/${id}`);
    equal(headers.get("content-type"), "application/octet-stream", mimeType);
    equal(headers.get("content-disposition"), "attachment", mimeType);
    equal(headers.get("x-content-type-options"), "nosniff", mimeType);
  }
});
