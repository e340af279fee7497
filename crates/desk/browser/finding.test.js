// A finding by itself: named, dated, copied, told as it came; what changed since it was marked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, fits, start } from "./started.js";

let desk, page, conflict;

before(async () => {
  desk = await start();
  page = desk.page;
  await desk.addExample();
  const { items } = await desk.asked("GET", "/api/v1/inbox?kind=conflict");
  conflict = items[0];
  await page.goto(desk.entrance);
  await page.goto(desk.at(`/findings/${conflict.finding.id}`));
});

after(async () => desk?.close());

test("its story is named and linked, its values stand out with who holds them and when", async () => {
  const story = page.locator("dl.facts").getByRole("link", { name: conflict.label });
  assert.match(await story.getAttribute("href"), /^\/stories\/1#f-/);
  const values = await page.locator("table td b.value").allTextContents();
  assert.deepEqual(values, conflict.finding.values.map(({ value }) => value));
  assert.ok(await page.locator("table time").count() > 0);
  assert.ok(await page.locator("blockquote b.value").count() > 0, "values are marked where they stand");
  assert.ok(await page.locator("#trail + ol li").getByText("found as conflict").isVisible());
  await accessible(page, "finding-whole");
});

test("it is copied as text, Markdown, citation and link, by key", async () => {
  await desk.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(desk.entrance).origin });
  const claim = conflict.finding.question.replace(/\s+/g, " ");
  for (const [name, wanted] of [["text", claim], ["Markdown", "**Conflict:**"], ["a citation", "ledger sealed"], ["a link", page.url()]]) {
    await page.locator(".copies").getByRole("link", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#copied").getByText(`Copied as ${name}.`).waitFor();
    const words = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(words.includes(wanted), `${name}: ${words}`);
  }
  const answer = await fetch(desk.at(`/findings/${conflict.finding.id}/as/text`));
  assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
  const text = await answer.text();
  for (const { text: words } of conflict.finding.evidence.slice(0, 1)) assert.ok(text.includes(words.trim()));
  assert.equal((await fetch(desk.at(`/findings/${conflict.finding.id}/as/pdf`))).status, 404);
});

test("an altered quotation stands in quotation marks, the words that differ in place", async () => {
  const { items } = await desk.asked("GET", "/api/v1/inbox?kind=quote_variant");
  await page.goto(desk.at(`/findings/${items[0].finding.id}`));
  const quotes = page.locator("article blockquote");
  for (const words of await quotes.allTextContents()) assert.match(words, /^“.*”$/s);
  // Neither outlet took anything back: each has its own words marked alike, none struck.
  assert.deepEqual(await quotes.locator("b.value").allTextContents(), ["reach", "recover"]);
  assert.equal(await quotes.locator("del, ins").count(), 0);
  await accessible(page, "finding-quotation");
});

test("marks and changes stand in the order in which they came, and so does what changed since", async () => {
  const id = conflict.finding.id;
  await desk.asked("POST", `/api/v1/findings/${id}/marks`, { word: "confirmed", name: "Ida", note: "rang them" });
  // Another report gives another number: the finding changes under its address.
  await desk.add(JSON.stringify({ id: "late", outlet: "The Late Post", published: "2031-03-06T12:00:00Z",
    title: conflict.label, text: (await desk.asked("GET", `/api/v1/reports/${conflict.finding.evidence[0].report}`)).text }));
  await desk.asked("POST", `/api/v1/findings/${id}/marks`, { word: "wrong", name: "Orla" });
  await desk.asked("POST", `/api/v1/findings/${id}/marks`, { word: "unmarked", name: "Orla" });
  await page.goto(desk.at(`/findings/${id}`));
  const trail = await page.locator("ol.trail li").allTextContents();
  const at = (words) => trail.findIndex((line) => line.includes(words));
  assert.ok(at("found as") === 0 && at("confirmed by Ida: rang them") > 0 && at("wrong by Orla (taken back since)") > at("confirmed by"), trail.join("\n"));
  assert.ok(at("taken back by Orla") > at("wrong by Orla"));
  assert.ok(await page.locator("p.verdict").getByText("Confirmed by Ida").isVisible(), "Ida's word stands again");
  await accessible(page, "finding-trail");
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page, "finding");
  await accessible(page, "finding-390");
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("hostile words stay words", async () => {
  const hostile = (outlet, n) => JSON.stringify({ id: `x${n}`, outlet, published: "2031-05-01",
    url: n ? "javascript:alert(1)" : "https://example.org/a?b=c", title: "<img src=x onerror=alert(1)> at Sund",
    text: `The Maren burned at Sund on Monday. ${3 + n} people were hurt, <script>alert(1)</script> Brell said.` });
  await desk.add(`${hostile("<b>One</b>", 0)}\n${hostile("Two\"onclick=", 1)}`);
  page.on("dialog", () => assert.fail("a script of a report ran"));
  const { items } = await desk.asked("GET", "/api/v1/inbox?limit=500");
  const found = items.find(({ finding }) => finding.evidence.some(({ report }) => report === "x0"));
  for (const address of ["/findings", ...(found ? [`/findings/${found.finding.id}`] : []), "/reports/x0", "/reports/x1"]) {
    await page.goto(desk.at(address));
    assert.equal(await page.locator("main img, main script").count(), 0, address);
  }
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  await page.goto(desk.at("/reports/x0"));
  const address = page.getByRole("link", { name: "https://example.org/a?b=c" });
  assert.match(await address.getAttribute("rel"), /noopener/);
});
