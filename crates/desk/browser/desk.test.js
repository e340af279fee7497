// The desk as a person uses it: the repository's own examples, read, added, searched and laid side by side.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { accessible as axe, root, start } from "./started.js";

let started, page, entrance;
const accessible = (name) => axe(page, name);

before(async () => {
  started = await start();
  ({ page, entrance } = started);
});

after(async () => started?.close());

test("without the token nothing can be added", async () => {
  await page.goto(new URL("/", entrance).href);
  assert.equal(await page.getByRole("link", { name: "Add reports" }).count(), 0);
  await accessible("empty");
});

test("the examples are added, with progress", async () => {
  await page.goto(entrance);
  assert.ok(!page.url().includes("token"), "the token leaves the address");
  await page.getByRole("link", { name: "Add reports" }).first().click();
  await accessible("add");
  await page.getByLabel("File").setInputFiles(path.join(root, "examples/ferry/reports.jsonl"));
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("Done: 4 reports read, 4 added").waitFor({ timeout: 120_000 });
  await accessible("added");
});

test("the conflict is seen, and its deep link lights both passages", async () => {
  await page.goto(new URL("/", entrance).href);
  await accessible("stories");
  await page.locator("ol.stories a").first().click();
  await accessible("story");
  const conflict = page.locator("article.finding.conflict").first();
  const id = await conflict.getAttribute("data-finding");
  const story = page.url();
  await page.goto("about:blank");
  await page.goto(`${story}#f-${id}`);
  const lit = page.locator("mark.lit");
  await lit.first().waitFor();
  const reports = await lit.evaluateAll((marks) => new Set(marks.map((mark) => mark.closest(".report").ariaLabel)).size);
  assert.ok(reports >= 2, `${reports} reports are lit`);
  // The passages stand beside each other, whichever reports they are in.
  const seen = await lit.evaluateAll((marks) => marks.map((mark) => mark.closest(".report").getBoundingClientRect())
    .filter((box) => box.left >= 0 && box.left + box.width / 2 < innerWidth).length);
  assert.ok(seen >= 2, `${seen} lit passages are in sight`);
  await page.getByLabel("stacked").check();
  const tops = await page.locator(".beside .report").evaluateAll((all) => new Set(all.map((one) => one.getBoundingClientRect().left)).size);
  assert.equal(tops, 1, "stacked");
  await page.getByLabel("side by side").check();
  await page.keyboard.press("j");
  assert.notEqual(new URL(page.url()).hash, `#f-${id}`, "j goes on");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("mark.lit").count(), 0);
});

test("a finding is marked wrong, and stays so", async () => {
  await page.locator("article.finding.conflict").first().getByRole("link", { name: "Open", exact: true }).click();
  await accessible("finding");
  await page.getByText("Mark it").click();
  await page.getByLabel("It is").selectOption("wrong");
  await page.getByLabel("Why").fill("The second is another ship");
  await page.getByLabel("Your name").fill("Ida");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("The second is another ship").first().waitFor();
  await page.reload();
  assert.ok(await page.locator(".marks").getByText("Wrong by Ida").isVisible());
  // Taken back, so that the story is as it was for what follows.
  await page.getByText("Mark it").click();
  await page.getByLabel("It is").selectOption("unmarked");
  assert.equal(await page.getByLabel("Your name").inputValue(), "Ida", "the name is remembered");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.locator(".marks").getByText("taken back since").waitFor();
});

test("search, speaker, report and ledger", async () => {
  await page.getByLabel("Search reports").fill("breakwater");
  await page.keyboard.press("Enter");
  await page.locator("ol.hits li").first().waitFor();
  await accessible("search");
  await page.goto(new URL("/search?q=%22open", entrance).href);
  await page.getByRole("alert").waitFor();
  await page.goto(new URL("/speakers?by=Lindqvist", entrance).href);
  await page.locator("ol.quotations li").first().waitFor();
  await accessible("speaker");
  await page.locator("ol.quotations a").first().click();
  await page.locator(".report.whole").waitFor();
  await accessible("report");
  // What a word was understood as is told by key as by pointer, and from the list.
  const detail = page.locator(".report.whole a.detail").first();
  await detail.focus();
  const means = await detail.evaluate((link) => getComputedStyle(link, "::after").content);
  assert.ok(means.length > 2 && means !== "none", means);
  await page.getByText("Names and who is meant").click();
  await page.locator(".found a").first().click();
  assert.ok(new URL(page.url()).hash.startsWith("#at-"));
  await accessible("report-open");
  await page.goto(new URL("/search", entrance).href);
  await accessible("search-empty");
  await page.goto(new URL("/search?q=speaker:lindqvist", entrance).href);
  await accessible("search-quotations");
  await page.goto(new URL("/speakers", entrance).href);
  await page.getByRole("link", { name: "Tove Lindqvist" }).waitFor();
  await accessible("speakers");
  await page.goto(new URL("/health", entrance).href);
  await accessible("ledger");
  await page.goto(new URL("/stories/none", entrance).href);
  await accessible("nothing");
});

test("an altered quotation is shown word by word", async () => {
  await page.goto(new URL("/", entrance).href);
  await page.locator("ol.stories a").first().click();
  const altered = page.locator("article.finding.quote_variant").first();
  // Neither wording is held to be the true one: both are marked alike, in the claim and where the quotations stand.
  assert.deepEqual(await altered.locator("h3 b.value").allTextContents(), ["reach", "recover"]);
  assert.deepEqual(await altered.locator("blockquote b.value").allTextContents(), ["reach", "recover"]);
  assert.equal(await altered.locator("del, ins").count(), 0);
});

test("every page, dark and narrow", async () => {
  const pages = ["/", "/findings", "/right", "/stories/1", "/search", "/search?q=ferry", "/speakers", "/speakers?by=Lindqvist", "/add", "/health",
    "/reports/wire"];
  for (const scheme of ["dark", "light"]) {
    for (const width of [380, 1400]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: scheme });
      for (const at of pages) {
        await page.goto(new URL(at, entrance).href);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
        assert.ok(!wide, `${at} does not scroll sideways at ${width}`);
        await accessible(`every-${pages.indexOf(at)}-${scheme}-${width}`);
      }
    }
  }
});

test("narrow and dark", async () => {
  await page.setViewportSize({ width: 380, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(new URL("/", entrance).href);
  await page.locator("ol.stories a").first().click();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  assert.ok(!wide, "the page does not scroll sideways");
  await accessible("story-narrow-dark");
});
