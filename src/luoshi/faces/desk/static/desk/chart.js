// Keyboard on the wall chart: J and K or the arrows walk the rows, Home and End their ends; the links stay ordinary.
const links = [...document.querySelectorAll(".wall .rh a")];

function walk(step, event) {
  const here = links.indexOf(document.activeElement);
  const next = links[Math.max(0, Math.min(links.length - 1, here + step))];
  if (next) {
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

const steps = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const oneKey = event.key === "j" || event.key === "k";
  if (oneKey && document.documentElement.dataset.keys === "off") return;
  const inChart = links.includes(document.activeElement) || document.activeElement?.closest(".wall");
  if (event.key in steps && (oneKey || inChart)) walk(steps[event.key], event);
});
