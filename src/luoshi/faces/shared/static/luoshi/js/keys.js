// One-key shortcuts: "/" goes to the search box, "?" shows the list, data-key="u" presses that control.
// They rest while somebody types, and altogether when the reader switched them off.
const off = document.documentElement.dataset.keys === "off";
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const visible = (element) => element.getClientRects().length > 0;

function act(key) {
  if (key === "/") {
    const box = [...document.querySelectorAll("input[type=search]")].find(visible);
    box?.focus();
    return Boolean(box);
  }
  if (key === "?") {
    document.querySelector("dialog.keys")?.showModal();
    return true;
  }
  const control = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.toLowerCase() === key.toLowerCase() && visible(e));
  control?.click();
  return Boolean(control);
}

document.addEventListener("keydown", (event) => {
  if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (act(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-shows-keys]")) return;
  event.preventDefault();
  document.querySelector("dialog.keys")?.showModal();
});
