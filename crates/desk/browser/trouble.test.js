// Adding tells every problem with its mend there; errors say what to do in the browser; addresses and back.
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

const plain = async (name) => {
  const words = await page.locator("main").textContent();
  assert.doesNotMatch(words, /`|\bcrosswire [a-z]|--[a-z]|as_of|openapi/, `${name}: ${words}`);
};

test("without the token, the page asks for it, and takes it", async () => {
  await page.goto(desk.at("/add"));
  await plain("add");
  await accessible(page, "who");
  await page.getByLabel("The desk's token").fill("not this one at all");
  await page.keyboard.press("Enter");
  await page.getByText("This is not the desk's token.").waitFor();
  await plain("token");
  await page.getByLabel("The desk's token").fill(new URL(desk.entrance).searchParams.get("token"));
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Add reports" }).first().waitFor();
  assert.ok(!page.url().includes("token"));
});

test("every problem of what is added is told, with its mend there", async () => {
  await page.goto(desk.at("/add"));
  await page.getByLabel("or text").fill('{"id": "d1", "outlet": "Dateless", "title": "Fire at Sund", "text": "The Maren burned at Sund. Four people were hurt, Ana Brell said."}\n'
    + '{"id": "d2", "outlet": "Odd", "title": "Feuer in Sund", "published": "2031-03-01", "text": "Die Maren brannte am Montag in Sund. Vier Menschen wurden verletzt, sagte Ana Brell am Abend der Zeitung. Die Feuerwehr brauchte drei Stunden, um den Brand zu löschen. Warum das Schiff in Brand geriet, weiß man noch nicht, und die Polizei ermittelt."}\n'
    + '{"id": "d3"');
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("Done: ").waitFor({ timeout: 120_000 });
  await page.getByRole("heading", { name: "Give them their dates" }).waitFor();
  const problems = await page.locator("p.problem").allTextContents();
  const progress = await desk.asked("GET", `/api/v1/jobs/${page.url().match(/\d+$/)[0]}`);
  assert.equal(problems.length, progress.errors.length + progress.problems.length);
  assert.ok(progress.errors.length >= 1 && progress.problems.some(({ kind }) => kind === "no_date") && progress.problems.some(({ kind }) => kind === "language"), JSON.stringify(progress));
  await accessible(page, "added-problems");
  await page.getByLabel("Fire at Sund was published").fill("2031-03-02");
  await page.getByLabel("Your name").fill("Ida");
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: "Keep the date of number 1" }).click();
  await answered;
  const report = await desk.asked("GET", "/api/v1/reports/d1");
  assert.equal(report.published, "2031-03-02");
  assert.ok(report.problems.every(({ kind }) => kind !== "no_date"), "what is put right is no problem any more");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await fits(page, "job");
  await page.setViewportSize({ width: 1400, height: 900 });
});

test("errors say what to do in the browser", async () => {
  for (const [address, words] of [["/stories/999", "There is no story “999” here."], ["/reports/none", "There is no report “none” here."],
    ["/findings/none", "There is no finding “none” here."], ["/nothing/here", "There is nothing here"], ["/findings/marks", "takes what a form sends"],
    ["/?after=nonsense", "No part of the list begins there."], ["/findings?least=3", "give a number from 0 to 1"], ["/jobs/999", "no such upload"]]) {
    await page.goto(desk.at(address));
    await page.getByText(words).first().waitFor();
    await plain(address);
    await accessible(page, `trouble${address.replaceAll(/\W/g, "-")}`);
  }
});

test("a form of before the desk was started again says so", async () => {
  await page.goto(desk.at("/findings"));
  await page.evaluate(() => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/name?form=0";
    document.body.append(form);
    form.submit();
  });
  await page.getByText("from before the desk was started again").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Findings" }).waitFor();
});

test("the desk has a sign, and no page asks for what is not there", async () => {
  const missing = [];
  page.on("response", (answer) => { if (answer.status() >= 400) missing.push(answer.url()); });
  for (const address of ["/", "/findings", "/stories/1", "/speakers", "/search?q=ferry", "/corrections", "/right", "/watch", "/sources", "/add", "/health"]) {
    await page.goto(desk.at(address));
    await accessible(page, `all${address.replaceAll(/\W/g, "-")}`);
  }
  assert.deepEqual(missing, []);
  for (const icon of ["/favicon.ico", "/static/icon.svg"]) {
    const answer = await fetch(desk.at(icon));
    assert.equal(answer.headers.get("content-type"), "image/svg+xml");
  }
});

test("back works through the whole way", async () => {
  await page.goto(desk.at("/"));
  await page.locator("ol.stories a").first().click();
  await page.waitForURL(/stories/);
  await page.locator("article.finding").first().getByRole("link", { name: "Open", exact: true }).click();
  await page.waitForURL(/findings/);
  await page.locator("dl.facts a").first().click();
  await page.waitForURL(/stories\/1#f-/);
  for (const at of [/findings\//, /stories\/1/, /\/$/]) {
    await page.goBack();
    await page.waitForURL(at);
  }
});
