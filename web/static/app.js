// Comfort only: every page works without this file.
"use strict";
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

// The summary of errors speaks first.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// One box for all rows.
all("[data-check-all]").forEach((master) => {
  const rows = all("input[name=row]", master.closest("table"));
  master.addEventListener("change", () => rows.forEach((row) => { row.checked = master.checked; }));
});

// How much is written.
all("[data-count-for]").forEach((place) => {
  const field = document.getElementById(place.dataset.countFor);
  if (!field) return;
  const { count, limit } = place.dataset;
  const show = () => { place.textContent = count.replace("{n}", field.value.length).replace("{limit}", limit); };
  field.addEventListener("input", show);
  show();
});

// A count is judged while it is typed; the sums stay the server's.
all("form[data-recount]").forEach((form) => {
  let asked = 0;
  form.addEventListener("change", async () => {
    const mine = ++asked, body = new FormData(form);
    body.set("count", "1");
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer || !answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    [".ledger>.lg:last-child", ".verdict"].forEach((place) => {
      const now = form.querySelector(place), fresh = page.querySelector(place);
      if (now && fresh) now.replaceWith(fresh);
    });
  });
});

// A long piece of work says that it has begun; the button is not pressed twice.
all("form[data-busy]").forEach((form) => form.addEventListener("submit", () => {
  all("[data-busy-note]", form).forEach((note) => { note.hidden = false; });
  all("button", form).forEach((button) => setTimeout(() => { button.disabled = true; }, 0));
}));

// Drafts save themselves. Typed text stays whatever the answer is; a lost line is tried again.
all("form[data-autosave]").forEach((form) => {
  const place = document.querySelector("[data-save-state]");
  let timer, running, unsaved = false, held = null;
  const say = (word, time) => { if (place) place.textContent = place.dataset[word].replace("{time}", time); };
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };
  async function save() {
    if (running) return later(1500);
    if (!unsaved) return;
    running = true;
    unsaved = false;
    say("saving");
    const body = new FormData(form);
    all("[type=file]", form).forEach((input) => body.delete(input.name));
    try {
      const headers = { "X-Requested-With": "autosave" };
      const answer = await fetch(form.dataset.autosave || form.action, { method: "POST", body, headers });
      if (answer.status >= 500 || answer.status === 429) throw answer;
      // Our own save moved the version; name it next time.
      const seen = form.elements.version, version = answer.headers.get("X-Row-Version");
      if (seen && version) seen.value = version;
      const kept = answer.ok && !answer.redirected;
      if (!kept) unsaved = true;
      say(kept ? "saved" : "refused", answer.headers.get("X-Saved-At") || "");
    } catch {
      unsaved = true;
      say("waiting");
      later(15000);
    }
    running = false;
    if (held) form.requestSubmit(held);
  }
  form.addEventListener("input", () => { unsaved = true; later(1500); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (running) { event.preventDefault(); held = event.submitter; } else unsaved = false;
  });
  addEventListener("online", () => later(0));
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
});
