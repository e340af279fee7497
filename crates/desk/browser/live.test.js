// Pages that are open learn what came in, and nothing that is being read moves.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, start } from "./started.js";

let desk, page, other;
const late = (id) => JSON.stringify({ id, outlet: `The ${id} Post`, published: "2031-03-06T12:00:00Z", title: "Ferry runs aground at Port Maren",
  text: `The ferry Aurelia ran aground at Port Maren on Thursday. ${90 + id.length} passengers were aboard, officials said.` });

before(async () => {
  desk = await start();
  page = desk.page;
  await desk.addExample();
  await page.goto(desk.entrance);
  other = await desk.context.newPage();
});

after(async () => desk?.close());

const offer = (words, of = page) => of.locator(".offer p").filter({ hasText: words });

test("in two windows, one marks and the other learns of it", async () => {
  await page.goto(desk.at("/findings"));
  await other.goto(desk.at("/findings"));
  await other.getByLabel("Your name").fill("Orla");
  const id = await other.locator("[data-row]").nth(1).getAttribute("data-row");
  await other.locator(`[data-row="${id}"] input`).check();
  const before = await page.evaluate(() => document.querySelector("#results").innerHTML);
  const top = await page.evaluate(() => document.querySelector("[data-row]").getBoundingClientRect().top);
  await other.getByRole("button", { name: "Wrong" }).click();
  await other.locator("#said").getByText("1 finding marked wrong.").waitFor();
  await offer("Orla marked 1 finding").waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("#results").innerHTML), before, "what is read stays as it is");
  assert.equal(await page.evaluate(() => document.querySelector("[data-row]").getBoundingClientRect().top), top, "and where it is");
  assert.equal(await other.locator(".offer").isVisible(), false, "who marked is offered nothing");
  await accessible(page, "inbox-offer");
  await page.keyboard.press("r");
  await page.locator(`[data-row="${id}"].wrong`).waitFor();
  assert.equal(await page.locator(".offer").isVisible(), false);
  // A finding's own page learns of it too.
  await page.goto(desk.at(`/findings/${id}`));
  await other.locator(`[data-row="${id}"] input`).check();
  await other.getByRole("button", { name: "Take back" }).click();
  await offer("Orla marked 1 finding").waitFor();
  await page.getByRole("button", { name: "Show it" }).click();
  await page.locator("p.verdict").waitFor({ state: "detached" });
});

test("new reports are offered where they matter", async () => {
  await page.goto(desk.at("/"));
  await other.goto(desk.at("/stories/1"));
  const third = await desk.context.newPage();
  await third.goto(desk.at("/findings/none"));
  await desk.add(late("one"));
  await offer("1 new report").waitFor();
  await offer("new or changed finding", other).waitFor();
  await accessible(other, "story-offer");
  assert.equal(await third.locator(".offer").count(), 0);
  await third.close();
  await other.keyboard.press("r");
  await other.locator(".report h2").getByText("The one Post").waitFor();
});

test("what came between the page and its listening is offered, and what another program added", async () => {
  await page.goto(desk.at("/findings"));
  const kept = await page.evaluate(() => document.querySelector("#results").dataset.commit);
  await desk.add(late("between"));
  await offer("1 new report").waitFor();
  // A page that was made before learns of it as soon as it listens.
  const answer = await fetch(desk.at(`/events?after=${kept}`));
  const reader = answer.body.getReader();
  const { value } = await reader.read();
  const said = new TextDecoder().decode(value);
  assert.match(said, /event: ?news/);
  assert.match(said, /"reports":1/);
  await reader.cancel();
});

test("a page that is hidden holds no connection", async () => {
  await page.goto(desk.at("/findings"));
  const opened = await page.evaluate(async () => {
    const Real = EventSource;
    let open = 0;
    window.EventSource = class extends Real {
      constructor(...all) { super(...all); open += 1; }
      close() { if (this.readyState !== 2) open -= 1; super.close(); }
    };
    const turn = (state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    };
    const seen = [];
    turn("visible"); seen.push(open);
    turn("hidden"); seen.push(open);
    turn("visible"); seen.push(open);
    return seen;
  });
  assert.deepEqual(opened, [1, 0, 1]);
});
