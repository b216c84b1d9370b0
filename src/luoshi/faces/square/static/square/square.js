// What the public's pages do besides: keep what is typed on this device, read aloud, copy, print, take a code from the
// address behind the mark, and send a form once. Every page works without it.
for (const element of document.querySelectorAll("[data-copy], [data-print]")) element.hidden = false;
document.querySelector(".errs")?.focus();

const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); return true; } catch { return false; } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

const keeping = document.querySelector("form[data-keep]");
if (keeping) {
  const fields = [...keeping.querySelectorAll("textarea, input[type=text]:not([tabindex])")];
  for (const field of fields) {
    const key = `${keeping.dataset.keep}-${field.name}`;
    if (!field.value) field.value = store.get(key) ?? "";
    field.addEventListener("input", () => {
      if (store.set(key, field.value)) document.querySelector("[data-kept]").hidden = false;
    });
  }
}
for (const link of document.querySelectorAll("[data-forget]")) for (const name of ["text", "place"]) store.drop(`${link.dataset.forget}-${name}`);

const asked = document.querySelector("form[data-code]");
if (asked && location.hash.length > 1) {
  asked.elements.code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  asked.requestSubmit();
}

for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
  addEventListener("pageshow", () => { sent = false; });
}

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard?.writeText(document.querySelector(copy.dataset.copy).innerText);
    copy.textContent = copy.dataset.copied;
  }
  if (event.target.closest("[data-print]")) print();
});

const lead = document.querySelector("[data-read]");
if (lead && document.documentElement.dataset.size === "large" && window.speechSynthesis) {
  const button = document.createElement("button");
  button.className = "btn";
  button.type = "button";
  button.textContent = `▶ ${document.documentElement.lang === "en" ? "Read to me" : "读给我听"}`;
  button.addEventListener("click", () => {
    const words = new SpeechSynthesisUtterance(document.querySelector("main").innerText);
    words.lang = document.documentElement.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  });
  lead.after(button);
}
