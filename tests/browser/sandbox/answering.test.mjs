// Playing the customer: writing, tapping, choosing, sending files.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, equal, test, until } from "../harness/test.mjs";
import { ADA, asksAddress, asksContact, asksLocation, bakery, bubble, buttons, flow, list, text, told } from "./given.mjs";

test("S9 text is written with the keyboard: Enter sends, Shift+Enter breaks the line, the arrow brings back the last", async (t) => {
  const { page, webhook } = await bakery(t);
  const box = page.getByLabel("Message as Ada");
  await box.focus();
  await page.keyboard.type("Two *loaves*");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("and a roll");
  await page.keyboard.press("Enter");
  await until(() => told(webhook, "Two *loaves*\\nand a roll"), "the webhook");
  await bubble(page, "and a roll").waitFor();
  equal(await box.inputValue(), "", "the box");
  await page.keyboard.press("ArrowUp");
  equal(await box.inputValue(), "Two *loaves*\nand a roll", "the box");
});

test("S10 a reply button and a quick reply send their answer, quoting the message", async (t) => {
  const { own, page, webhook } = await bakery(t);
  await own.send(buttons("Yes", "No"));
  await page.getByRole("button", { name: "No", exact: true }).click();
  await until(() => told(webhook, '"button_reply":{"id":"id-1"'), "the webhook");
  await bubble(page, "No").last().locator(".q", { hasText: "Will you come?" }).waitFor();
  await bubble(page, "Will you come?").first().getByText("tapped").waitFor();
});

test("S10 a row of a list is chosen in a sheet, with the keyboard", async (t) => {
  const { own, page, webhook } = await bakery(t);
  await own.send(list);
  await page.getByRole("button", { name: "Choose a bread" }).focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Choose a bread" });
  await sheet.getByText("With caraway").waitFor();
  await sheet.getByLabel("Rye").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await until(() => told(webhook, '"list_reply":{"id":"pum"'), "the webhook");
  await sheet.waitFor({ state: "detached" });
});

