// The phone: what arrives, what did not, and what the tester is told beside it.
import { check, equal, test, until } from "../harness/test.mjs";
import { ADA, bakery, bubble, buttons, cta, flow, list, text, told } from "./given.mjs";

test("S3 what the first dialog copies sends a message that appears", async (t) => {
  const { sandbox } = await import("../harness/programs.mjs");
  const { execFileSync } = await import("node:child_process");
  const own = t.ends(await sandbox());
  const page = await t.open(own.base);
  const dialog = page.getByRole("dialog", { name: /Connect a client/ });
  await dialog.getByRole("button", { name: "curl" }).click();
  const command = await dialog.locator("pre").innerText();
  execFileSync("sh", ["-c", `${command} -s`]);
  await dialog.getByRole("button", { name: "Close" }).click();
  await bubble(page, "Hello").waitFor();
  await page.getByRole("button", { name: "Connect a client" }).click();
  check((await dialog.locator("pre").innerText()).includes(`apiBaseUrl = "${own.base}"`), "uip.toml names another address");
});

test("S3 a callback is asked as Meta does before it is used, and the reason is shown if it fails", async (t) => {
  const { page, webhook, own } = await bakery(t, { callback: false });
  await page.getByRole("button", { name: "Connect a client" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Callback URL").fill(webhook.url);
  await dialog.getByLabel("Verify token").fill("wrong");
  await dialog.getByRole("button", { name: "Check and use" }).click();
  await dialog.getByText("answered 403").waitFor();
  await dialog.getByLabel("Verify token").fill("sandbox-verify-token");
  await dialog.getByRole("button", { name: "Check and use" }).click();
  await dialog.getByText("It repeated the challenge").waitFor();
  await page.locator("header").getByText("verified", { exact: true }).waitFor();
  equal((await own.control("GET", "")).callbackUrl, webhook.url, "callback");
});

test("S5 marks, header, footer, file, place and contacts are shown as the customer sees them", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(text("*bold* _it_ ~no~ `code`\n- one\n- two\n> said"));
  const first = bubble(page, "bold");
  await first.waitFor();
  for (const tag of ["strong", "em", "s", "code", "ul > li", "blockquote"]) check((await first.locator(tag).count()) > 0, `no ${tag}`);
  await own.send({ type: "image", image: { link: "https://bakery.example/loaf.jpg", caption: "A *loaf*" } });
  await bubble(page, "A loaf").locator(".ph").waitFor();
  await own.send({ type: "document", document: { link: "https://bakery.example/a.pdf", filename: "receipt.pdf" } });
  await bubble(page, "receipt.pdf").waitFor();
  await own.send({ type: "location", location: { latitude: 45.07, longitude: 7.68, name: "Bakery", address: "Via Roma 7" } });
  await bubble(page, "Via Roma 7").getByText("45.07, 7.68").waitFor();
  await own.send({ type: "contacts", contacts: [{ name: { formatted_name: "Marta", first_name: "Marta" }, phones: [{ phone: "+39 011" }] }] });
  await bubble(page, "Marta").waitFor();
  await own.send({ type: "template", template: { name: "hello_world", language: { code: "en_US" } } });
  await bubble(page, "The oven is warm").waitFor();
});

test("S6 a status that does not come by itself is reported by a button, and goes out as a webhook", async (t) => {
  const { own, page, webhook } = await bakery(t, { options: ["--auto-status", "off"] });
  await own.send(text("On its way"));
  const message = bubble(page, "On its way");
  await message.getByRole("button", { name: "report sent" }).click();
  await message.getByText("reported: sent").waitFor();
  await message.getByRole("button", { name: "report delivered" }).click();
  await message.getByText("reported: sent, delivered").waitFor();
  await until(() => told(webhook, '"status":"delivered"'), "the webhook");
});

test("S7 a message that was answered 200 and never arrived is drawn as such, with the reason", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByLabel("24-hour window").selectOption("closed");
  await until(async () => !(await own.control("GET", "view")).people[0].windows[0].closesAt, "the closed window");
  await own.send(text("Too late"));
  const message = bubble(page, "Too late");
  await message.getByText("Ada never got this · failed with 131047").waitFor();
  check(await message.evaluate((one) => one.classList.contains("ghost")), "it looks like one that arrived");
  await message.getByRole("button", { name: "why" }).click();
  await message.getByText("more than 24 hours").waitFor();
  equal((await own.control("GET", `customers/${ADA}`)).received.length, 0, "received");
});

