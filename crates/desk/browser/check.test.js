// The single page of `check`: every report is reached, and each has its own words.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { accessible, fits, root, start } from "./started.js";

let started, page, folder, address;

before(async () => {
  started = await start();
  ({ page } = started);
  folder = mkdtempSync(path.join(tmpdir(), "crosswire-check-"));
  const file = path.join(folder, "check.html");
  writeFileSync(file, execFileSync(started.binary, ["check", path.join(root, "examples/ferry"), "--format", "html"], { maxBuffer: 1 << 28 }));
  address = `file://${file}`;
});

after(async () => {
  await started?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("of the reports side by side it says which is in sight, and turns to the others", async () => {
  await page.goto(address);
  const place = page.locator(".which [role=status]").first();
  assert.equal(await place.textContent(), "1 of 4");
  await page.keyboard.press("l");
  await page.getByRole("button", { name: "Next report" }).first().click();
  await page.getByRole("button", { name: "Next report" }).first().click();
  assert.equal(await place.textContent(), "4 of 4");
  await page.waitForFunction(() => {
    const box = document.querySelector(".beside .report:last-child").getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth + 1;
  });
  await page.keyboard.press("h");
  assert.equal(await place.textContent(), "3 of 4");
});

test("whose sentence stands around the values is said", async () => {
  await page.goto(address);
  const heads = page.locator("article.finding.conflict h4");
  assert.equal(await heads.locator("small").count(), await heads.count());
  assert.match(await heads.first().locator("small").textContent(), /^in the words of /);
});

test("wide and narrow, light and dark, without a violation", async () => {
  for (const colorScheme of ["dark", "light"]) for (const width of [390, 800, 1400]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address);
    await fits(page, `check at ${width}`);
    await accessible(page, `check-${colorScheme}-${width}`);
  }
});
