// Corrections in the browser: each by name, in the log, undone there; by key, narrow, and with what the ledger
// answers afterwards.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { accessible, fits, start } from "./started.js";

let desk, page;
const story = async (id) => (await desk.asked("GET", `/api/v1/stories/${id}`));

before(async () => {
  desk = await start();
  page = desk.page;
  await desk.addExample();
  await page.goto(desk.entrance);
});

after(async () => desk?.close());

// Opens the forms of a page by key, fills fields by their labels, and presses a button of the same form.
async function correct(address, button, fields = {}, boxes = []) {
  await page.goto(desk.at(address));
  const forms = page.locator("details.correcting#correct");
  await forms.locator(":scope > summary").focus();
  await page.keyboard.press("Enter");
  const form = forms.locator("form").filter({ has: page.getByRole("button", { name: button, exact: true }) });
  for (const box of boxes) await form.locator(`input[value="${box}"]`).check();
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label, { exact: false }).first().fill(value);
  await accessible(page, `correct-${button.slice(0, 12)}`);
  await form.getByRole("button", { name: button, exact: true }).focus();
  await sent(() => page.keyboard.press("Enter"));
}

// Does what sends a form, and waits until the page that it leads to is there.
async function sent(press) {
  await page.evaluate(() => { window.before = true; });
  await press();
  await page.waitForFunction(() => !window.before && document.readyState === "complete");
}

const me = { "Your name": "Ida" };
const undo = async () => {
  await page.goto(desk.at("/corrections"));
  await page.getByRole("button", { name: /^Undo number/ }).first().focus();
  await sent(() => page.keyboard.press("Enter"));
  await page.getByText("Undone since.").first().waitFor();
};

test("a story is renamed, and has its name back", async () => {
  const { label } = await story(1);
  await correct("/stories/1", "Rename it", { "It is called": "The Aurelia aground", "Why": "plainer", ...me });
  await page.getByRole("heading", { level: 1, name: "The Aurelia aground" }).waitFor();
  await page.goto(desk.at("/corrections"));
  await page.getByText("is called “The Aurelia aground”").waitFor();
  await page.getByText("Ida: plainer").waitFor();
  await accessible(page, "corrections");
  await undo();
  assert.equal((await story(1)).label, label);
});

test("a story is split, put back, and split again", async () => {
  const before = await story(1);
  const leave = before.reports.slice(0, 2);
  await correct("/stories/1", "Make them a story of their own", me, leave);
  await page.waitForURL(/\/stories\/\d+$/);
  const made = page.url().match(/\d+$/)[0];
  assert.notEqual(made, "1");
  assert.deepEqual((await story(made)).reports, leave);
  await undo();
  assert.deepEqual((await story(1)).reports, before.reports);
  assert.deepEqual((await story(1)).findings.map(({ id }) => id).sort(), before.findings.map(({ id }) => id).sort(), "addresses last");
  // The undoing can be undone.
  await undo();
  assert.deepEqual((await story(made)).reports, leave);
  await correct(`/stories/${made}`, "Merge it into that one", { "It tells the same as the story": desk.at("/stories/1"), ...me });
  await page.waitForURL(/\/stories\/1$/);
  assert.deepEqual((await story(1)).reports, before.reports);
});

test("reports are moved, withdrawn and given their date, outlet and language", async () => {
  const [report] = (await story(1)).reports;
  await correct("/stories/1", "Make them a story of their own", me, [(await story(1)).reports[3]]);
  await page.waitForURL(/\/stories\/\d+$/);
  const other = page.url().match(/\d+$/)[0];
  await correct(`/reports/${report}`, "Move it there", { "It belongs to the story": other, ...me });
  await page.getByText("Correct this report").waitFor();
  assert.equal((await desk.asked("GET", `/api/v1/reports/${report}`)).story, other);
  await undo();
  assert.equal((await desk.asked("GET", `/api/v1/reports/${report}`)).story, "1");
  await correct(`/reports/${report}`, "Withdraw it: no story, no finding", me);
  await page.getByText("Correct this report").waitFor();
  assert.equal((await desk.asked("GET", `/api/v1/reports/${report}`)).story, null);
  await page.goto(desk.at(`/reports/${report}`));
  await page.getByText("Correct this report").click();
  await accessible(page, "report-withdrawn");
  await undo();
  await correct(`/reports/${report}`, "Give it these", { "Published": "2031-03-05", "Outlet": "The Right Outlet", "Language": "en", ...me });
  await page.getByText("The Right Outlet").first().waitFor();
  let now = await desk.asked("GET", `/api/v1/reports/${report}`);
  assert.deepEqual([now.published, now.outlet], ["2031-03-05", "The Right Outlet"]);
  await undo();
  now = await desk.asked("GET", `/api/v1/reports/${report}`);
  assert.notEqual(now.outlet, "The Right Outlet");
});

