// A long list of boxes: narrowed by what is typed, ticked all at once, counted. Without scripts it is the whole list.
const boxes = (selector) => [...document.querySelectorAll(`${selector} input[type=checkbox]`)];

for (const line of document.querySelectorAll(".narrow")) line.hidden = false;

for (const field of document.querySelectorAll("[data-narrows]")) {
  field.addEventListener("input", () => {
    const words = field.value.trim();
    for (const box of boxes(field.dataset.narrows)) {
      const label = box.closest("label");
      label.hidden = !label.textContent.includes(words);
    }
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

function count() {
  for (const place of document.querySelectorAll("[data-counts]")) {
    const chosen = boxes(place.dataset.counts).filter((box) => box.checked).length;
    place.textContent = place.dataset.said.replace("{n}", chosen);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ticks], [data-unticks]");
  if (!button) return;
  const ticks = button.dataset.ticks;
  for (const box of boxes(ticks ?? button.dataset.unticks)) if (!ticks || !box.closest("label").hidden) box.checked = Boolean(ticks);
  count();
});
document.addEventListener("change", count);
count();
