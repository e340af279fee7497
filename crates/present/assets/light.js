"use strict";
// Lights the words of the chosen finding, on the desk and on the single page of `check`. The address after # is the only state.
{
  const all = () => [...document.querySelectorAll("[data-finding]")];
  const narrow = () => matchMedia("(max-width: 60rem)").matches;

  // `report` is the place of the report to bring into sight, where a cell of the grid asks for one.
  function choose(id, scroll, report) {
    for (const finding of all()) {
      const chosen = finding.dataset.finding === id;
      finding.classList.toggle("chosen", chosen);
      // Where the reports lie far below, the words stand with the finding.
      const words = finding.querySelector("details.says");
      if (words && chosen && narrow()) words.open = true;
    }
    const shown = new Set();
    for (const shows of document.querySelectorAll(".report.shows")) shows.classList.remove("shows");
    for (const mark of document.querySelectorAll("mark[data-findings]")) {
      const lit = mark.dataset.findings.split(" ").includes(id);
      mark.classList.toggle("lit", lit);
      const holds = mark.closest(".report");
      if (!lit || !holds || shown.has(holds)) continue;
      shown.add(holds);
      if (holds.closest(".beside")) holds.classList.add("shows");
      if (scroll && !narrow()) holds.scrollTo({ top: mark.offsetTop - holds.offsetTop - holds.clientHeight / 3 });
    }
    const beside = [...shown][0]?.closest(".beside");
    if (scroll && beside && !narrow()) {
      const asked = report && document.getElementById(report);
      beside.scrollTo({ left: asked ? asked.offsetLeft - beside.offsetLeft : 0 });
    }
  }

  function fromAddress() {
    const asked = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    let unfolded = false;
    for (let fold = asked?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      unfolded ||= !fold.open;
      fold.open = true;
    }
    if (unfolded) asked.scrollIntoView();
    choose(location.hash.startsWith("#f-") ? location.hash.slice(3) : null, true);
  }

  function step(by) {
    const findings = all();
    const at = findings.findIndex((finding) => finding.classList.contains("chosen"));
    const next = findings[Math.min(Math.max(at + by, 0), findings.length - 1)];
    if (!next) return;
    for (let fold = next.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    location.hash = next.id;
    next.querySelector("a").focus();
  }

  document.getElementById("previous")?.addEventListener("click", () => step(-1));
  document.getElementById("next")?.addEventListener("click", () => step(1));
  addEventListener("hashchange", fromAddress);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !all().length) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") {
      history.replaceState(null, "", location.pathname + location.search);
      choose(null, false);
    }
  });
  addEventListener("click", (event) => {
    const cell = event.target.closest("a[data-report]");
    if (cell) {
      event.preventDefault();
      history.replaceState(null, "", cell.hash);
      fromAddress();
      choose(cell.hash.slice(3), true, cell.dataset.report);
      document.querySelector(narrow() ? ".finding.chosen" : ".desk")?.scrollIntoView({ block: "start" });
      return;
    }
    if (event.target.closest("a, button, summary, form, input, select")) return;
    const mark = event.target.closest("mark[data-findings]");
    const finding = event.target.closest("[data-finding]");
    if (mark) location.hash = "f-" + mark.dataset.findings.split(" ")[0];
    else if (finding) location.hash = finding.id;
  });
  fromAddress();
}
