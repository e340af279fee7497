// A desk of the real binary, and Debian's Chromium that looks at it.
//
//     npm ci && CROSSWIRE=../../../target/release/crosswire npm test
//
// Pictures of the pages are kept in DESK_PICTURES, where that is set.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const here = import.meta.dirname;
export const root = path.resolve(here, "../../..");
export const example = path.join(root, "examples/ferry/reports.jsonl");
const binary = process.env.CROSSWIRE ?? path.join(root, "target/release/crosswire");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env.DESK_PICTURES;

// Starts a desk over a ledger of what these paths hold, or an empty one, and a browser; both end with `close`. `bars` has the
// browser show its scroll bars, as people's do.
export async function start(paths = [], { bars = false } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "crosswire-desk-"));
  const ledger = path.join(folder, "news.db");
  if (paths.length) execFileSync(binary, ["add", ...paths, "--ledger", ledger], { stdio: ["ignore", "ignore", "inherit"] });
  const desk = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--ledger", ledger], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const entrance = await new Promise((resolve) => desk.stdout.once("data", (line) => resolve(String(line).trim())));
  const token = new URL(entrance).searchParams.get("token");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    ignoreDefaultArgs: bars ? ["--hide-scrollbars"] : [],
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  // The policy of the pages allows no foreign script; the test's own checker needs it lifted.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  const at = (address) => new URL(address, entrance).href;
  // Asks the API as a program does.
  const asked = async (method, address, body) => {
    const answer = await fetch(at(address), {
      method,
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      headers: { Authorization: `Bearer ${token}`, ...(typeof body === "object" ? { "Content-Type": "application/json" } : {}) },
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${address}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  // Adds reports, and waits until they are in.
  const add = async (text) => {
    const { id } = await asked("POST", "/api/v1/reports?name=test.jsonl", text);
    for (;;) {
      const progress = await asked("GET", `/api/v1/jobs/${id}`);
      if (progress.ended) return progress;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    desk, browser, context, page, entrance, ledger, binary, at, asked, add,
    addExample: () => add(readFileSync(example, "utf8")),
    close: async () => {
      await browser.close();
      desk.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// No violation of WCAG 2.2 AA, nor of axe's other rules, on the page as it stands.
export async function accessible(page, name) {
  await page.evaluate(axe);
  // The size of targets, of WCAG 2.2 AA, is off unless asked for.
  const { violations } = await page.evaluate(() => axe.run({ rules: { "target-size": { enabled: true } } }));
  const told = violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`);
  assert.deepEqual(told, [], `axe on ${name}`);
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

// No page scrolls sideways.
export async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  assert.ok(!wide, `${name} scrolls sideways`);
}
