// The inbox: worked through by key, filtered in the address, marked and taken back, narrow and in two windows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, fits, start } from "./started.js";

let desk, page;

before(async () => {
  desk = await start();
  page = desk.page;
  await desk.addExample();
});

after(async () => desk?.close());

const rows = () => page.locator("[data-row]");
const ids = (of = page) => of.locator("[data-row]").evaluateAll((all) => all.map((row) => row.dataset.row));
const chosen = () => page.locator("[data-row].chosen").getAttribute("data-row");
const said = (words) => page.locator("#said").getByText(words).waitFor();

test("whoever has no token reads, and marks nothing", async () => {
  await page.goto(desk.at("/findings"));
  assert.ok(await rows().count() > 3);
  assert.equal(await page.getByRole("button", { name: "Confirm" }).count(), 0);
  await accessible(page, "inbox-reader");
});

test("a finding is marked from top to bottom by key alone", async () => {
  await page.goto(desk.entrance);
  await page.goto(desk.at("/findings"));
  await accessible(page, "inbox");
  const all = await ids();
  await page.keyboard.press("j");
  assert.equal(await chosen(), all[0]);
  await page.keyboard.press("c");
  await said("Say your name first");
  // The key led to the field; Enter keeps the name and leads back.
  await page.keyboard.type("Ida Öst");
  await page.keyboard.press("Enter");
  await said("kept under the name Ida Öst");
  await page.keyboard.press("c");
  await said("1 finding confirmed.");
  await page.locator(`[data-row="${all[0]}"] .verdict`).getByText("Confirmed by Ida Öst").waitFor();
  assert.equal(await chosen(), all[1], "goes on to the next");
  // Two keys at once are two marks, on two findings.
  await page.keyboard.press("w");
  await page.keyboard.press("e");
  await page.locator(`[data-row="${all[2]}"] .verdict`).getByText("Explained by Ida Öst").waitFor();
  const now = await ids();
  assert.equal(now.at(-1), all[1], "what is wrong goes to the end");
  assert.ok(await page.getByText("at the end 1 that people hold to be wrong").isVisible());
  await accessible(page, "inbox-marked");
  await page.keyboard.press("u");
  await said("1 finding taken back.");
  await page.keyboard.press("u");
  await page.locator(".wrong").waitFor({ state: "detached" });
  assert.deepEqual(await ids(), all, "all is in its place again");
});

test("the name is remembered, and the marks are on the finding's page", async () => {
  await page.reload();
  assert.equal(await page.getByLabel("Your name").inputValue(), "Ida Öst");
  await page.keyboard.press("k");
  await page.keyboard.press("o");
  await page.waitForURL(/\/findings\/[^?]+$/);
  await page.locator(".marks").getByText("Confirmed by Ida Öst").waitFor();
  // Back is where one was.
  const at = page.url();
  await page.goBack();
  await page.locator("[data-row].chosen").waitFor();
  assert.ok(at.endsWith(await chosen()));
});

test("several are marked at once, with a reason, and taken back at once", async () => {
  const [first, second, third] = await ids();
  await page.keyboard.press("k");
  for (const key of ["x", "j", "x", "j", "x", "n"]) await page.keyboard.press(key);
  await page.keyboard.type("copied from one wire");
  await page.keyboard.press("Enter");
  await page.keyboard.press("w");
  await said("3 findings marked wrong.");
  const end = (await ids()).slice(-3);
  assert.deepEqual(new Set(end), new Set([first, second, third]));
  await page.getByText("Wrong by Ida Öst: copied from one wire").first().waitFor();
  const { wrong, count } = await desk.asked("GET", "/api/v1/inbox");
  assert.equal(wrong, 3);
  const stats = await desk.asked("GET", "/api/v1/stats");
  assert.equal(stats.findings, count, "what is wrong counts in no number");
  await page.keyboard.press("u");
  await said("3 findings taken back.");
  assert.equal((await desk.asked("GET", "/api/v1/inbox")).wrong, 0);
});

