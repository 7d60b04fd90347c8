// The picture of the sandbox's page in the README, taken from `cargo xtask demo --page`.
//
// Usage: node tests/browser/picture.mjs http://127.0.0.1:8590/ docs/sandbox.png
import { chromium } from "playwright-core";

const [address, file] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 800 }, colorScheme: "light" });
await page.goto(address);
await page.getByText("Ada").first().click();
await page.getByRole("log").waitFor();
const box = page.getByLabel("Message as Ada");
await box.fill("Good morning! Is there any *rye* left?");
await box.press("Enter");
await page.getByRole("button", { name: "Keep rye for me" }).last().click();
await page.locator("article", { hasText: "set aside for you" }).last().waitFor();
await page.locator("tr", { hasText: "interactive" }).first().click();
// The statuses of the last answer are on their way.
await page.locator("article", { hasText: "set aside for you" }).last().locator("..").getByText("read").waitFor().catch(() => {});
await page.mouse.move(0, 0);
await page.screenshot({ path: file });
await browser.close();
