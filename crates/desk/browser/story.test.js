// A story seen whole: who says what, numbers over time, the timeline, the reports one by one, on paper and on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
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
  await started.add(readFileSync(new URL("flood.jsonl", import.meta.url), "utf8"));
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

test("of what changed the latest value is told from the earlier ones", async () => {
  await story();
  const injured = page.locator(".grid tr.update", { hasText: "were injured" });
  assert.equal(await injured.locator("td a.earlier", { hasText: "Fourteen" }).count(), 2, "the report's own words");
  assert.equal(await injured.locator("td a.update", { hasText: "Sixteen" }).count(), 1);
  assert.equal(await injured.locator("td a.agreement").count(), 0);
  const card = page.locator("article.finding.update .holds", { hasText: "Sixteen people" }).locator("li");
  assert.match((await card.allTextContents()).join(" / "), /^Fourteen.* \/ Sixteen people The Northern Ledger, first 6 Mar 2031, 16:45 UTC$/);
});

test("a row of what is agreed asks for that alone", async () => {
  await story();
  const rows = page.locator(".grid tr.agreement th > a");
  for (const words of await rows.allTextContents()) assert.ok(!/14|10:15/.test(words), words);
  assert.deepEqual([...new Set(await page.locator(".grid tr.agreement td a").allTextContents())], ["says so"]);
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
  assert.match(await chart.locator("svg.plain").getAttribute("aria-label"), /Fourteen people.*Sixteen people/s);
  const heights = await chart.locator("circle").evaluateAll((all) => all.map((one) => Number(one.getAttribute("cy"))));
  assert.ok(heights[3] < heights[0], "more stands higher");
});

test("only an exact number is a dot: bounds are bounds, what is vague is a band, and the legend says so", async () => {
  await page.goto(at("/stories/2"));
  const chart = page.locator("#numbers figure", { hasText: "were evacuated and 92 houses" });
  assert.equal(await chart.locator("circle").count(), 1, "450 people");
  assert.equal(await chart.locator("rect.band").count(), 3, "about 400, twice, and 500 to 600");
  assert.equal(await chart.locator("path.bound").count(), 1, "more than 600");
  assert.match(await page.locator("#numbers .marks-key").textContent(), /exactly so many.*about so many, or a range.*at least so many.*hour not told/s);
  // No two words of a drawing lie over each other.
  const marks = await chart.locator("svg.plain :is(circle, rect.band, path.bound)").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  const boxes = await chart.locator("svg.plain > text:not(.axis)").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  assert.ok(boxes.length > 1);
  for (const [n, a] of boxes.entries()) for (const b of [...boxes.slice(n + 1), ...marks])
    assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y + 2 || b.y + b.height <= a.y + 2, JSON.stringify([a, b]));
  for (const width of [390, 1400]) {
    await page.setViewportSize({ width, height: 900 });
    await fits(page, `numbers at ${width}`);
    await accessible(`story-numbers-${width}`);
  }
});

test("a report of which only the day is known stands at no hour", async () => {
  await page.goto(at("/stories/2"));
  const timeline = page.locator(".timeline");
  assert.equal(await timeline.locator("circle.open").count(), 2);
  const ring = await timeline.locator("circle.open").first().evaluate((one) => [getComputedStyle(one).stroke, getComputedStyle(one).fill]);
  assert.ok(ring[0] !== "none" && ring[0] !== ring[1], ring.join());
  assert.equal(await timeline.locator("circle:not(.open)").count(), 3);
  await timeline.getByText("○ a publication on that day, hour not told").waitFor();
  assert.equal(await timeline.getByRole("link", { name: "Coast Today, published 3 Apr 2031", exact: true }).count(), 1);
  const points = await page.locator("#numbers ol.points li", { hasText: "Coast Today" }).first().textContent();
  assert.match(points, /^3 Apr Coast Today/);
});

test("all times of a page are of one zone, and it says which", async () => {
  await page.goto(at("/stories/2"));
  const told = await page.locator("#main time").allTextContents();
  assert.ok(told.includes("2 Apr 2031, 16:15 UTC"), told.join("; "));
  assert.ok(told.every((time) => !/[+-]\d\d:\d\d/.test(time)), told.join("; "));
  await page.locator(".foot").getByText("Times are UTC.").waitFor();
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

test("on a phone, every value of a question is in sight with its outlets", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await story();
  const struck = page.locator(".grid tr.conflict", { hasText: "struck the northern breakwater at ___" });
  const values = struck.locator(".by li");
  assert.deepEqual((await values.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim()),
    ["10:15 a.m. Inland Wire, Coast Today (copy)", "10:15 p.m. Maren Courier"], "in the order of publication");
  for (const one of await values.all()) {
    const box = await one.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box));
  }
  assert.equal(await struck.locator("td:visible").count(), 0);
  await page.setViewportSize({ width: 1400, height: 900 });
  assert.ok(!await values.first().isVisible(), "where there is room, the columns have them");
});

