"use strict";
// `?` shows the keys of this page; Ctrl+K or g goes anywhere by name.
{
  const quiet = (event) => event.ctrlKey || event.metaKey || event.altKey
    || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog");

  const dialog = (label, html) => {
    const made = document.createElement("dialog");
    made.setAttribute("aria-label", label);
    made.innerHTML = html;
    made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
    document.body.append(made);
    return made;
  };

  // The keys of what is on this page.
  function keys() {
    const all = [["?", "these keys"], ["/", "search"], ["g or Ctrl+K", "go to anything by name"]];
    if (document.querySelector("#inbox")) {
      all.push(["j, k", "next finding, the one before"], ["o", "open it"], ["x", "choose several"]);
      if (document.querySelector("#inbox[data-form]"))
        all.push(["c, w, e", "confirm, wrong, explained"], ["u", "take the last word back"], ["n", "say why"]);
    } else if (document.querySelector("[data-finding]")) {
      all.push(["j, k", "next finding, the one before"], ["Esc", "put out the light"]);
    }
    if (document.querySelector(".which")) all.push(["l, h", "next report, the one before"]);
    if (document.querySelector("[data-live]")) all.push(["r", "show what came in, when that is offered"]);
    return all;
  }

  let shown;
  function showKeys() {
    shown ??= dialog("Keys", "<h2>Keys</h2><dl></dl><p><button type=button>Close</button></p>");
    const list = shown.querySelector("dl");
    list.replaceChildren(...keys().flatMap(([key, words]) => {
      const [dt, dd] = [document.createElement("dt"), document.createElement("dd")];
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      dt.append(kbd);
      dd.textContent = words;
      return [dt, dd];
    }));
    shown.querySelector("button").onclick = () => shown.close();
    shown.showModal();
  }

  let palette;
  function open() {
    if (!palette) {
      palette = dialog("Go to", `<label for=goto class=hidden>Go to a page, story, outlet or speaker</label>
        <input id=goto type=search placeholder="Go to a page, story, outlet or speaker" autocomplete=off role=combobox
          aria-expanded=true aria-controls=goto-names aria-autocomplete=list>
        <ul id=goto-names class=names role=listbox aria-label=Names></ul>`);
      const input = palette.querySelector("input");
      const list = palette.querySelector("ul");
      let asked = 0, waits;
      const options = () => [...list.children];
      const select = (at) => {
        const all = options();
        if (!all.length) return;
        at = (at + all.length) % all.length;
        all.forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
        input.setAttribute("aria-activedescendant", all[at].id);
        all[at].scrollIntoView({ block: "nearest" });
      };
      const at = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");
      const go = () => { const one = options()[Math.max(at(), 0)]; if (one) location.assign(one.dataset.to); };
      const look = async () => {
        const turn = ++asked;
        const answer = await fetch(`/names?q=${encodeURIComponent(input.value)}`).catch(() => null);
        if (!answer?.ok || turn !== asked) return;
        const names = await answer.json();
        list.replaceChildren(...names.map(({ sort, name, address }, n) => {
          const one = document.createElement("li");
          one.id = `goto-${n}`;
          one.setAttribute("role", "option");
          one.dataset.to = address;
          const note = document.createElement("span");
          note.className = "note";
          note.textContent = ` ${sort}`;
          one.append(name, note);
          return one;
        }));
        select(0);
      };
      input.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(look, 80); });
      input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") select(at() + 1);
        else if (event.key === "ArrowUp") select(at() - 1);
        else if (event.key === "Enter") go();
        else return;
        event.preventDefault();
      });
      list.addEventListener("click", (event) => {
        const one = event.target.closest("[role=option]");
        if (one) location.assign(one.dataset.to);
      });
      palette.look = look;
    }
    palette.showModal();
    palette.querySelector("input").select();
    palette.look();
  }

  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key === "k") {
      event.preventDefault();
      open();
    } else if (!quiet(event) && event.key === "?") {
      event.preventDefault();
      showKeys();
    } else if (!quiet(event) && event.key === "g") {
      event.preventDefault();
      open();
    }
  });
}