test("S10 a flow and an address are answered with JSON, which is checked", async (t) => {
  const { own, page, webhook } = await bakery(t);
  await own.send(flow);
  await page.getByRole("button", { name: "Book", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("{");
  await dialog.getByRole("button", { name: "Send" }).click();
  await dialog.getByText("This is not a JSON object.").waitFor();
  await dialog.getByRole("textbox").fill('{"guests": 2}');
  await dialog.getByRole("button", { name: "Send" }).click();
  await until(() => told(webhook, "token-7"), "the flow's answer");
  await own.send(asksAddress);
  await page.getByRole("button", { name: "Provide address" }).click();
  await dialog.getByRole("button", { name: "Send" }).click();
  await until(() => told(webhook, "address_message"), "the address");
});

test("S10 a location and a phone number are shared when they are asked for", async (t) => {
  const { own, page, webhook } = await bakery(t);
  await own.send(asksLocation);
  await page.getByRole("button", { name: "Send location" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Latitude").fill("91");
  await dialog.getByRole("button", { name: "Send" }).click();
  await dialog.getByText("from −90 to 90").waitFor();
  await dialog.getByLabel("Latitude").fill("45.5");
  await dialog.getByRole("button", { name: "Send" }).click();
  await until(() => told(webhook, '"latitude":45.5'), "the location");
  await own.send(asksContact);
  await page.getByRole("button", { name: "Share contact info" }).click();
  await until(() => told(webhook, '"type":"contacts"'), "the contact");
});

test("S12 a message is quoted, reacted to and the reaction taken back, with the keyboard only", async (t) => {
  const { own, page, webhook } = await bakery(t);
  await own.send(text("Fresh bread!"));
  const message = bubble(page, "Fresh bread!").first();
  await message.getByRole("button", { name: "Quote" }).focus();
  check((await message.locator(".do").evaluate((one) => getComputedStyle(one).opacity)) === "1", "the toolbar is not shown on focus");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Keep one for me");
  await page.keyboard.press("Enter");
  await until(() => told(webhook, '"context":{"from"'), "the quoting webhook");
  await message.getByRole("button", { name: "React" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "❤️" }).focus();
  await page.keyboard.press("Enter");
  await message.locator(".re", { hasText: "❤️" }).waitFor();
  await message.getByRole("button", { name: "React" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Remove your reaction" }).click();
  await message.locator(".re").waitFor({ state: "detached" });
});

const photo = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

test("S13 a file's type decides what it is sent as, and can be changed", async (t) => {
  const { page, webhook } = await bakery(t);
  const dialog = page.getByRole("dialog", { name: "Attach" });
  const attach = async (file, kind, change) => {
    await page.getByRole("button", { name: "Attach a file" }).click();
    await dialog.getByLabel("A file").setInputFiles(file);
    equal(await dialog.getByLabel("Send as").inputValue(), kind, file.name);
    if (change) await dialog.getByLabel("Send as").selectOption(change);
    await dialog.getByRole("button", { name: "Send" }).click();
    await dialog.waitFor({ state: "detached" });
  };
  await attach({ name: "loaf.png", mimeType: "image/png", buffer: photo }, "image");
  await page.getByRole("img", { name: "Photo" }).waitFor();
  await until(() => told(webhook, '"type":"image"'), "the photo");
  await attach({ name: "song.ogg", mimeType: "audio/ogg", buffer: Buffer.from("OggS") }, "audio", "voice");
  await until(() => told(webhook, '"voice":true'), "the voice message");
  await attach({ name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from("0000ftyp") }, "video");
  await until(() => told(webhook, '"type":"video"'), "the film");
  await attach({ name: "s.webp", mimeType: "image/webp", buffer: Buffer.from("RIFF") }, "sticker");
  await until(() => told(webhook, '"type":"sticker"'), "the sticker");
  await attach({ name: "a.html", mimeType: "text/html", buffer: Buffer.from("<script>alert(1)</script>") }, "document");
  await until(() => told(webhook, '"filename":"a.html"'), "the document");
});

test("S13 a film that is too large is refused in words before anything is sent", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByRole("button", { name: "Attach a file" }).click();
  const dialog = page.getByRole("dialog");
  const folder = mkdtempSync(join(tmpdir(), "uip-browser-"));
  t.ends({ stop: () => rmSync(folder, { recursive: true }) });
  writeFileSync(join(folder, "film.mp4"), Buffer.alloc(17_000_000));
  await dialog.getByLabel("A file").setInputFiles(join(folder, "film.mp4"));
  await dialog.getByRole("button", { name: "Send" }).click();
  await dialog.getByText("film.mp4 has 17.0 MB. A video may have 16.8 MB.").waitFor();
  equal((await own.control("GET", `customers/${ADA}`)).sent, [], "sent");
});

test("S13 a picture is pasted, a contact and a location are sent", async (t) => {
  const { page, webhook } = await bakery(t);
  await page.getByLabel("Message as Ada").focus();
  await page.evaluate((content) => {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, photo.toString("base64"));
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Caption").fill("Pasted");
  await dialog.getByRole("button", { name: "Send" }).click();
  await until(() => told(webhook, '"caption":"Pasted"'), "the picture");
  for (const [kind, sent] of [["contact", '"formatted_name":"Marta"'], ["location", '"latitude":45.0703']]) {
    await page.getByRole("button", { name: "Attach a file" }).click();
    await dialog.getByLabel("Send as").selectOption(kind);
    await dialog.getByRole("button", { name: "Send" }).click();
    await until(() => told(webhook, sent), kind);
  }
});

test("S15 a customer is made, named, hidden and opted out, and the webhooks say so", async (t) => {
  const { own, page, webhook } = await bakery(t);
  await page.getByRole("button", { name: "New", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New customer" });
  await dialog.getByLabel("Phone number").fill("12");
  await dialog.getByRole("button", { name: "Start the chat" }).click();
  await dialog.getByText("A number has 5 to 15 digits").waitFor();
  await dialog.getByLabel("Phone number").fill("+39 333 123 4567");
  await dialog.getByLabel("Name").fill("Bruno");
  await page.keyboard.press("Enter");
  await page.getByLabel("Message as Bruno").fill("Ciao");
  await page.keyboard.press("Enter");
  await until(() => told(webhook, '"wa_id":"393331234567"'), "the number");
  await page.getByLabel("Number hidden").click();
  await page.getByText("number hidden").or(page.locator(".ids", { hasNotText: "+39" })).first().waitFor();
  await until(async () => (await own.control("GET", "view")).people.some((one) => one.hiddenNumber === "393331234567"), "the hidden number");
  await page.getByLabel("Message as Bruno").fill("Incognito");
  await page.keyboard.press("Enter");
  const hidden = await until(() => told(webhook, "Incognito"), "the webhook");
  check(!hidden.body.includes("393331234567"), "the number is told");
  await page.getByLabel("Number hidden").click();
  await page.getByText("+393331234567").first().waitFor();
  await page.getByLabel("Opted out of marketing").click();
  await until(async () => (await own.control("GET", "customers/393331234567")).optedOut === true, "opted out");
  await page.getByLabel("Opted out of marketing").click();
  await until(async () => (await own.control("GET", "customers/393331234567")).optedOut === false, "opted in");
});

test("S15 what is written while the number is being hidden does not tell the number", async (t) => {
  const { own, page, webhook } = await bakery(t);
  const number = (await own.control("GET", "view")).people[0].waId;
  let answered = () => {};
  const isAnswered = new Promise((resolve) => (answered = resolve));
  // The sandbox hides the number at once; the page learns it later.
  await page.route("**/sandbox/customers/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.fallback();
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  await page.getByLabel("Number hidden").click();
  await until(async () => (await own.control("GET", "view")).people.some((one) => one.hiddenNumber === number), "the hidden number");
  await page.getByLabel("Message as Ada").fill("Incognito");
  await page.keyboard.press("Enter");
  answered();
  const hidden = await until(() => told(webhook, "Incognito"), "the webhook");
  check(!hidden.body.includes(number), "the number is told");
});

test("S15 what is begun for a customer stays when the number is hidden, and is not there for another", async (t) => {
  const { own, page } = await bakery(t);
  await own.control("PATCH", "customers/393331234567", { name: "Bruno" });
  await page.getByLabel("Message as Ada").fill("Half a sen");
  await page.getByLabel("Number hidden").click();
  await page.locator(".ids", { hasNotText: "+" }).waitFor();
  equal(await page.getByLabel("Message as Ada").inputValue(), "Half a sen", "what was begun");
  await page.getByRole("button", { name: /Bruno/ }).click();
  equal(await page.getByLabel("Message as Bruno").inputValue(), "", "what was begun for Bruno");
});

test("S15 sending to a customer can fail or be refused, and works again", async (t) => {
  const { own, page } = await bakery(t);
  await page.getByLabel("Sending").selectOption("refused 131030");
  await until(async () => (await own.send(text("x"))).json?.error?.code === 131030, "the refusal");
  await page.getByLabel("Sending").selectOption("fails 131026");
  await until(async () => (await own.control("GET", "view")).people[0].conduct === "fails", "the failure");
  await own.send(text("lost"));
  await bubble(page, "lost").getByText("failed with 131026").waitFor();
  await page.getByLabel("Sending").selectOption("receives");
  await until(async () => (await own.control("GET", "view")).people[0].conduct === "receives", "works");
});

test("S15 unread messages are counted until the chat is opened", async (t) => {
  const { own, page } = await bakery(t);
  await own.control("PATCH", "customers/393331234567", { name: "Bruno" });
  await page.getByRole("button", { name: /Bruno/ }).click();
  await own.send(text("one"));
  await own.send(text("two"));
  await page.getByRole("button", { name: /Ada.*2/ }).click();
  await bubble(page, "two").waitFor();
  await page.locator(".unread").waitFor({ state: "detached" });
});

test("S16 a link to a chat is followed, and an advertisement, a forwarded text and any type are sent", async (t) => {
  const { page, webhook } = await bakery(t);
  const dialog = page.getByRole("dialog");
  const part = async (title, fill, button) => {
    await page.getByRole("button", { name: "More ways to write" }).click();
    const section = dialog.locator("section", { hasText: title });
    await fill(section);
    await section.getByRole("button", { name: button }).click();
    await dialog.waitFor({ state: "detached" });
  };
  await part("Follow a link to a chat", (one) => one.getByRole("textbox").fill("https://wa.me/15550100200?text=I%20saw%20you"), "Follow");
  await until(() => told(webhook, "I saw you"), "the prefilled text");
  await part("Come from an advertisement", async () => {}, "Send");
  await until(() => told(webhook, '"referral"'), "the referral");
  await part("Forward a text", (one) => one.getByRole("textbox").fill("Look at this"), "Send");
  await until(() => told(webhook, '"forwarded":true'), "the forwarded text");
  await part("A message of any type", (one) => one.getByLabel("Content").fill('{"x": 1}'), "Send");
  await until(() => told(webhook, '"type":"unsupported"'), "the message");
  await bubble(page, "Message of type unsupported").waitFor();
});

test("S28 a chat is saved as a file, and replayed as another customer while the business writes between", async (t) => {
  const { own, page, ada } = await bakery(t);
  await ada("say", { text: "Which bread?" });
  const asked = await own.send(list);
  await ada("choose", { messageId: asked, row: "rye" });
  await bubble(page, "Rye").last().waitFor();
  await page.getByRole("button", { name: "More ways to write" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save this chat…" }).click();
  const file = await (await saving).path();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "New" }).click();
  await page.getByRole("dialog").getByLabel("Phone number").fill("16505550042");
  await page.getByRole("dialog").getByLabel("Name").fill("Bruno");
  await page.getByRole("button", { name: "Start the chat" }).click();
  await page.getByRole("log", { name: "Messages with Bruno" }).waitFor();
  await page.getByRole("button", { name: "More ways to write" }).click();
  await page.getByLabel("Chat to replay").setInputFiles({ name: "chat.json", mimeType: "application/json", buffer: readFileSync(file) });
  await page.getByRole("button", { name: "Replay", exact: true }).click();
  await bubble(page, "Which bread?").waitFor();
  await page.getByText("Replaying.").waitFor();
  equal(await page.locator("article").count(), 1, "messages while the business has not written");
  await own.send(list, "+16505550042");
  await page.getByText("Replayed: 2 messages were sent.").waitFor();
  await bubble(page, "Rye").last().waitFor();
  const chat = await own.control("GET", "customers/16505550042/transcript");
  equal(chat, JSON.parse(readFileSync(file, "utf8")), "the chat");
});

test("S28 a replay that waits is stopped, and a file that is none is refused in words", async (t) => {
  const { page } = await bakery(t);
  const replay = async (content) => {
    await page.getByRole("button", { name: "More ways to write" }).click();
    await page.getByLabel("Chat to replay").setInputFiles({ name: "chat.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await page.getByRole("button", { name: "Replay", exact: true }).click();
  };
  await replay('{"messages": [{"from": "business", "type": "text"}]}');
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("The replay was stopped.").waitFor();
  await replay('{"messages": [{"from": "customer", "type": "text", "content": {}, "about": 7}]}');
  await page.getByText("messages[0].about is 7").waitFor();
  await replay("[]");
  await page.getByText("This is not a JSON object.").waitFor();
});