test("S8 ticks say how far the customer's own message got", async (t) => {
  const { own, page, ada, webhook } = await bakery(t);
  webhook.answers.push(503, 503, 503, 503, 503);
  const { id } = await ada("say", { text: "Hello?" });
  const message = bubble(page, "Hello?");
  await message.getByRole("img", { name: "sent" }).waitFor();
  await until(() => webhook.answers.length === 0, "all attempts");
  check((await message.getByRole("img", { name: "sent" }).count()) === 1, "it has a second tick");
  const rows = await own.control("GET", `traffic?about=${encodeURIComponent(id)}`);
  await own.control("POST", `traffic/${rows.rows[0].id}/post`);
  await message.getByRole("img", { name: "webhook accepted" }).waitFor();
  await own.graph("POST", "100000000000001/messages", { messaging_product: "whatsapp", status: "read", message_id: id });
  await message.getByRole("img", { name: "read by the business" }).waitFor();
});

test("S11 of more than three buttons two are shown, and the others in a sheet", async (t) => {
  const { own, page } = await bakery(t);
  const quick = (count) => Array.from({ length: count }, (_, place) => ({ type: "QUICK_REPLY", text: `Choice ${place}` }));
  for (const count of [3, 4, 10]) {
    const name = `choices_${count}`;
    await own.control("POST", "templates", { name, language: "en_US", components: [{ type: "BODY", text: `With ${count} buttons` }, { type: "BUTTONS", buttons: quick(count) }] });
    await own.send({ type: "template", template: { name, language: { code: "en_US" } } });
    const message = bubble(page, `With ${count} buttons`);
    await message.waitFor();
    equal(await message.locator(".acts button").count(), 3, `${count} buttons`);
  }
  await bubble(page, "With 10 buttons").getByRole("button", { name: "See all options" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Choice 9" }).waitFor();
  equal(await page.getByRole("dialog").locator(".acts button").count(), 10, "options");
  await page.getByRole("dialog").getByRole("button", { name: "Choice 9" }).click();
  await bubble(page, "Choice 9").last().locator(".q").waitFor();
});

test("S11 a long text is cut until it is opened", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(text(Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n")));
  const message = bubble(page, "line 0");
  const height = () => message.locator(".b").evaluate((one) => one.offsetHeight);
  await message.waitFor();
  const before = await height();
  await message.getByRole("button", { name: "Read more" }).click();
  check((await height()) > before, "it is no higher");
  await message.getByRole("button", { name: "Show less" }).click();
});

test("S14 typing is shown until the next message, and ends by the sandbox's clock", async (t) => {
  const { own, page, ada } = await bakery(t);
  const { id } = await ada("say", { text: "Hello?" });
  const type = () => own.graph("POST", "100000000000001/messages", { messaging_product: "whatsapp", status: "read", message_id: id, typing_indicator: { type: "text" } });
  await type();
  await page.getByText("typing…").waitFor();
  await own.send(text("Here I am"));
  await page.getByText("typing…").waitFor({ state: "detached" });
  await type();
  await page.getByText("typing…").waitFor();
  await own.control("POST", "clock", { advanceSeconds: 26 });
  await page.getByText("typing…").waitFor({ state: "detached" });
});

test("S17 new messages come at once, and do not move what is being read", async (t) => {
  const { own, page } = await bakery(t);
  for (let count = 0; count < 30; count += 1) await own.send(text(`old ${count}`));
  await bubble(page, "old 29").waitFor();
  const log = page.getByRole("log");
  await until(() => log.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight < 24), "the end");
  await log.evaluate((one) => (one.scrollTop = 100));
  await page.waitForTimeout(50);
  const before = await log.evaluate((one) => one.scrollTop);
  await Promise.all(Array.from({ length: 50 }, (_, count) => own.send(text(`new ${count}`))));
  await page.getByRole("button", { name: "50 new ↓" }).waitFor();
  equal(await log.evaluate((one) => one.scrollTop), before, "position");
  await page.getByRole("button", { name: "50 new ↓" }).click();
  await until(() => log.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight < 24), "the end");
});

test("S17 a change comes to the page by itself, and how soon is printed", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(text("warm"));
  await bubble(page, "warm").waitFor();
  const times = [];
  for (let count = 0; count < 7; count += 1) {
    const shown = page.evaluate((words) => new Promise((resolve) => {
      const watcher = new MutationObserver(() => {
        if (!document.querySelector("[role=log]").textContent.includes(words)) return;
        watcher.disconnect();
        resolve(Date.now());
      });
      watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
    }), `quick ${count}`);
    await own.send(text(`quick ${count}`));
    const sent = Date.now();
    times.push((await shown) - sent);
    await page.waitForTimeout(120);
  }
  console.log(`     after ${times.join(", ")} ms`);
});