test("filters are applied at once, stand in the address, and back undoes them", async () => {
  await page.goto(desk.at("/findings"));
  const all = (await ids()).length;
  await page.getByLabel("Kind").selectOption("conflict");
  await page.waitForURL(/kind=conflict/);
  await page.waitForFunction((n) => document.querySelectorAll("[data-row]").length < n, all);
  assert.ok((await rows().evaluateAll((found) => found.every((row) => row.classList.contains("conflict")))));
  const few = (await ids()).length;
  await page.getByText("More filters").click();
  await page.getByLabel("Outlet").fill("nobody at all");
  await page.getByText("No finding is like that.").waitFor();
  assert.match(page.url(), /kind=conflict.*outlet=nobody/);
  await accessible(page, "inbox-none");
  await page.goBack();
  await page.waitForFunction((n) => document.querySelectorAll("[data-row]").length === n, few);
  assert.equal(await page.getByLabel("Outlet").inputValue(), "");
  assert.equal(await page.getByLabel("Kind").inputValue(), "conflict");
  // The address alone gives the same list.
  const shown = await ids();
  await page.goto(page.url());
  assert.deepEqual(await ids(), shown);
  await page.goto(desk.at("/findings?kind=weather"));
  await page.getByText("choose one of those offered").waitFor();
  await accessible(page, "inbox-unknown");
});

test("new is what came since one looked", async () => {
  await page.goto(desk.at("/findings"));
  await page.getByRole("button", { name: "Mark all as seen" }).click();
  await page.getByText("0 new or changed since you looked").waitFor();
  assert.equal(await page.locator(".news").count(), 0);
  await desk.add(JSON.stringify({ id: "late", outlet: "The Late Post", published: "2031-03-06T12:00:00Z",
    title: "Ferry runs aground at Port Maren", text: "The ferry Aurelia ran aground at Port Maren on Thursday. 91 passengers were aboard, officials said." }));
  await page.reload();
  const news = await page.locator(".news").count();
  assert.ok(news > 0);
  await page.getByRole("link", { name: "Show these" }).click();
  await page.waitForURL(/new=1/);
  assert.equal(await rows().count(), news);
  await accessible(page, "inbox-new");
});

test("a page says how often Crosswire was right", async () => {
  await page.goto(desk.at("/findings"));
  const { items } = await desk.asked("GET", "/api/v1/inbox");
  const some = items.filter(({ finding }) => !finding.marks?.length).map(({ finding }) => finding.id).slice(0, 2);
  await desk.asked("POST", "/api/v1/marks", { findings: some, word: "wrong", name: "Orla" });
  await page.getByRole("link", { name: "How often Crosswire was right" }).click();
  await page.getByText("are wrong.").waitFor();
  const judged = await desk.asked("GET", "/api/v1/judged");
  const sum = (of) => judged.reduce((all, one) => all + one[of], 0);
  assert.equal(sum("wrong"), 2);
  const told = await page.locator("main > p").first().textContent();
  assert.ok(told.includes(`Of ${sum("confirmed") + sum("explained") + 2} findings`), told);
  await accessible(page, "right");
  await desk.asked("POST", "/api/v1/marks", { findings: some, word: "unmarked", name: "Orla" });
});

test("on a phone the tables of that are stacked, nothing cut", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(desk.at("/right"));
  for (const table of await page.locator(".wide").all())
    assert.ok(await table.evaluate((one) => one.scrollWidth <= one.clientWidth + 1));
  for (const cell of await page.locator("td").all()) {
    const box = await cell.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box));
  }
  assert.match(await page.locator("td").first().evaluate((one) => getComputedStyle(one, "::before").content), /Right/);
  await accessible(page, "right-390");
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("narrow, in both schemes, all is there and works", async () => {
  for (const scheme of ["dark", "light"]) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(desk.at("/findings"));
    await fits(page, "inbox");
    await accessible(page, `inbox-390-${scheme}`);
    await rows().nth(1).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Explained" }).click();
    await said("1 finding explained.");
    await page.locator(".verdict").getByText("Explained by").first().waitFor();
    await page.keyboard.press("u");
    await said("1 finding taken back.");
  }
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("without the script the form marks too", async () => {
  const plain = await desk.browser.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(desk.entrance);
  await bare.goto(desk.at("/findings?kind=conflict"));
  const [id] = await bare.locator("[data-row] input").evaluateAll((all) => all.map((one) => one.value));
  await bare.locator(`[data-row] input[value="${id}"]`).check();
  await bare.getByLabel("Your name").fill("Plain");
  await bare.getByRole("button", { name: "Confirm" }).click();
  await bare.locator(`[data-row="${id}"] .verdict`).getByText("Confirmed by Plain").waitFor();
  assert.match(bare.url(), /kind=conflict/, "back in the same list");
  await plain.close();
});
