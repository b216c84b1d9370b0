// A plan file dropped on the form is handed in at once; while it is read the button says so.
const form = document.querySelector("form[data-drop]");
const input = form.querySelector("input[type=file]");
const said = form.querySelector("[data-drop-said]");

for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => {
  event.preventDefault();
  form.classList.add("over");
  said.textContent = said.dataset.dropSaid;
});
form.addEventListener("dragleave", (event) => {
  if (form.contains(event.relatedTarget)) return;
  form.classList.remove("over");
  said.textContent = "";
});
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  said.textContent = "";
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  form.requestSubmit();
});
form.addEventListener("submit", () => {
  const button = form.querySelector("[data-reading]");
  button.textContent = button.dataset.reading;
  button.setAttribute("aria-disabled", "true");
});
