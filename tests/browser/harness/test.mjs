// A small runner: each test has a fresh page, and whatever must never happen on it fails the test.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tests = [];

/** How long something that a test waits for may take, in milliseconds: long enough for a busy machine. */
const PATIENCE = 20000;

/**
 * Adds a test. Its name is the sentence that it proves.
 * @param {string} name
 * @param {(t: any) => Promise<void>} body
 */
export const test = (name, body) => tests.push({ name, body });

/** Fails if it is not true. */
export function check(truth, otherwise) {
  if (!truth) throw new Error(otherwise);
}

/** Fails if the two differ in JSON. */
export function equal(found, wanted, what = "") {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what} is ${a}, not ${b}`);
}

/** Waits until `look` gives something true, and returns it. */
export async function until(look, what, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${patience} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What must never happen on a page: a dialog, a script's error, a violated policy, a request to another origin. */
export async function watched(context, own, wrong) {
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  await context.route("**/*", (route) => {
    const address = route.request().url();
    if (address.startsWith(own) || /^(blob|data):/.test(address)) return route.continue();
    wrong.push(`asked ${address}`);
    return route.abort();
  });
  context.on("page", (page) => {
    page.on("dialog", (dialog) => {
      wrong.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
    page.on("console", (message) => {
      // A refusal that a test provokes is told by the browser too.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) wrong.push(`console: ${message.text()}`);
    });
  });
}

/** What axe finds wrong with a page, in short. */
export async function inaccessible(page) {
  // The page's own policy lets no script in; the browser's debugger does.
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? node.none[0]?.message ?? ""}`).slice(0, 3).join(" | ")}`);
}

/** Runs all tests and closes with a count. Exits with 1 if one failed. */
export async function run() {
  const only = process.argv[2];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const counts = { passed: 0, failed: 0 };
  for (const { name, body } of tests) {
    if (only && !name.includes(only)) continue;
    const ends = [];
    const wrong = [];
    const t = {
      browser,
      wrong,
      /** What is stopped after the test. */
      ends: (thing) => {
        ends.push(thing);
        return thing;
      },
      /** A page of `own`, watched. */
      open: async (own, path = "/", options = {}) => {
        const context = await browser.newContext({ viewport: { width: 1440, height: 940 }, locale: "en-GB", timezoneId: "UTC", permissions: ["clipboard-read", "clipboard-write"], ...options });
        ends.push({ stop: () => context.close() });
        await watched(context, own, wrong);
        const page = await context.newPage();
        page.setDefaultTimeout(PATIENCE);
        await page.goto(own + path);
        return page;
      },
    };
    const started = Date.now();
    let problem = null;
    try {
      await body(t);
      if (wrong.length) throw new Error(wrong.join("\n"));
    } catch (error) {
      problem = error;
      if (wrong.length) problem.message += `\n${wrong.join("\n")}`;
    }
    for (const thing of ends.reverse()) await thing.stop();
    counts[problem ? "failed" : "passed"] += 1;
    console.log(`${problem ? "FAIL" : "ok  "} ${name} (${Date.now() - started} ms)`);
    if (problem) console.log(problem.stack.replace(/^/gm, "     "));
  }
  await browser.close();
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed ? 1 : 0;
}