test("a finding says what is likely, and what its signs are", async () => {
  await story();
  assert.match(await page.locator("article.finding.conflict .note").first().textContent(), /\d+% likely right/);
  const reading = page.locator(".reading");
  await reading.getByText("How to read a finding").click();
  for (const words of [/\[one \| other\]: what the reports differ over/, /\[slanted words\]: taken from elsewhere in the reports/, /\[= words\]: what the reports have in common/, /estimated from stories that were judged by hand/])
    assert.match(await reading.innerText(), words);
});

test("what is as likely wrong as right is called possible, and comes after the rest", async () => {
  await story();
  const cards = page.locator("article.finding.conflict");
  const told = await cards.evaluateAll((all) => all.map((one) => [one.classList.contains("doubtful"), Number(one.textContent.match(/(\d+)% likely right/)[1]), /Possible: conflict/.test(one.textContent)]));
  for (const [doubtful, share, possible] of told) assert.deepEqual([doubtful, possible], [share < 50, share < 50]);
  const first = told.findIndex(([doubtful]) => doubtful);
  assert.ok(first > 0 && told.slice(first).every(([doubtful]) => doubtful), JSON.stringify(told));
});

test("the values of a row differ by more than colour", async () => {
  await story();
  const sign = (kind) => page.locator(`.grid tbody td:not(.copy) a.${kind}`).first().evaluate((one) => getComputedStyle(one, "::before").content);
  const signs = [await sign("agreement"), await sign("conflict"), await sign("refinement"), await sign("quote_variant")];
  assert.equal(new Set(signs).size, 4, signs.join());
});

test("where there is no room for a column each, the grid is a list", async () => {
  for (const width of [390, 800, 899]) {
    await page.setViewportSize({ width, height: 900 });
    await story();
    assert.equal(await page.locator(".grid td:visible").count(), 0, `at ${width}`);
    assert.ok(await page.locator(".grid .by li").first().isVisible());
    const wide = await page.locator(".grid").first().evaluate((one) => one.scrollWidth > one.clientWidth + 1);
    assert.ok(!wide, `nothing of it is cut at ${width}`);
  }
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("a row that is only possible looks so, and the legend has the signs of all cells", async () => {
  await page.goto(at("/stories/2"));
  const used = await page.locator(".grid td a").evaluateAll((all) => [...new Set(all.map((one) => one.classList[0]))]);
  const key = await page.locator("#grid .key span").evaluateAll((all) => all.map((one) => one.className));
  for (const tone of used) assert.ok(key.includes(tone), `${tone} is in no legend: ${key}`);
  await story();
  const style = (row) => page.locator(`.grid tr${row} th[scope=row]`).first().evaluate((one) => getComputedStyle(one).borderLeftStyle);
  assert.deepEqual([await style(".doubtful"), await style(":not(.doubtful)")], ["dashed", "solid"]);
  assert.match(await page.locator("#grid .key").textContent(), /no words of this outlet were matched to the question; it may tell it all the same/);
  assert.match(await page.locator("#grid tr.conflict th").first().textContent(), /in the words of/);
});

test("what is only possible is counted apart", async () => {
  await story();
  const possible = await page.locator("article.finding.conflict.doubtful").count();
  const sure = await page.locator("article.finding.conflict:not(.doubtful)").count();
  assert.ok(possible > 0 && sure > 0);
  assert.equal(await page.locator(".jump a.conflict").textContent(), `${sure} conflict${sure === 1 ? "" : "s"}, ${possible} possible`);
  assert.equal(await page.locator("h2#conflict").textContent(), `Conflicts (${sure}, ${possible} possible)`);
  await page.locator(".jump").getByRole("link", { name: "Findings ↓" }).click();
  assert.equal(new URL(page.url()).hash, "#findings");
  await page.goto(at("/"));
  assert.match(await page.locator("ol.stories li", { hasText: "4 reports" }).locator(".disputes").textContent(), /^\d+ differences, \d+ possible$/);
});

test("passages stand in the order of publication", async () => {
  await story();
  for (const card of await page.locator("article.finding:not(.revision)").all()) {
    const outlets = await card.locator("figcaption b").allTextContents();
    const order = ["Inland Wire", "Maren Courier", "Coast Today", "The Northern Ledger"];
    const places = outlets.map((outlet) => order.indexOf(outlet));
    assert.deepEqual(places, places.toSorted((a, b) => a - b), outlets.join());
  }
});

test("a report that goes on has its bar, and a shade at its edge", async () => {
  await page.setViewportSize({ width: 1400, height: 500 });
  await story();
  const style = await page.locator(".beside .report").first().evaluate((one) => {
    const { overflowY, scrollbarWidth, backgroundImage } = getComputedStyle(one);
    return [overflowY, scrollbarWidth, backgroundImage.match(/linear-gradient/g)?.length];
  });
  assert.deepEqual(style, ["scroll", "thin", 2]);
  await page.setViewportSize({ width: 1400, height: 900 });
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
