// Editing on the adopt page: forms answer in place, save as one types, and keep a copy on this machine until they did.
import { bring, current, item, point, typing, visit } from "./adopt.js";

const EVERY = 5000;
const base = document.getElementById("two").dataset.base;
const shelf = `luoshi:${base}`;
const token = () => document.querySelector("#acts [name=csrfmiddlewaretoken]").value;

// One request after the other: each carries the revision that the one before has left.
let line = Promise.resolve();
function send(method, url, values) {
  const run = () => htmx.ajax(method, url(), { target: "#toasts", swap: "beforeend", values: values() });
  const sent = line.then(run);
  line = sent.catch(() => {});
  return sent;
}

const nothing = () => ({ csrfmiddlewaretoken: token() });

function current_rev(url, key) {
  const rev = document.getElementById(`rev-${key}`)?.value ?? item(key)?.dataset.rev;
  const address = new URL(url, location.href);
  if (rev !== undefined && address.searchParams.has("rev")) address.searchParams.set("rev", rev);
  return address.pathname + address.search;
}

function post(act, values = {}, at = current()) {
  const { k, part } = at?.dataset ?? {};
  if (k) send("POST", () => current_rev(`${base}${part}/${k}/${act}/?rev=0`, k), () => ({ ...nothing(), ...values }));
}

// ── Forms answer in place ──
document.addEventListener("submit", (event) => {
  const [form, by] = [event.target, event.submitter];
  if (!form.matches("[data-live]")) return;
  event.preventDefault();
  const key = (by ?? form).closest("[data-k]")?.dataset.k;
  const url = by?.getAttribute("formaction") ?? form.getAttribute("action");
  const values = () => {
    const data = new FormData(form);
    if (by?.name) data.append(by.name, by.value);
    return data;
  };
  timers.delete(form);
  send("POST", () => current_rev(url, key), values).then(() => { if (form.dataset.saves) forget(form); });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".right a.edit, a[data-shuts]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const box = link.closest("[data-k]");
  if (link.matches(".edit")) send("GET", () => link.getAttribute("href"), () => ({}));
  else {
    const form = box.querySelector("form[data-saves]");
    if (form) forget(form);
    send("POST", () => `${base}${box.dataset.part}/${box.dataset.k}/`, () => ({ ...nothing(), rev: document.getElementById(`rev-${box.dataset.k}`)?.value ?? box.dataset.rev }));
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 409) Object.assign(event.detail, { shouldSwap: true, isError: false });
});

// ── Saving as one types ──
const timers = new Map();
const entries = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const keep = (form) => localStorage.setItem(`${shelf}${form.getAttribute("action")}`, JSON.stringify(entries(form)));
const forget = (form) => localStorage.removeItem(`${shelf}${form.getAttribute("action")}`);

function save(form) {
  timers.delete(form);
  const key = form.dataset.saves;
  const values = () => {
    const data = new FormData(form);
    data.append("saving", "1");
    return data;
  };
  send("POST", () => form.getAttribute("action"), values).then(
    () => { if (!document.getElementById(`saved-${key}`)?.matches(".err") && !timers.has(form)) forget(form); },
    () => {
      const said = document.getElementById(`saved-${key}`);
      if (said) said.textContent = document.getElementById("two").dataset.offline;
      if (form.isConnected) timers.set(form, Date.now() + EVERY);
    },
  );
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-saves]");
  if (!form) return;
  keep(form);
  if (!timers.has(form)) timers.set(form, Date.now() + EVERY);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-saves]");
  if (form) { keep(form); save(form); }
});
setInterval(() => {
  for (const [form, due] of timers) if (due <= Date.now()) save(form);
}, 1000);
addEventListener("online", () => { for (const form of timers.keys()) save(form); });

