// Working through lists by J and K, reminders straight to the clipboard, and words that survive a closed tab.
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const off = document.documentElement.dataset.keys === "off";

// J and K go to the next and the last row's title; X ticks its box.
document.addEventListener("keydown", (event) => {
  if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const titles = [...document.querySelectorAll("[data-rows] a.title")];
  const here = titles.findIndex((title) => title.closest("tr").contains(document.activeElement));
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (step && titles.length) {
    titles[Math.min(titles.length - 1, Math.max(0, here + step))].focus();
    event.preventDefault();
  } else if (event.key.toLowerCase() === "x" && here >= 0) {
    titles[here].closest("tr").querySelector("input[name=ids]")?.click();
  }
});

// A reminder's text is fetched and copied; where that fails the button leads to the page with the text.
async function copyUrging(button) {
  const form = button.form;
  const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form), headers: { Accept: "text/plain" } });
  if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/plain")) throw new Error(answer.statusText);
  await navigator.clipboard.writeText(await answer.text());
  say(form.dataset.urged);
}

function say(text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = text;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), 10000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button?.matches("[name=act][value=urge]") || !navigator.clipboard) return;
  event.preventDefault();
  copyUrging(button).catch(() => button.form.requestSubmit(button));
});

// A number is typed over, not into.
document.addEventListener("focusin", (event) => { if (event.target.matches("input[type=number]")) event.target.select(); });

// What was typed into a form with data-draft stays in this browser until it is sent.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `luoshi-draft-${form.dataset.draft}`;
  const fields = [...form.elements].filter((field) => field.matches("textarea, input[type=number]"));
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept && !document.querySelector(".errs")) {
    for (const field of fields) field.value = kept[field.name] ?? field.value;
    say(form.dataset.restored);
  }
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))));
  });
  form.addEventListener("submit", () => localStorage.removeItem(key));
}
