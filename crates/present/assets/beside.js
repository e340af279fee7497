"use strict";
// "3 of 40": which report stands first in sight, and the ones beside it. On a page of several stories each has its own, and the
// keys turn those of the story in sight.
{
  const all = [];
  for (const which of document.querySelectorAll(".which")) {
    const beside = which.closest(".reports")?.querySelector(".beside");
    if (beside && Number(which.dataset.reports) > 1) all.push(one(which, beside));
  }

  function one(which, beside) {
    const reports = () => [...beside.querySelectorAll(":scope > .report")]
      .sort((a, b) => a.offsetTop - b.offsetTop || a.offsetLeft - b.offsetLeft);
    const button = (words, name, by) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = words;
      made.setAttribute("aria-label", name);
      made.addEventListener("click", () => turn(by));
      return made;
    };
    const place = document.createElement("span");
    place.setAttribute("role", "status");
    which.prepend(button("‹", "Report before", -1), place, button("›", "Next report", 1));
    let at = 0;
    const sideways = () => beside.scrollWidth > beside.clientWidth + 4;
    const first = () => {
      if (!sideways()) return at;
      const seen = reports().findIndex((one) => one.offsetLeft + one.offsetWidth > beside.offsetLeft + beside.scrollLeft + 40);
      // At the end no later one can stand first.
      return beside.scrollLeft + beside.clientWidth >= beside.scrollWidth - 4 ? Math.max(at, seen) : seen;
    };
    const tell = () => { place.textContent = `${at + 1} of ${reports().length}`; };
    const turn = (by) => {
      const all = reports();
      at = Math.min(Math.max(at + by, 0), all.length - 1);
      if (sideways()) beside.scrollTo({ left: all[at].offsetLeft - beside.offsetLeft });
      else all[at].scrollIntoView({ block: "start" });
      all[at].focus({ preventScroll: true });
      tell();
    };
    let rests;
    beside.addEventListener("scroll", () => {
      clearTimeout(rests);
      rests = setTimeout(() => { at = Math.max(first(), 0); tell(); }, 120);
    });
    which.addEventListener("click", (event) => {
      const link = event.target.closest("ol a");
      if (!link) return;
      event.preventDefault();
      which.querySelector("details").open = false;
      at = reports().findIndex((one) => one.id === decodeURIComponent(link.hash.slice(1)));
      turn(0);
    });
    tell();
    return { turn, beside };
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !["h", "l"].includes(event.key)) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) return;
    const seen = all.find(({ beside }) => beside.getBoundingClientRect().bottom > 0);
    seen?.turn(event.key === "l" ? 1 : -1);
  });
}
