"use strict";
// Reports in full, an upload followed, copying, and what is new on Watch.
const typing = (event) => event.ctrlKey || event.metaKey || event.altKey
  || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog");

addEventListener("keydown", (event) => {
  if (typing(event) || event.key !== "/") return;
  document.querySelector("#find").focus();
  event.preventDefault();
});

// What is left out of a report unfolds in its place; without the script the link leads to the report.
addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-unfold]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const report = link.closest(".report");
  try {
    const answer = await fetch(link.dataset.unfold);
    if (!answer.ok) throw new Error(String(answer.status));
    const above = report.scrollTop;
    report.innerHTML = await answer.text();
    report.classList.add("unfolded");
    report.scrollTop = above;
    report.focus({ preventScroll: true });
    dispatchEvent(new Event("hashchange"));
  } catch {
    location.assign(link.href);
  }
});

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