test("S17 what older messages push in above does not move what is in view", async (t) => {
  const { own, page } = await bakery(t);
  for (let count = 0; count < 100; count += 1) await own.send(text(`number ${count}.`));
  await page.reload();
  await bubble(page, "number 99.").waitFor();
  const log = page.getByRole("log");
  // As a person does: what still comes in with the page may scroll to the end again.
  const twoFrames = (one) => new Promise((done) => {
    one.scrollTop = 0;
    requestAnimationFrame(() => requestAnimationFrame(() => done(one.scrollTop === 0)));
  });
  await until(() => log.evaluate(twoFrames), "the oldest of them is in view");
  const first = page.locator("article").first();
  const id = await first.getAttribute("id");
  const top = () => page.evaluate((name) => document.getElementById(name).getBoundingClientRect().top, id);
  const before = await top();
  await page.getByRole("button", { name: "Older messages" }).click();
  await bubble(page, "number 0.").waitFor();
  check(Math.abs((await top()) - before) < 40, `it moved by ${(await top()) - before}`);
});

test("S10 what opens, calls or copies says so and sends nothing", async (t) => {
  const { own, page } = await bakery(t);
  await own.send(cta("https://bakery.example/order"));
  await page.getByRole("button", { name: "Open it" }).click();
  await page.getByText("Opens https://bakery.example/order in a browser. Nothing is sent.").waitFor();
  equal(await page.getByRole("link", { name: "Open the address" }).getAttribute("rel"), "noopener noreferrer", "rel");
  equal((await own.control("GET", `customers/${ADA}`)).sent, [], "sent");
});

test("S5 the same view model shows Twilio's messages", async (t) => {
  const { own, page } = await bakery(t);
  await own.twilio({ Body: "Hello from *Twilio*" });
  const message = bubble(page, "Hello from Twilio");
  await message.getByText("via Twilio").waitFor();
  await page.getByLabel("Write to").selectOption({ label: "Twilio" });
  await page.getByLabel("Message as Ada").fill("Hello yourself");
  await page.keyboard.press("Enter");
  await until(async () => (await own.control("GET", "twilio/webhooks")).some((one) => one.body.includes("Hello+yourself")), "Twilio's webhook");
});

test("S19 tapping a bubble's trace shows exactly what is about it, and a row selects the bubble", async (t) => {
  const { own, page, ada } = await bakery(t);
  await own.send(text("Something else"));
  const id = await own.send(buttons("Yes", "No"));
  await ada("tap", { messageId: id, button: "id-0" });
  const message = bubble(page, "Will you come?").first();
  await message.hover();
  await message.getByRole("button", { name: "Show what is about this message" }).click();
  await page.getByText("Only what is about").waitFor();
  const rows = page.locator("tbody tr");
  await until(async () => (await rows.count()) === 5, "request, three statuses and the tap");
  const words = (await rows.allInnerTexts()).map((row) => row.split("\t")[2].replace(/\s+/g, " ").trim());
  equal(words, ["message interactive “Yes”", "status read", "status delivered", "status sent", "POST …/messages interactive button"], "rows");
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("button", { name: /messages text/ }).first().click();
  await until(() => bubble(page, "Something else").evaluate((one) => one.classList.contains("sel")), "the bubble");
});
export { flow, list };
