"use strict";
// Lights the words of the chosen finding. The address after # is the only state.
const findings = [...document.querySelectorAll(".finding")];

function choose(id, scroll) {
  for (const finding of findings) finding.classList.toggle("chosen", finding.dataset.finding === id);
  const shown = new Set();
  for (const mark of document.querySelectorAll("mark")) {
    const lit = mark.dataset.findings.split(" ").includes(id);
    mark.classList.toggle("lit", lit);
    const report = mark.closest(".report");
    if (lit && scroll && !shown.has(report)) {
      shown.add(report);
      report.scrollTo({ top: mark.offsetTop - report.offsetTop - report.clientHeight / 3 });
    }
  }
}

function fromAddress() {
  const asked = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  const fold = asked?.closest("details");
  if (fold && !fold.open) {
    fold.open = true;
    asked.scrollIntoView();
  }
  choose(location.hash.startsWith("#f-") ? location.hash.slice(3) : null, true);
}

function step(by) {
  const at = findings.findIndex((finding) => finding.classList.contains("chosen"));
  const next = findings[Math.min(Math.max(at + by, 0), findings.length - 1)];
  if (next) {
    for (let fold = next.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    location.hash = next.id;
    next.querySelector("a").focus();
  }
}

document.getElementById("previous").addEventListener("click", () => step(-1));
document.getElementById("next").addEventListener("click", () => step(1));
addEventListener("hashchange", fromAddress);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "Escape") history.replaceState(null, "", location.pathname + location.search), choose(null, false);
});
addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  const finding = event.target.closest(".finding");
  if (mark) location.hash = "f-" + mark.dataset.findings.split(" ")[0];
  else if (finding && !event.target.closest("a")) location.hash = finding.id;
});
fromAddress();