test("a quotation is said by somebody else, and names are one's or two's", async () => {
  const quotes = async (by) => (await desk.asked("GET", `/api/v1/quotes?by=${encodeURIComponent(by)}`)).items;
  const [quote] = await quotes("Lindqvist");
  await page.goto(desk.at(`/reports/${quote.report}`));
  const row = page.locator("li").filter({ has: page.locator("q").getByText(quote.text, { exact: true }) }).first();
  await row.getByText("Wrong speaker?").click();
  await row.getByLabel("Said by").fill("Mara Vell");
  await row.getByLabel("Your name").fill("Ida");
  await accessible(page, "correct-speaker");
  await sent(() => row.getByRole("button", { name: "Keep" }).click());
  await page.getByRole("link", { name: "Mara Vell" }).first().waitFor();
  assert.equal((await quotes("Mara Vell")).length, 1);
  await correct("/speakers?by=Mara+Vell", "are one's: list their words together", { "The name": "Tove Lindqvist", "and the name": "Mara Vell", ...me });
  await page.getByText("Correct this name").waitFor();
  assert.ok((await quotes("Tove Lindqvist")).some(({ speaker }) => speaker === "Mara Vell"));
  await undo();
  assert.ok(!(await quotes("Tove Lindqvist")).some(({ speaker }) => speaker === "Mara Vell"));
  await page.goto(desk.at("/corrections"));
  await sent(() => page.getByRole("button", { name: /^Undo number/ }).nth(1).click());
  await page.getByText("Undone since.").first().waitFor();
  assert.equal((await quotes("Mara Vell")).length, 0);
});

test("what cannot be done says what to do in the browser, and back leads to what one wrote", async () => {
  await correct("/stories/1", "Merge it into that one", { "It tells the same as the story": "999", ...me });
  await page.getByText("There is no story “999” here.").waitFor();
  assert.doesNotMatch(await page.locator("main").textContent(), /crosswire |--\w/);
  await accessible(page, "correct-refused");
  await page.goBack();
  await page.getByText("Correct this story").waitFor();
  await correct("/stories/1", "Make them a story of their own", me);
  await page.getByText("choose the reports first").waitFor();
});

test("narrow, every form fits", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of ["/stories/1", "/reports/wire", "/speakers?by=Lindqvist", "/corrections"]) {
    await page.goto(desk.at(address));
    for (const summary of await page.locator("details.correcting > summary").all()) await summary.click();
    await fits(page, address);
    await accessible(page, `narrow${address.replaceAll(/\W/g, "-")}`);
  }
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("the ledger holds all of it: verified, looked at again, and as of before", async () => {
  const run = (...words) => execFileSync(desk.binary, [...words, "--ledger", desk.ledger], { encoding: "utf8" });
  const log = await desk.asked("GET", "/api/v1/corrections?limit=500");
  assert.ok(log.items.length > 10 && log.items.some(({ undone }) => undone));
  const stories = await desk.asked("GET", "/api/v1/stories");
  run("reanalyse");
  run("verify");
  const again = await desk.asked("GET", "/api/v1/stories");
  assert.deepEqual(again.items.map(({ id, label, reports }) => [id, label, reports]), stories.items.map(({ id, label, reports }) => [id, label, reports]));
  const first = log.items.at(-1).at;
  const before = new Date(new Date(first).getTime() - 1).toISOString();
  const then = await desk.asked("GET", `/api/v1/stories?as_of=${before}`);
  assert.equal(then.items.length, 1);
  assert.equal((await desk.asked("GET", "/api/v1/corrections?limit=500")).items.length, log.items.length);
});
