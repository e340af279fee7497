// Pictures of every page for people who read them: each page at three widths, light and dark.
//
//     scripts/desk-pictures OUT [PATH...]
//
// A desk is started over the repository's examples, with a correction, marks, a rule and an upload that went wrong in
// part; where paths are given, a second one over these, its pictures named after them. A page is cut at 3,000 pixels, and
// stands in columns of half of that beside each other where there is room, so that whoever looks needs not shrink it.
// Short pages share a picture.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { example, root, start } from "./started.js";

const LONGEST = 3000;
const COLUMN = 1500;
const GAP = 20;
const WIDEST = 1680;
const WIDTHS = [1400, 800, 390];
const THEMES = ["light", "dark"];

const [out, ...paths] = process.argv.slice(2);
if (!out) {
  console.error("usage: scripts/desk-pictures OUT [PATH...]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });

// The page as it stands, in pieces that are no longer than a column.
async function pieces(page) {
  const { width } = page.viewportSize();
  // No longer than what stands in it; a dialog stands in the window.
  const long = await page.evaluate(() => document.querySelector("dialog[open]") ? innerHeight
    : Math.ceil(document.body.getBoundingClientRect().height) + 8);
  const whole = Math.min(long, LONGEST);
  const all = [];
  for (let y = 0; y < whole; y += COLUMN) {
    const height = Math.min(COLUMN, whole - y);
    const picture = await page.screenshot({ fullPage: true, clip: { x: 0, y, width, height } });
    all.push({ height, picture: picture.toString("base64") });
  }
  return { all, long };
}

// Lays pieces into columns and columns into pictures, each piece with its words over it.
async function lay(browser, name, width, theme, shown) {
  const columns = [[]];
  const high = (column) => column.reduce((sum, piece) => sum + piece.height + 30, 0);
  for (const { words, all, long } of shown) all.forEach((piece, at) => {
    if (high(columns.at(-1)) && high(columns.at(-1)) + piece.height + 30 > COLUMN + 60) columns.push([]);
    const of = long > LONGEST ? ` (the first ${LONGEST} of ${long} px)` : "";
    columns.at(-1).push({ ...piece, words: at ? `${words}, further down` : words + of });
  });
  const most = Math.max(1, Math.floor((WIDEST + GAP) / (width + GAP)));
  const sheets = [];
  for (let at = 0; at < columns.length; at += most) sheets.push(columns.slice(at, at + most));
  const page = await browser.newPage({ viewport: { width: WIDEST, height: COLUMN } });
  for (const [at, sheet] of sheets.entries()) {
    const html = sheet.map((column) => `<div style="width:${width}px">${column.map(({ words, picture, height }) =>
      `<p>${words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p><img width=${width} height=${height} src="data:image/png;base64,${picture}">`).join("")}</div>`).join("");
    await page.setContent(`<style>body{margin:0;background:#888;display:inline-flex;gap:${GAP}px;align-items:start}
      p{margin:0;height:30px;font:14px/30px sans-serif;background:#444;color:#fff;padding:0 8px;overflow:hidden;white-space:nowrap}img{display:block}</style>${html}`);
    const file = `${name}-${width}-${theme}${sheets.length > 1 ? `-${at + 1}` : ""}.png`;
    await page.locator("body").screenshot({ path: path.join(out, file) });
    console.log(file);
  }
  await page.close();
}

// Takes groups of pages, each group a picture or a few: [name, [[words, address, what to do there]...]].
async function take(desk, groups, prefix = "") {
  for (const [name, pages] of groups) for (const theme of THEMES) for (const width of WIDTHS) {
    await desk.page.emulateMedia({ colorScheme: theme });
    await desk.page.setViewportSize({ width, height: 900 });
    const shown = [];
    for (const [words, address, act] of pages) {
      await desk.page.goto(address.includes("://") ? address : desk.at(address));
      // The page's own bar is no part of it; those within it are.
      await desk.page.addStyleTag({ content: "html { scrollbar-width: none }" });
      await act?.(desk.page);
      await desk.page.waitForTimeout(150);
      shown.push({ words: `${words}, ${width} px, ${theme}`, ...await pieces(desk.page) });
    }
    await lay(desk.browser, prefix + name, width, theme, shown);
  }
}

const unfold = async (page) => { for (const fold of await page.locator(".reading > summary").all()) await fold.click(); };
const read = (file) => readFileSync(file, "utf8");
const found = async (desk, kind, story) => {
  const { items } = await desk.asked("GET", `/api/v1/findings?kind=${kind}&limit=1${story ? `&story=${story}` : ""}`);
  return items[0] && `/findings/${items[0].id}`;
};

async function ofExamples() {
  const desk = await start([], { bars: true });
  const { page } = desk;
  await page.goto(desk.entrance);
  await desk.asked("PUT", "/api/v1/rules/tolls", { kind: ["conflict", "update"], about: ["quantity"], words: ["killed", "dead", "died"], least_confidence: 0.3 });
  await desk.addExample();
  const reports = read(example).trim().split("\n").map((line) => JSON.parse(line));
  const wire = reports.find(({ id }) => id === "wire");
  await desk.add(JSON.stringify({ ...wire, text: wire.text.replace("Fourteen people were injured", "Sixteen people were injured") }));
  await desk.add(read(path.join(import.meta.dirname, "flood.jsonl")));
  const flood = (await desk.asked("GET", "/api/v1/reports/flood-3")).story;
  const [conflict, altered] = [await found(desk, "conflict", 1), await found(desk, "quote_variant", 1)];
  await desk.asked("POST", `/api/v1${conflict}/marks`, { word: "confirmed", note: "Both reports checked with the harbour", name: "Ida Öst" });
  await desk.asked("POST", "/api/v1/corrections", { correction: { kind: "rename", story: "1", label: "The Aurelia strikes the breakwater" }, note: "plainer", name: "Ida Öst" });
  await desk.asked("POST", "/api/v1/feeds", { rule: "tolls" });
  await page.context().addCookies([{ name: "crosswire_name", value: "Ida", url: desk.at("/") }]);
  await page.goto(desk.at("/add"));
  await page.getByLabel("or text").fill('{"id": "d1", "outlet": "Dateless", "title": "Library opens at Visk", "text": "A library was opened at Visk. It has 40,000 books, Ana Brell said."}\n{"id": "d2"');
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("Done: ").waitFor({ timeout: 120_000 });
  const job = new URL(page.url()).pathname;
  await page.goto(desk.at("/search?q=ferry+-drill"));
  await page.getByRole("button", { name: "Save this search" }).click();
  const check = path.join(out, "check.html");
  writeFileSync(check, execFileSync(desk.binary, ["check", path.join(root, "examples/ferry"), "--format", "html"], { maxBuffer: 1 << 28 }));
  const judge = async (page) => {
    await page.getByLabel("Transcript").fill(read(path.join(root, "examples/briefing.txt")));
    await page.getByRole("button", { name: "Check the quotations" }).click();
    await page.locator("section.altered").first().waitFor();
  };
  const forms = async (page) => { for (const fold of await page.locator("details.correcting > summary").all()) await fold.click(); };
  await take(desk, [
    ["stories", [["stories", "/"], ["the palette", "/", (page) => page.keyboard.press("g")]]],
    ["story", [["story", "/stories/1", unfold]]],
    ["story-chosen", [["a finding chosen in a story", "/stories/1", async (page) => {
      const finding = page.locator("article.finding.conflict").first();
      await finding.locator("h3").click();
      await finding.scrollIntoViewIfNeeded();
    }]]],
    ["story-numbers", [["a story with vague numbers", `/stories/${flood}`]]],
    ["findings", [["findings", "/findings"]]],
    ["finding", [["a conflict", conflict, unfold], ["an altered quotation", altered]]],
    ["report", [["report", "/reports/wire"]]],
    ["changes", [["versions of a report compared", "/reports/wire/changes"]]],
    ["compare", [["two reports compared", "/compare?a=wire&b=coast"]]],
    ["search", [["search", "/search?q=ferry"], ["search, nothing asked yet", "/search"]]],
    ["outlets", [["outlets", "/outlets"], ["an outlet", "/outlets?name=Coast%20Today"]]],
    ["speakers", [["speakers", "/speakers"], ["a speaker", "/speakers?by=Lindqvist"]]],
    ["transcript", [["transcripts", "/reference?story=1"], ["quotations against a transcript", "/reference?story=1", judge]]],
    ["watch", [["watch", "/watch", async (page) => { for (const fold of await page.locator("main details > summary").all()) await fold.click(); }]]],
    ["add", [["adding reports", "/add"], ["what became of an upload", job]]],
    ["corrections", [["corrections", "/corrections"], ["forms to correct a story", "/stories/1", async (page) => {
      await forms(page);
      // The rest of the page has its own picture.
      await page.evaluate(() => { for (const one of document.querySelectorAll("main > section, main > .desk, main > .timeline")) one.remove(); });
    }]]],
    ["rest", [["how often it was right", "/right"], ["sources", "/sources"], ["ledger", "/health"], ["nothing there", "/stories/none"],
      ["the keys", "/stories/1", async (page) => { await page.keyboard.press("?"); await page.evaluate(() => { for (const one of document.querySelectorAll("main > *, footer")) one.remove(); }); }]]],
    ["check", [["crosswire check --format html", `file://${path.resolve(check)}`]]],
  ]);
  await desk.close();
}

async function ofOthers(paths) {
  const desk = await start(paths, { bars: true });
  await desk.page.goto(desk.entrance);
  await desk.page.context().addCookies([{ name: "crosswire_name", value: "Ida", url: desk.at("/") }]);
  const list = async (order) => (await desk.asked("GET", `/api/v1/stories?limit=3&order=${order}`)).items;
  const [disputed, covered] = [await list("disputed"), await list("covered")];
  const stories = [...new Set([disputed[0], covered[0], disputed[1]].filter(Boolean).map(({ id }) => id))];
  const [outlet] = (await desk.asked("GET", "/api/v1/reports?limit=1")).items.map(({ outlet }) => outlet ?? "");
  const { reports } = await desk.asked("GET", `/api/v1/stories/${stories[0]}`);
  const kinds = [await found(desk, "conflict"), await found(desk, "quote_variant"), await found(desk, "refinement")].filter(Boolean);
  await desk.page.goto(desk.at("/speakers"));
  const speaker = await desk.page.locator("ul.speakers a, table a").first().getAttribute("href").catch(() => null);
  await take(desk, [
    ["stories", [["stories", "/?order=disputed"]]],
    ...stories.map((id, at) => [`story-${at + 1}`, [["story", `/stories/${id}`]]]),
    ["findings", [["findings", "/findings"]]],
    ["finding", kinds.map((address) => ["finding", address])],
    ["report", [["report", `/reports/${encodeURIComponent(reports[0])}`]]],
    ["compare", [["two reports compared", `/compare?a=${encodeURIComponent(reports[0])}&b=${encodeURIComponent(reports[1] ?? reports[0])}`]]],
    ["search", [["search", "/search?q=police"]]],
    ["outlets", [["outlets", "/outlets"], ["an outlet", `/outlets?name=${encodeURIComponent(outlet)}`]]],
    ["speakers", [["speakers", "/speakers"], ...(speaker ? [["a speaker", speaker]] : [])]],
  ], "given-");
  await desk.close();
}

await ofExamples();
if (paths.length) await ofOthers(paths);
