"use strict";
// An open page learns what came in, and offers it at the edge: nothing that is being read moves. Who hides the
// page is told nothing until it is seen again, so that many tabs do not use up the browser's connections.
{
  const page = () => document.querySelector("[data-live]");
  const findings = new Set();
  const marks = new Map();
  let reports = 0, corrections = 0, more = false, source;

  const offer = document.createElement("aside");
  offer.className = "offer";
  offer.hidden = true;
  offer.setAttribute("aria-label", "News");
  offer.innerHTML = '<p role="status"></p><button type="button">Show it <kbd>r</kbd></button>';

  const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

  function words() {
    const told = [];
    const [of, id] = page().dataset.live.split(":");
    if (of === "finding") {
      if (findings.has(id)) told.push("this finding changed");
    } else {
      if (reports) told.push(count(reports, "new report", "new reports"));
      if (findings.size) told.push(count(findings.size, "new or changed finding", "new or changed findings"));
    }
    for (const [name, said] of marks) told.push(`${name} marked ${count(said, "finding", "findings")}`);
    if (corrections) told.push(count(corrections, "correction", "corrections"));
    if (!told.length && more) told.push("more came in");
    return told.join("; ");
  }

  function heard(news) {
    const [of, id] = page().dataset.live.split(":");
    if (news.commit && news.commit <= Number(page().dataset.commit)) return;
    const here = news.more || !id || news[of === "story" ? "stories" : "findings"].includes(id)
      || news.marks.some(([finding]) => finding === id);
    if (!here) return;
    more ||= Boolean(news.more);
    reports += news.reports ?? 0;
    corrections += news.corrections ?? 0;
    for (const finding of news.findings ?? []) findings.add(finding);
    for (const [finding, , name] of news.marks ?? [])
      if (of !== "finding" || finding === id) marks.set(name, (marks.get(name) ?? 0) + 1);
    const told = words();
    if (!told) return;
    offer.querySelector("p").textContent = told[0].toUpperCase() + told.slice(1) + ".";
    offer.hidden = false;
  }

  function listen() {
    source?.close();
    fresh();
    source = new EventSource(`/events?after=${page().dataset.commit}`);
    source.addEventListener("news", (event) => heard(JSON.parse(event.data)));
  }

  // The list is the newest there is: what was offered is in it.
  function fresh() {
    findings.clear();
    marks.clear();
    [reports, corrections, more] = [0, 0, false];
    offer.hidden = true;
  }

  if (page()) {
    document.body.append(offer);
    offer.querySelector("button").addEventListener("click", () => location.reload());
    addEventListener("desk-shown", fresh);
    addEventListener("keydown", (event) => {
      if (event.key !== "r" || event.ctrlKey || event.metaKey || event.altKey || offer.hidden) return;
      if (!event.target.closest("input:not([type=checkbox]), textarea, select")) location.reload();
    });
    const turn = () => {
      if (document.visibilityState === "visible") listen();
      else source?.close();
    };
    document.addEventListener("visibilitychange", turn);
    addEventListener("pagehide", () => source?.close());
    addEventListener("pageshow", (event) => { if (event.persisted) turn(); });
    turn();
  }
}
