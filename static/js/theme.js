// Runs before the first paint, so that a chosen scheme does not flash the other one.
(function () {
  try {
    const theme = localStorage.getItem("earmark.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be blocked: the system's scheme is used.
  }
})();
