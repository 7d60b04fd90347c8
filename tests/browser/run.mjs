// Runs every test below this folder, or those whose name contains the first argument.
import { readdirSync } from "node:fs";
import { run } from "./harness/test.mjs";

const here = new URL(".", import.meta.url);
const files = readdirSync(here, { recursive: true }).filter((name) => name.endsWith(".test.mjs") && !name.startsWith("node_modules"));
for (const file of files.sort()) await import(new URL(file, here).href);
await run();
