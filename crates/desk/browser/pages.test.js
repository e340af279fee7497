// The pages around a story: search, outlets, speakers, a report and its versions, two reports, a transcript; keys and palette.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { accessible as axe, example, fits, root, start } from "./started.js";

let started, page, at;
const accessible = (name) => axe(page, name);
const main = () => page.locator("#main");

// As a person sees a page: light and dark, wide and narrow, without a violation and without scrolling sideways.
async function everywhere(address, name) {
  for (const colorScheme of ["dark", "light"]) for (const width of [390, 1400]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(at(address));
    await fits(page, `${name} at ${width}`);
    await accessible(`${name}-${colorScheme}-${width}`);
  }
}

before(async () => {
  started = await start();
  ({ page, at } = started);
  await page.goto(started.entrance);
  await started.addExample();
  // A later version of one report.
  const reports = readFileSync(example, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const wire = reports.find((report) => report.id === "wire");
  const changed = { ...wire, text: wire.text.replace("Fourteen people were injured", "Sixteen people were injured") };
  assert.ok(changed.text !== wire.text);
  await started.add(JSON.stringify(changed));
});

after(async () => started?.close());

test("a search says how many there are, lights the words and has the likeliest first", async () => {
  await page.goto(at("/search?q=overloaded+ferry"));
  assert.match(await page.locator("#main > [role=status]").textContent(), /^\d+ results?/);
  const first = page.locator("ol.hits > li").first();
  assert.ok(await first.locator("mark.found").count() > 0);
  assert.match((await first.locator("mark.found").allTextContents()).join(" ").toLowerCase(), /overloaded|ferry/);
  await everywhere("/search?q=overloaded+ferry", "search-found");
});

test("what has only some of the words comes after what has all", async () => {
  await page.goto(at("/search?q=breakwater+zeppelin"));
  assert.match(await page.locator("#main > [role=status]").textContent(), /0 results with all of it; \d+ with most of the words/);
  assert.ok(await page.locator("ol.hits > li").count() > 0);
});

test("findings stand among the results", async () => {
  await page.goto(at("/search?q=northern+breakwater"));
  const findings = page.getByRole("region", { name: "Findings" }).locator(".more-findings > li");
  assert.ok(await findings.count() > 0);
  const box = page.getByRole("region", { name: "Findings" });
  assert.match(await box.locator("a[href^='/findings?story=']").first().locator("xpath=..").textContent(), /\d+ findings? that fits? the words best\. All of .* \(\d+\)/);
  assert.ok(await box.locator(".holds li").count() > 1, "each value with its outlets");
  await findings.first().getByRole("link").click();
  assert.match(page.url(), /\/findings\//);
});

test("outlet, month, kind and speaker narrow a search down", async () => {
  await page.goto(at("/search?q=ferry"));
  const facets = page.getByRole("complementary", { name: "Narrow it down" });
  for (const heading of ["Kind", "Outlet", "Month", "Speaker"]) await facets.getByRole("heading", { name: heading }).waitFor();
  await facets.getByRole("link", { name: "Maren Courier" }).click();
  assert.equal(await page.locator("ol.hits > li").count(), 1);
  await page.goto(at("/search?q=missing"));
  await facets.getByRole("link", { name: "quotations" }).click();
  assert.ok(await page.locator("ol.hits blockquote").count() > 0);
  await page.goto(at("/search?q=ferry"));
  await facets.getByRole("link", { name: "2031-03" }).click();
  assert.ok(await page.locator("ol.hits > li").count() > 0);
});

test("a search is saved, found again and forgotten", async () => {
  await page.goto(at("/search?q=ferry+-drill"));
  await page.getByRole("button", { name: "Save this search" }).click();
  await page.getByRole("button", { name: "Forget this search" }).waitFor();
  await page.goto(at("/search"));
  await accessible("search-saved");
  await page.getByRole("link", { name: "ferry -drill" }).click();
  assert.match(page.url(), /q=ferry%20-drill|q=ferry\+-drill/);
  await page.goto(at("/search"));
  await page.getByRole("button", { name: "Forget ferry -drill" }).click();
  assert.equal(await page.getByRole("link", { name: "ferry -drill" }).count(), 0);
});

test("every list is had as data, as the API streams it", async () => {
  await started.asked("PUT", "/api/v1/rules/ferries", { in: "reports", words: ["ferry"] });
  await started.asked("POST", "/api/v1/corrections", { correction: { kind: "apart", name: "Tove Lindqvist", alias: "Henrik Solvang" }, name: "Ida" });
  await started.add(JSON.stringify({ id: "evening", outlet: "The Evening Post", published: "2031-03-09T09:00:00Z", title: "Ferry company names a new head",
    text: "The ferry company Norrland Lines named Eva Torp as its head on Sunday. Its former head, Henrik Solvang, has retired. Torp has run its office at Visk since 2019." }));
  for (let waits = 0; waits < 50 && !(await started.asked("GET", "/api/v1/alerts")).items.length; waits++) await new Promise((resolve) => setTimeout(resolve, 200));
  for (const address of ["/", "/findings", "/search?q=ferry", "/stories/1", "/speakers?by=Lindqvist", "/outlets?name=Maren%20Courier",
    "/outlets", "/speakers", "/corrections", "/watch"]) {
    await page.goto(at(address));
    const to = await page.getByRole("link", { name: "Export as JSON lines" }).getAttribute("href");
    const answer = await page.request.get(at(to));
    assert.ok(answer.ok(), `${address}: ${to}: ${answer.status()}`);
    const lines = (await answer.text()).trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(lines.length > 0, `${address} has lines`);
  }
});

test("a story names the others of its topic", async () => {
  await page.goto(at("/stories/1"));
  const topic = page.getByRole("region", { name: "Topic" });
  await topic.getByText("One topic in 2 stories").waitFor();
  await topic.getByRole("link", { name: /Ferry company/ }).click();
  await page.getByRole("region", { name: "Topic" }).getByRole("link").first().waitFor();
  await accessible("topic");
});

test("Watch says what a rule is, what the rules are, and what a feed is", async () => {
  await page.goto(at("/watch"));
  await page.getByText("A rule says what you want to hear of").waitFor();
  await page.getByText("reports, with the words “ferry”; told here and in feeds.").waitFor();
  await page.getByText("Make a rule").click();
  await page.getByRole("group", { name: "What it looks for" }).waitFor();
  await everywhere("/watch", "watch");
  await page.getByText("Make a rule").click();
  await page.getByLabel("What the rule is called").fill("tolls");
  await page.getByLabel("of the kind").selectOption("conflict");
  await page.getByLabel("about", { exact: false }).first().selectOption("quantity");
  await page.getByLabel("at least so likely right").fill("0.3");
  await page.getByRole("button", { name: "Keep the rule" }).click();
  await page.getByText("conflicts about a number or amount, at least 30% likely right; told here and in feeds.").waitFor();
  await page.getByRole("button", { name: "Remove the rule tolls" }).click();
  await page.getByText("told here and in feeds.").waitFor();
  assert.equal(await page.getByText("at least 30% likely right").count(), 0);
});

test("an outlet: what it had alone, whose words it prints, what it corrected", async () => {
  await page.goto(at("/outlets"));
  await page.getByRole("link", { name: "Coast Today" }).click();
  for (const heading of [/What it had alone/, /What it corrected/, /Quotations that read otherwise/, /Whose words it prints \(1\)/, /Where others say otherwise/])
    await page.getByRole("heading", { name: heading }).waitFor();
  assert.match(await page.locator("section.panel", { hasText: "Whose words it prints" }).textContent(), /Inland Wire/);
  await page.goto(at("/outlets?name=Inland%20Wire"));
  assert.match(await page.getByRole("heading", { name: /What it corrected/ }).textContent(), /\([1-9]/);
  await page.goto(at("/outlets?name=Maren%20Courier"));
  assert.match(await page.locator("section.panel", { hasText: "Where others say otherwise" }).textContent(), /This outlet: 10:15 p\.m\.; others: 10:15 a\.m\. in Inland Wire, Coast Today/);
  await everywhere("/outlets", "outlets");
  await everywhere("/outlets?name=Coast%20Today", "outlet");
});

test("a speaker as the ledger knows them", async () => {
  await page.goto(at("/speakers?by=Lindqvist"));
  const facts = await page.locator("#main dl.facts").textContent();
  assert.match(facts, /Named.*Tove Lindqvist \(\d+\)/s);
  assert.match(facts, /Altered somewhere[1-9]/);
  await everywhere("/speakers?by=Lindqvist", "speaker");
});

test("a report: whose words, by which words of it, and how it came here", async () => {
  await page.goto(at("/outlets?name=Coast%20Today"));
  await page.locator("ol.hits h2 a").first().click();
  assert.match(await page.locator("dl.facts").first().textContent(), /Whose words.*Inland Wire/s);
  const grounds = page.locator(".grounds li");
  assert.ok(await grounds.count() > 0);
  await page.locator(".grounds").getByRole("link", { name: "that report" }).first().click();
  await page.getByRole("heading", { name: "Two reports compared" }).waitFor();
});

test("the versions of a report are compared word by word", async () => {
  await page.goto(at("/reports/wire"));
  // What went stands before what came.
  const revision = page.locator("article.finding.revision h3");
  assert.deepEqual([await revision.locator("del").allTextContents(), await revision.locator("ins").allTextContents()], [["Fourteen"], ["Sixteen"]]);
  await page.getByRole("link", { name: "what changed" }).click();
  assert.deepEqual(await main().locator("del").allTextContents(), ["Fourteen"]);
  assert.deepEqual(await main().locator("ins").allTextContents(), ["Sixteen"]);
  assert.match(await page.locator("#main > [role=status]").textContent(), /1 word struck out and 1 word put in/);
  await everywhere("/reports/wire", "report-versions");
  await everywhere("/reports/wire/changes", "changes");
  assert.equal((await page.goto(at("/reports/wire/changes?from=1&to=9"))).status(), 404);
});

test("two reports of one's choice are compared in full", async () => {
  await page.goto(at("/stories/1"));
  await page.getByRole("link", { name: "Compare two reports" }).click();
  const second = page.getByLabel("Second");
  const other = await second.locator("option", { hasText: "Coast Today" }).getAttribute("value");
  await second.selectOption(other);
  const first = page.getByLabel("First");
  await first.selectOption(await first.locator("option", { hasText: "Inland Wire" }).getAttribute("value"));
  await page.getByRole("button", { name: "Compare" }).click();
  assert.equal(await page.locator(".pair article").count(), 2);
  assert.ok(await page.locator(".pair .shared").count() >= 2, "what both print is marked");
  await page.getByRole("heading", { name: /What these two say alike \([1-9]/ }).waitFor();
  const alike = page.locator("h2", { hasText: "What these two say alike" });
  assert.equal(await page.locator("h2:has-text('say alike') + .columns article:not(.agreement, .single_source)").count(), 0, "agreements alone");
  assert.ok(await alike.isVisible());
  const otherwise = page.locator("#otherwise");
  assert.ok(await otherwise.locator("article").count() > 0 && !await otherwise.locator("article").first().isVisible(), "folded");
  await otherwise.locator("summary").first().click();
  assert.ok(await otherwise.locator("article").first().isVisible());
  const differ = page.locator("h2", { hasText: "What these two differ over" });
  assert.match(await differ.textContent(), /\(\d+\)/);
  await everywhere(new URL(page.url()).pathname + new URL(page.url()).search, "compare");
  assert.equal((await page.goto(at("/compare?a=wire&b=wire"))).status(), 400);
  await page.goto(at("/compare"));
  await accessible("compare-empty");
});

test("quotations are laid against a transcript that is pasted", async () => {
  await page.goto(at("/stories/1"));
  await page.getByRole("link", { name: "Check its quotations against a transcript" }).click();
  await page.getByLabel("Transcript").fill(readFileSync(path.join(root, "examples/briefing.txt"), "utf8"));
  await page.getByRole("button", { name: "Check the quotations" }).click();
  await page.getByText(/1 altered, 0 not found, 0 cut, 3 verbatim/).waitFor();
  const altered = page.locator("section.altered .quoted");
  assert.equal(await altered.locator("ins").count(), 1, "where the report departs");
  assert.equal(await altered.locator("del").count(), 0, "true words are not struck");
  assert.equal(await altered.locator("b.value").count(), 1);
  for (const colorScheme of ["dark", "light"]) for (const width of [390, 1400]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await fits(page, `transcript at ${width}`);
    await accessible(`transcript-${colorScheme}-${width}`);
  }
  await page.goto(at("/reference"));
  await page.getByLabel("Story, by number").fill("1");
  await page.getByLabel("or a file of it").setInputFiles(path.join(root, "examples/briefing.txt"));
  await page.getByRole("button", { name: "Check the quotations" }).click();
  await page.getByText(/1 altered/).waitFor();
});

test("a question mark shows the keys of the page", async () => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.goto(at("/stories/1"));
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("next report, the one before").waitFor();
  await accessible("keys");
  await page.keyboard.press("Escape");
  assert.equal(await keys.count(), 0);
  await page.goto(at("/speakers"));
  await page.keyboard.press("?");
  assert.equal(await page.getByText("next finding, the one before").count(), 0, "only keys that work here");
});

test("the palette goes anywhere by name", async () => {
  await page.goto(at("/"));
  await page.keyboard.press("g");
  const palette = page.getByRole("dialog", { name: "Go to" });
  await palette.getByRole("option", { name: "Findings" }).waitFor();
  await page.keyboard.type("lindq");
  await palette.getByRole("option", { name: /Tove Lindqvist/ }).waitFor();
  await accessible("palette");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/speakers\?by=/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("courier");
  await palette.getByRole("option", { name: /Maren Courier/ }).click();
  await page.waitForURL(/\/outlets\?name=/);
  await page.keyboard.press("g");
  await page.keyboard.type("ferry accident");
  await palette.getByRole("option", { name: /story$/ }).first().waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/stories\/1/);
});

test("pages on paper: no buttons, no menus, nothing cut off", async () => {
  for (const address of ["/stories/1", "/reports/wire", "/findings", "/search?q=ferry", "/outlets?name=Coast%20Today", "/speakers?by=Lindqvist", "/"]) {
    await page.goto(at(address));
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("button:visible").count(), 0, `${address}: buttons`);
    assert.equal(await page.locator("nav:visible").count(), 0, `${address}: menus`);
    const wide = await page.evaluate(() => {
      document.body.style.width = "190mm";
      return document.documentElement.scrollWidth > Math.max(innerWidth, 720) + 1;
    });
    assert.ok(!wide, `${address} fits`);
    assert.ok((await page.pdf({ format: "A4" })).length > 5000);
    await page.emulateMedia({ media: "screen" });
  }
});
