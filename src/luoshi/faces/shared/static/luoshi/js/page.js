// What every page does once loaded: toasts leave, filters apply, drawers close, focus follows what changed.
const SECONDS = 10;

function rest(toast) {
  const leave = () => toast.remove();
  let timer = setTimeout(leave, SECONDS * 1000);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => { timer = setTimeout(leave, SECONDS * 1000); });
}

function say(text) {
  const region = document.getElementById("toasts");
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = text;
  region?.append(toast);
  rest(toast);
}

for (const toast of document.querySelectorAll(".toast")) rest(toast);
document.querySelector(".errs")?.focus();

// A filter row sends itself; the button inside is for readers without scripts.
for (const button of document.querySelectorAll("form[data-auto] [data-auto-button]")) button.hidden = true;
document.addEventListener("change", (event) => event.target.closest("form[data-auto]")?.requestSubmit());

// Copy: data-copy names the element whose text, or whose value, is taken; data-copied is what is said then.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  event.preventDefault();
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.innerText);
  say(button.dataset.copied);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const closer = event.target.closest("[data-close]");
  if (closer) { event.preventDefault(); shut(closer.closest(".drawer")); }
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  else shut(document.querySelector(".drawer"));
});

let opener = null;
function shut(drawer) {
  if (!drawer) return;
  drawer.remove();
  opener?.focus();
}

document.addEventListener("htmx:beforeRequest", (event) => { opener = event.detail.elt; });
document.addEventListener("htmx:afterSwap", (event) => {
  for (const toast of event.target.querySelectorAll(".toast")) rest(toast);
  event.target.querySelector("[data-focus], .errs, .drawer h2")?.focus();
});
document.addEventListener("htmx:responseError", (event) => {
  const ask = document.getElementById("sign-in-again");
  if (event.detail.xhr.status === 401 && ask) ask.showModal();
  else say(document.getElementById("toasts").dataset.failed);
});
document.addEventListener("htmx:sendError", () => say(document.getElementById("toasts").dataset.offline));
