"use strict";
// Lights the words of the chosen finding, and follows an upload. The address after # is the only state.
const findings = [...document.querySelectorAll("[data-finding]")];

function choose(id, scroll) {
  for (const finding of findings) finding.classList.toggle("chosen", finding.dataset.finding === id);
  const shown = new Set();
  for (const report of document.querySelectorAll(".report.shows")) report.classList.remove("shows");
  for (const mark of document.querySelectorAll("mark")) {
    const lit = mark.dataset.findings.split(" ").includes(id);
    mark.classList.toggle("lit", lit);
    const report = mark.closest(".beside .report");
    if (lit && report && !shown.has(report)) {
      shown.add(report);
      report.classList.add("shows");
      if (scroll) report.scrollTo({ top: mark.offsetTop - report.offsetTop - report.clientHeight / 3 });
    }
  }
  if (scroll && shown.size) document.querySelector(".beside").scrollTo({ left: 0 });
}

function fromAddress() {
  choose(location.hash.startsWith("#f-") ? location.hash.slice(3) : null, true);
}

function step(by) {
  const at = findings.findIndex((finding) => finding.classList.contains("chosen"));
  const next = findings[Math.min(Math.max(at + by, 0), findings.length - 1)];
  if (next) {
    location.hash = next.id;
    next.querySelector("a").focus();
  }
}

addEventListener("hashchange", fromAddress);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") document.querySelector("#find").focus(), event.preventDefault();
  else if (event.key === "Escape") {
    history.replaceState(null, "", location.pathname + location.search);
    choose(null, false);
  }
});
addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  const finding = event.target.closest("[data-finding]");
  if (event.target.closest("a")) return;
  if (mark) location.hash = "f-" + mark.dataset.findings.split(" ")[0];
  else if (finding && !event.target.closest("a, details, form")) location.hash = finding.id;
});
fromAddress();
if (location.hash === "#mark") document.querySelector("#mark")?.setAttribute("open", "");

const arranged = document.querySelector("#stacked");
if (arranged) {
  arranged.checked = localStorage.getItem("arranged") === "stacked";
  addEventListener("change", (event) => {
    if (event.target.name === "arrange") localStorage.setItem("arranged", event.target.value);
  });
}

const job = document.querySelector("[data-job]");
if (job) {
  const events = new EventSource(`/jobs/${job.dataset.job}/events`);
  const show = (event) => { job.innerHTML = event.data; };
  events.addEventListener("step", show);
  events.addEventListener("end", (event) => {
    show(event);
    events.close();
    // What can be put right has its forms on the page of what ended; the page before it in the history stays.
    if (job.querySelector(".problem")) location.replace(location.href);
  });
}

// What was found since Watch was last looked at.
const badge = document.querySelector("[data-badge]");
if (badge) {
  const alerts = document.querySelector("[data-last]");
  if (alerts && location.search === "") localStorage.setItem("watched", alerts.dataset.last);
  const count = async () => {
    try {
      const answer = await fetch(`/watch/badge?after=${Number(localStorage.getItem("watched")) || 0}`);
      if (!answer.ok) return;
      const { new: found } = await answer.json();
      badge.textContent = found;
      badge.hidden = found === 0;
      badge.setAttribute("aria-label", `${found} new`);
    } catch {}
  };
  count();
  setInterval(count, 15000);
}

// A finding is copied in the form asked for; without the script the links show it.
addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const copied = document.querySelector("#copied");
  try {
    let words = link.href;
    if (link.dataset.copy !== "link") {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(String(answer.status));
      words = await answer.text();
    }
    await navigator.clipboard.writeText(words);
    copied.textContent = `Copied as ${link.textContent}.`;
  } catch {
    // Where the browser does not let a page copy, it shows what is to be copied.
    location.assign(link.href);
  }
});
