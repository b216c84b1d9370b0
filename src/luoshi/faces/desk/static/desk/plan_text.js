// A place in the plan that an address points at stands in the middle of the window.
document.querySelector("mark.at")?.scrollIntoView({ block: "center" });
