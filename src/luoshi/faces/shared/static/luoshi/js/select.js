// Selecting rows of a list: the head box takes the screen, Shift takes a range, the bulk bar says how many.
// Markup: form[data-select] with boxes name="ids", one [data-select-all], a [data-bulk] bar, [data-select-count] in it.
function refresh(form) {
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("tr")?.classList.toggle("on", box.checked);
  const all = form.querySelector("[data-select-all]");
  if (all) {
    all.checked = chosen.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  for (const place of form.querySelectorAll("[data-select-count]")) place.textContent = String(chosen.length);
  for (const bar of form.querySelectorAll("[data-bulk]")) bar.hidden = chosen.length === 0;
}

function watch(form) {
  let last = null;
  form.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches("[data-select-none]")) {
      event.preventDefault();
      for (const each of form.querySelectorAll("input[name=ids]")) each.checked = false;
    } else if (box.matches("[data-select-all]")) {
      for (const each of form.querySelectorAll("input[name=ids]")) each.checked = box.checked;
    } else if (box.matches("input[name=ids]")) {
      const boxes = [...form.querySelectorAll("input[name=ids]")];
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
      }
      last = box;
    } else return;
    refresh(form);
  });
  refresh(form);
}

const start = (root) => { for (const form of root.querySelectorAll("form[data-select]")) watch(form); };
start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
