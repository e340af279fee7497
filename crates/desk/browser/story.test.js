// A story seen whole: who says what, numbers over time, the timeline, the reports one by one, on paper and on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible as axe, fits, start } from "./started.js";

let started, page, at;
const accessible = (name) => axe(page, name);
const story = () => page.goto(at("/stories/1"));

before(async () => {
  started = await start();
  ({ page, at } = started);
  await page.goto(started.entrance);
  await started.addExample();
});

after(async () => started?.close());

test("the grid has a row a question and a column an outlet", async () => {
  await story();
  const heads = await page.locator(".grid").first().locator("thead th").allTextContents();
  assert.deepEqual(heads.map((head) => head.replace(/ \(.*/, "")), ["Inland Wire", "Maren Courier", "Coast Today", "The Northern Ledger"]);
  const struck = page.locator(".grid tr.conflict", { hasText: "struck the northern breakwater at ___" });
  assert.deepEqual(await struck.locator("td a").allTextContents(), ["10:15 a.m.", "10:15 p.m.", "10:15 a.m."]);
});

test("copies of another's text are set back, as one origin", async () => {
  await story();
  assert.match(await page.locator(".grid thead th.copy").first().textContent(), /Coast Today.*Inland Wire/s);
  const copy = page.locator(".grid tbody td.copy a").first();
  const plain = page.locator(".grid tbody td:not(.copy) a").first();
  const style = (cell) => cell.evaluate((one) => getComputedStyle(one).fontStyle);
  assert.deepEqual([await style(copy), await style(plain)], ["italic", "normal"]);
});

test("a value that most outlets give of themselves is told from one that differs", async () => {
  await story();
  const injured = page.locator(".grid tr.update", { hasText: "were injured" });
  assert.equal(await injured.locator("a.agreement", { hasText: "Fourteen" }).count(), 3);
  assert.equal(await injured.locator("a.update", { hasText: "Sixteen" }).count(), 1);
});

test("a cell lights its words in its report", async () => {
  await story();
  const cell = page.locator(".grid tr.conflict td a", { hasText: "10:15 p.m." });
  const report = await cell.getAttribute("data-report");
  await cell.click();
  const lit = page.locator(`[id="${report}"] mark.lit`);
  await lit.first().waitFor();
  assert.match((await lit.allTextContents()).join(""), /10:15 p\.m\./);
  assert.ok(new URL(page.url()).hash.startsWith("#f-"), "the light has an address");
  const box = await lit.first().boundingBox();
  assert.ok(box.x >= 0 && box.x < 1400 && box.y > -50 && box.y < 900, JSON.stringify(box));
});

test("a number that moves is drawn over time, and told in words", async () => {
  await story();
  const chart = page.locator("#numbers figure", { hasText: "and ___ were injured" });
  assert.equal(await chart.locator("circle").count(), 4);
  assert.match(await chart.locator("svg").getAttribute("aria-label"), /Fourteen people.*Sixteen people/s);
  const heights = await chart.locator("circle").evaluateAll((all) => all.map((one) => Number(one.getAttribute("cy"))));
  assert.ok(heights[3] < heights[0], "more stands higher");
});

test("the timeline has ticks, fits and folds", async () => {
  await story();
  const timeline = page.locator(".timeline");
  assert.ok(await timeline.locator("text.axis").count() >= 2);
  for (const width of [390, 800, 1400]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await timeline.evaluate((one) => one.scrollWidth > one.clientWidth + 1);
    assert.ok(!wide, `it fits at ${width}`);
    await fits(page, `story at ${width}`);
  }
  await timeline.locator("> summary").click();
  assert.ok(!await timeline.locator("ol.lanes").isVisible(), "it folds");
});

test("every report is reached one by one", async () => {
  await story();
  const place = page.locator(".which [role=status]");
  assert.equal(await place.textContent(), "1 of 4");
  await page.getByRole("button", { name: "Next report" }).click();
  assert.equal(await place.textContent(), "2 of 4");
  await page.keyboard.press("l");
  await page.keyboard.press("l");
  assert.equal(await place.textContent(), "4 of 4");
  const last = page.locator(".beside .report").last();
  assert.ok(await last.evaluate((one) => one === document.activeElement), "it has the focus");
  await page.waitForFunction(() => {
    const box = document.querySelector(".beside .report:last-child").getBoundingClientRect();
    return box.left >= 0 && box.left < innerWidth;
  });
  await page.keyboard.press("h");
  assert.equal(await place.textContent(), "3 of 4");
  await page.getByText("All 4 reports").click();
  await page.locator(".which ol a").first().click();
  assert.equal(await place.textContent(), "1 of 4");
});

test("what is left out of a report unfolds in its place", async () => {
  await story();
  const report = page.locator(".beside .report").first();
  const before = (await report.textContent()).length;
  await report.getByRole("link", { name: "Show what is left out here" }).first().click();
  await page.locator(".beside .report.unfolded").waitFor();
  assert.ok((await report.textContent()).length > before);
  assert.equal(await report.getByRole("link", { name: "Show what is left out here" }).count(), 0);
  assert.ok(await report.locator("mark").count() > 2, "its words can still be lit");
});

test("on a phone, tapping a finding shows its words beside it", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await story();
  const finding = page.locator("article.finding.conflict").first();
  assert.ok(!await finding.locator("blockquote").first().isVisible());
  await finding.locator("h3").click();
  await finding.locator("blockquote").first().waitFor();
  assert.ok(await finding.evaluate((one) => one.classList.contains("chosen")));
  await accessible("story-390-chosen");
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("no violation, light and dark, wide, middle and narrow", async () => {
  for (const colorScheme of ["dark", "light"]) for (const width of [390, 800, 1400]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await story();
    await fits(page, `story at ${width}`);
    await accessible(`story-${colorScheme}-${width}`);
  }
});

test("on paper there are no buttons, and no heading stands alone", async () => {
  await story();
  await page.emulateMedia({ media: "print" });
  for (const gone of [".top", ".foot", ".jump", ".arrange", ".actions", ".correcting"]) {
    for (const one of await page.locator(gone).all()) assert.ok(!await one.isVisible(), `${gone} is not printed`);
  }
  assert.equal(await page.locator("button:visible").count(), 0);
  assert.ok(await page.locator("article.finding blockquote").first().isVisible(), "the words are printed");
  const breaks = await page.locator(".findings > h2").evaluateAll((all) => all.map((one) => getComputedStyle(one).breakAfter));
  assert.ok(breaks.every((one) => one === "avoid"), breaks.join());
  const pdf = await page.pdf({ format: "A4" });
  const sheets = String(pdf).match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  assert.ok(sheets >= 2 && sheets <= 9, `${sheets} sheets`);
  await page.emulateMedia({ media: "screen" });
});

test("a story without the script has everything", async () => {
  const context = await started.browser.newContext({ javaScriptEnabled: false });
  const bare = await context.newPage();
  await bare.goto(at("/stories/1"));
  assert.ok(await bare.locator(".grid td a").first().isVisible());
  await bare.getByText("What they say").first().click();
  assert.ok(await bare.locator("article.finding.conflict blockquote").first().isVisible());
  await bare.getByRole("link", { name: "Whole text" }).first().click();
  assert.match(bare.url(), /\/reports\//);
  await context.close();
});
