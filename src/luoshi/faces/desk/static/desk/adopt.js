// The two sides of the adopt page: pointing at one lights up the other and brings it into view; J and K walk the doubts.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const asleep = document.documentElement.dataset.keys === "off";
const PAUSE = 140;

export const item = (key) => document.getElementById(`p-${key}`);
export const current = () => document.querySelector(".right .here");

export function typing(event) {
  return asleep || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing
    || Boolean(document.querySelector("dialog[open]"))
    || Boolean(event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"));
}

function words(key) {
  const lines = [...document.querySelectorAll(`.doc [data-t="${key}"]`)];
  return lines.length ? lines : [...document.querySelectorAll(`.doc mark[data-k="${key}"]`)];
}

function mark(key, name) {
  for (const old of document.querySelectorAll(`.two .${name}`)) old.classList.remove(name);
  for (const one of key ? [item(key), ...words(key)] : []) one?.classList.add(name);
}

// Scrolls only the side that the element stands in; where the sides follow each other nothing moves unless `always`.
export function bring(element, always = false) {
  const side = element?.closest(".left, .right");
  if (!side) return;
  const behavior = still ? "auto" : "smooth";
  if (side.scrollHeight <= side.clientHeight + 1) {
    if (always) element.scrollIntoView({ block: "center", behavior });
    return;
  }
  const [box, frame] = [element.getBoundingClientRect(), side.getBoundingClientRect()];
  const bar = side.querySelector(".bar2").offsetHeight;
  if (box.top >= frame.top + bar && box.bottom <= Math.min(frame.bottom, innerHeight)) return;
  side.scrollBy({ top: box.top - frame.top - bar - Math.max(16, (frame.height - bar - box.height) / 3), behavior });
}

function other(key, origin) {
  return origin.closest(".left") ? item(key) : words(key)[0];
}

function keyOf(target) {
  const found = target.closest?.(".two [data-k]") ?? target.closest?.(".two [data-t]");
  return found?.dataset.k ?? found?.dataset.t;
}

export function point(key, origin) {
  if (!key) return;
  mark("", "lit");
  mark(key, "here");
  if (origin) bring(other(key, origin));
}

let waiting = 0;
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch" || !event.target.closest?.(".two")) return;
  clearTimeout(waiting);
  const key = keyOf(event.target);
  waiting = setTimeout(() => {
    mark(key, "lit");
    if (key && !document.querySelector(".editing") && getSelection().isCollapsed) bring(other(key, event.target));
  }, PAUSE);
});

document.addEventListener("click", (event) => {
  const next = event.target.closest?.("a[data-key=J]");
  if (next) { event.preventDefault(); walk(1); return; }
  if (event.target.closest?.(".two")) point(keyOf(event.target), event.target);
});
document.addEventListener("focusin", (event) => {
  if (event.target.closest?.(".two [data-k], .two [data-t]")) point(keyOf(event.target), event.target);
});

// To the next open item after the current one (or the one before), round and round.
export function walk(step) {
  const open = [...document.querySelectorAll(".right .open")];
  if (!open.length) return;
  const here = current();
  const after = open.findIndex((one) => here && (one === here ? false : here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
  const before = open.findLastIndex((one) => here && (here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) && !one.contains(here));
  const at = step > 0 ? Math.max(after, 0) : before < 0 ? open.length - 1 : before;
  visit(open[at]);
}

export function visit(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  point(element.dataset.k, element);
  bring(element, true);
}

document.addEventListener("keydown", (event) => {
  if (!typing(event) && event.key.toLowerCase() === "k") { event.preventDefault(); walk(-1); }
});

const named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".two [data-k]");
addEventListener("hashchange", () => point(named()?.dataset.k));
if (location.hash) visit(named()?.closest(".right") ? named() : null);
