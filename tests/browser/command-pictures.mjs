// A picture of what each sending command's example shows a customer, for docs/sending.md.
//
// Usage: node tests/browser/command-pictures.mjs COMPONENT
// after `cargo xtask demo`, which builds the programs; UIP_PROGRAMS may name their folder.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { sandbox } from "./harness/programs.mjs";

const root = new URL("../../", import.meta.url).pathname;
const programs = process.env.UIP_PROGRAMS ?? join(root, "target/debug");
const component = resolve(process.argv[2]);
const manifest = join(root, "adapter.json");
const pictures = join(root, "docs/pictures");
const CUSTOMER = "16505551234";
const MARGIN = 14;
// What they send has a picture under the command for it.
const WITHOUT = ["sendMessageRaw", "sendMessageShorthand"];

const folder = mkdtempSync(join(tmpdir(), "pictures-"));
const own = await sandbox();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const uip = (...line) => execFileSync(join(programs, "uip"), line, { cwd: folder, encoding: "utf8", env: { ...process.env, UIP_CACHE_DIR: join(folder, "compiled") } });

try {
  uip("init", "--sandbox", own.base, "--component", component, "--manifest", manifest);
  await own.control("PATCH", `customers/${CUSTOMER}`, { name: "Ada" });
  const { id: said } = await own.control("POST", `customers/${CUSTOMER}/say`, { text: "Is there any rye left?" });
  mkdirSync(pictures, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1440, height: 1400 }, deviceScaleFactor: 1.5, colorScheme: "light" });
  await page.goto(own.base);
  await page.getByRole("log").waitFor();
  for (const { name, example } of JSON.parse(readFileSync(manifest, "utf8")).commands) {
    if (!name.startsWith("sendMessage") || WITHOUT.includes(name)) continue;
    const request = { ...example, phoneNumber: `+${CUSTOMER}` };
    if (name === "sendMessageReaction") request.messageId = said;
    writeFileSync(join(folder, "request.json"), JSON.stringify(request));
    const answer = JSON.parse(uip("call", name, "--json", "request.json"));
    const bubbles = page.locator("article");
    const last = name === "sendMessageReaction" ? bubbles.first() : bubbles.last();
    await page.waitForTimeout(400);
    await page.mouse.move(0, 0);
    // What is written under a bubble is for testers.
    await page.evaluate(() => document.querySelectorAll("article > :not(.content)").forEach((one) => (one.style.visibility = "hidden")));
    const { x, y, width, height } = await last.locator(".content").boundingBox();
    const clip = { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
    await page.screenshot({ path: join(pictures, `${name}.png`), clip });
    console.log(`${name}: ${answer.status}`);
  }
} finally {
  await browser.close();
  await own.stop();
  rmSync(folder, { recursive: true });
}
