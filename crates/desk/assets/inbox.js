"use strict";
// The inbox by key: filters applied at once and kept in the address, a word on what is chosen, taken back by
// one key. The server makes every list; this asks for it anew and puts it in place.
{
  const inbox = document.querySelector("#inbox");
  const filters = document.querySelector("#filters");
  const results = () => document.querySelector("#results");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const chosen = () => document.querySelector("[data-row].chosen");
  const done = [];
  let busy = Promise.resolve();

  const say = (words) => {
    const said = document.querySelector("#said");
    if (said) said.textContent = words;
  };
  // One thing after the other: what a key means is decided when its turn comes.
  const later = (work) => {
    busy = busy.then(work).catch(() => say("The desk does not answer. Is it still running? Nothing was lost; try again."));
  };

  function choose(row, focus = true) {
    chosen()?.classList.remove("chosen");
    if (!row) return;
    row.classList.add("chosen");
    history.replaceState({ ...history.state, chosen: row.dataset.row }, "");
    if (focus) row.querySelector("a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    const at = all.indexOf(chosen());
    choose(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  // Puts the list of an address in the place of the one shown.
  async function show(address, push) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#results");
    if (!fresh) {
      say(page.querySelector(".problem")?.textContent ?? "This cannot be shown.");
      return false;
    }
    results().replaceWith(fresh);
    if (push) history.pushState({}, "", address);
    const back = inbox.elements?.back;
    const there = page.querySelector("#inbox")?.elements?.back;
    if (back && there) back.value = there.value;
    dispatchEvent(new Event("desk-shown"));
    return page;
  }

  function again(id) {
    const row = id && document.querySelector(`[data-row="${CSS.escape(id)}"]`);
    choose(row || rows()[0]);
  }

  async function send(address, body) {
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { Accept: "application/json" },
    });
    if (answer.ok) return answer;
    const { detail } = await answer.json().catch(() => ({}));
    say(detail ?? "This did not work.");
    return null;
  }

  function named() {
    const name = inbox.elements.name;
    if (name.value.trim()) return true;
    say("Say your name first, then Enter: what you say is kept under it.");
    name.focus();
    return false;
  }

  const words = { confirmed: "confirmed", wrong: "marked wrong", explained: "explained", unmarked: "taken back" };

  async function mark(word, of) {
    if (!inbox.elements || !named()) return;
    const boxes = [...document.querySelectorAll("[data-row] input:checked")];
    const picked = of ?? (boxes.length ? boxes.map((box) => box.value) : [chosen()?.dataset.row].filter(Boolean));
    if (!picked.length) return say("Choose a finding first: j and k go down and up.");
    // Goes on with what stands after the last of them.
    const all = rows().map((row) => row.dataset.row);
    const last = Math.max(...picked.map((id) => all.indexOf(id)));
    const next = word === "unmarked" ? picked[0] : all.slice(last + 1).find((id) => !picked.includes(id)) ?? all[last - 1];
    const body = [["word", word], ["name", inbox.elements.name.value], ["note", inbox.elements.note.value]];
    const answer = await send(inbox.action, [...body, ...picked.map((id) => ["finding", id])]);
    if (!answer) return;
    const { marked } = await answer.json();
    if (word !== "unmarked") done.push(marked);
    inbox.elements.note.value = "";
    await show(location.href, false);
    say(`${marked.length} ${marked.length === 1 ? "finding" : "findings"} ${words[word]}.`);
    again(next);
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => chosen()?.querySelector("a").click(),
    x: () => chosen()?.querySelector("input")?.click(),
    c: () => later(() => mark("confirmed")),
    w: () => later(() => mark("wrong")),
    e: () => later(() => mark("explained")),
    u: () => later(() => mark("unmarked", done.pop())),
    n: () => inbox.elements?.note.focus(),
  };

  if (inbox) {
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const field = event.target.closest("input:not([type=checkbox]), textarea, select");
      if (field) {
        if (event.key === "Escape" || (event.key === "Enter" && inbox.contains(field))) {
          event.preventDefault();
          if (field.name === "name" && event.key === "Enter" && field.value.trim()) {
            later(async () => {
              const kept = await send(`/name?form=${inbox.dataset.form}`, { name: field.value });
              if (!kept) return;
              await show(location.href, false);
              say(`What you say is kept under the name ${field.value.trim()}.`);
              again(history.state?.chosen);
            });
          } else {
            field.blur();
            choose(chosen() ?? rows()[0]);
          }
        }
        return;
      }
      if (!keys[event.key] || event.target.closest("details")) return;
      event.preventDefault();
      keys[event.key]();
    });
    inbox.addEventListener("submit", (event) => {
      const by = event.submitter;
      if (!by) return;
      event.preventDefault();
      if (by.name === "word") later(() => mark(by.value));
      else later(async () => {
        if (!named()) return;
        if (!await send(by.formAction, { commit: by.value, name: inbox.elements.name.value })) return;
        await show(location.href, false);
        say("From now on, what comes is new.");
      });
    });
    inbox.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (row) choose(row, false);
    });

    const asked = () => {
      const wanted = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value !== ""));
      return `/findings${String(wanted) && "?"}${wanted}`;
    };
    let waits;
    const apply = () => {
      clearTimeout(waits);
      if (asked() !== location.pathname + location.search) later(() => show(asked(), true));
    };
    filters.addEventListener("change", apply);
    filters.addEventListener("input", (event) => {
      clearTimeout(waits);
      if (event.target.matches("input:not([type=checkbox])")) waits = setTimeout(apply, 400);
    });
    filters.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
    addEventListener("popstate", () => later(async () => {
      const page = await show(location.href, false);
      if (!page) return;
      for (const field of filters.elements) {
        const there = page.querySelector(`#filters [name="${field.name}"]`);
        if (!there) continue;
        if (field.type === "checkbox") field.checked = there.checked;
        else field.value = there.value;
      }
      again(history.state?.chosen);
    }));
    const kept = history.state?.chosen;
    if (kept) again(kept);
  }
}