// What an earlier visit could not send goes out now; where somebody else was faster both versions are shown.
for (const name of Object.keys(localStorage).filter((each) => each.startsWith(shelf))) {
  const values = () => {
    const data = new FormData();
    for (const [field, value] of JSON.parse(localStorage.getItem(name))) data.append(field, value);
    data.append("csrfmiddlewaretoken", token());
    return data;
  };
  send("POST", () => name.slice(shelf.length), values).then(() => localStorage.removeItem(name), () => {});
}

// ── What came back ──
// Classes and focus wait until htmx has settled the attributes of what it swapped.
let [scrolled, arrived, before] = [null, "", ""];
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.id !== "two") return;
  before = current()?.id;
  scrolled = [...document.querySelectorAll(".left, .right")].map((side) => side.scrollTop);
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const id = event.detail.target.id;
  if (id !== "two" && !id.startsWith("p-")) return;
  arrived = id;
  if (id === "two") document.querySelectorAll(".left, .right").forEach((side, at) => { side.scrollTop = scrolled[at]; });
});
document.addEventListener("htmx:afterSettle", () => {
  const near = document.getElementById("two").dataset.near;
  const box = document.getElementById(arrived === "two" ? near : arrived) ?? (arrived === "two" ? document.getElementById(before) : null);
  if (arrived === "two") visit(box);
  else if (box) {
    point(box.dataset.k, box);
    (box.querySelector(".errs, .note[role=alert], form[data-saves] textarea") ?? box).focus({ preventScroll: true });
    bring(box);
  }
  arrived = "";
});

// A toast's undo is good for the latest edit only, so the latest toast stands alone.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "toasts") for (const old of [...event.detail.target.children].slice(0, -1)) old.remove();
});

// ── The selection in the text ──
function place(node, offset) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.(".doc [data-o]");
  if (!line) return null;
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, offset);
  const words = range.cloneContents();
  for (const number of words.querySelectorAll("a.n")) number.remove();
  return Number(line.dataset.o) + [...words.textContent].length;
}

function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || !selection.anchorNode?.parentElement?.closest(".doc")) return null;
  const range = selection.getRangeAt(0);
  const [start, end] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
  return start === null ? null : { start, end: end ?? start, range };
}

function around(at) {
  const spans = [...document.querySelectorAll(".right [data-span]")].map((one) => [one, ...one.dataset.span.split("-").map(Number)]);
  return spans.filter(([, start, end]) => start <= at && at < end).sort((a, b) => b[1] - a[1])[0]?.[0];
}

function add(kind = "task") {
  const found = chosen();
  const key = found && (around(found.start) ?? current())?.dataset.k;
  if (found && found.end > found.start) send("POST", () => `${base}add/`, () => ({ ...nothing(), kind, key, start: found.start, end: found.end }));
  getSelection().removeAllRanges();
}

function split() {
  const found = chosen();
  post("split", { place: found?.start ?? "" }, found ? around(found.start) ?? current() : current());
  getSelection().removeAllRanges();
}

const bar = document.getElementById("at-selection");
document.addEventListener("selectionchange", () => {
  const found = chosen();
  bar.hidden = !found || found.end <= found.start;
  if (bar.hidden) return;
  const box = found.range.getBoundingClientRect();
  bar.style.left = `${Math.max(8, Math.min(box.left, innerWidth - bar.offsetWidth - 8))}px`;
  bar.style.top = `${box.top > bar.offsetHeight + 16 ? box.top - bar.offsetHeight - 8 : box.bottom + 8}px`;
});
bar.addEventListener("pointerdown", (event) => event.preventDefault());
bar.addEventListener("click", (event) => {
  const does = event.target.closest("[data-does]")?.dataset.does;
  if (does === "split") split();
  else if (does) add(does);
});

const KEYS = {
  e: () => current()?.querySelector("a.edit")?.click(),
  m: () => current()?.dataset.part === "tasks" && post("merge"),
  d: () => current()?.dataset.part !== "head" && post("remove"),
  s: split,
  n: () => add(),
};
document.addEventListener("keydown", (event) => {
  const act = typing(event) ? null : KEYS[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});
