// A finding by itself: named, dated, copied, told as it came; what changed since it was marked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
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
  assert.ok(values.length >= conflict.finding.values.length);
  const own = conflict.finding.evidence.map(({ value }) => value.trim());
  for (const words of values) assert.ok(own.includes(words), `${words} are the words of no report`);
  assert.ok(await page.locator("table time").count() > 0);
  assert.ok(await page.locator("blockquote b.value").count() > 0, "values are marked where they stand");
  assert.ok(await page.locator("#trail + ol li").getByText("found as conflict").isVisible());
  await accessible(page, "finding-whole");
});

test("each outlet has its own words, those that say less apart", async () => {
  await desk.add(readFileSync(new URL("flood.jsonl", import.meta.url), "utf8"));
  const { items } = await desk.asked("GET", "/api/v1/inbox?limit=500");
  const rests = (finding) => finding.kind === "conflict" && finding.about === "time"
    && finding.evidence.some(({ value }) => value.trim() === "Tuesday night") && finding.values.length > 1;
  const vague = items.find(({ finding }) => rests(finding)).finding;
  const list = async (address, list) => {
    await page.goto(desk.at(address));
    return (await page.locator(list).allInnerTexts()).map((line) => line.replace(/\s+/g, " ").trim());
  };
  const all = await list("/findings?kind=conflict&about=time", `[id="f-${vague.id}"] .holds li`);
  assert.match(all.at(-1), /^less exact: Tuesday night .*Maren Courier/, all.join(" / "));
  for (const line of all.slice(0, -1)) assert.ok(!/Maren Courier/.test(line), line);
  const table = await list(`/findings/${vague.id}`, "main table tbody tr");
  assert.match(table.at(-1), /Tuesday night less exact.*Maren Courier/, table.join(" / "));
  const card = await list(`/stories/${vague.story}`, `article[id="f-${vague.id}"] .holds li`);
  assert.deepEqual(card, all);
  const against = await list("/outlets?name=Maren%20Courier", ".against");
  assert.ok(against.some((line) => /^This outlet: less exact: Tuesday night; others: /.test(line)), against.join(" / "));
  const report = await list("/reports/flood-2", `[id="f-${vague.id}"] .against`);
  assert.match(report[0], /^This report: less exact: Tuesday night; others: 1[01] p\.m\..* in /);
  const text = await (await fetch(desk.at(`/findings/${vague.id}/as/text`))).text();
  assert.match(text, /less exact: Tuesday night: .*Maren Courier/);
});

test("the sentence around the values is said to be one outlet's, and only the values are heavy", async () => {
  for (const [address, claim] of [[`/findings/${conflict.finding.id}`, "h1.claim"], [`/stories/1`, `article[id="f-${conflict.finding.id}"] h3`],
    ["/findings", `[data-row="${conflict.finding.id}"] h2`]]) {
    await page.goto(desk.at(address));
    const head = page.locator(claim).first();
    assert.match(await head.locator("small").textContent(), /^in the words of (Inland Wire|Maren Courier|Coast Today|The Northern Ledger)$/, address);
    const weight = (one) => Number(getComputedStyle(one).fontWeight);
    assert.ok(await head.evaluate(weight) <= 400 && await head.locator("b.value").first().evaluate(weight) >= 600, address);
  }
});

test("it is copied as text, Markdown, citation and link, by key", async () => {
  await page.goto(desk.at(`/findings/${conflict.finding.id}`));
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
  // A person's word is told wherever the finding stands, in the place of what was thought likely.
  await desk.asked("POST", `/api/v1/findings/${id}/marks`, { word: "confirmed", name: "Ida", note: "rang them again" });
  const report = conflict.finding.evidence[0].report;
  for (const [address, list] of [[`/reports/${report}`, `article[id="f-${id}"]`], ["/stories/1", `article[id="f-${id}"]`], ["/findings", `[data-row="${id}"]`]]) {
    await page.goto(desk.at(address));
    const told = await page.locator(list).first().textContent();
    assert.match(told, /(Conflict|Update|More and less exact), confirmed by Ida/, `${address}: ${told}`);
    assert.doesNotMatch(told, /likely right/, address);
  }
  await page.goto(desk.at(`/findings/${id}`));
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
