// j and k walk the hits; focus itself moves, so Enter is the browser's own. Space plays in place.
const SKIP_MS = 5000;

export function hitKeys(root, player) {
  function move(step) {
    const hits = [...root.querySelectorAll("a.hit, a.library-title")];
    if (hits.length === 0) return;
    const row = document.activeElement?.closest?.(".hit-row");
    const at = hits.indexOf(row?.querySelector("a.hit") ?? document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : hits.length - 1) : Math.min(Math.max(at + step, 0), hits.length - 1);
    hits[next].focus();
    hits[next].scrollIntoView({ block: "nearest" });
  }
  function playOrPause() {
    const own = document.activeElement?.closest?.(".hit-row")?.querySelector(".hit-play");
    if (own) own.click();
    else if (player.isOn()) player.toggle();
    else root.querySelector(".hit-play")?.click();
  }
  const nudge = (millis) => player.isOn() && player.nudge(millis);
  return { j: () => move(1), k: () => move(-1), n: () => move(1), p: () => move(-1), " ": playOrPause, ArrowLeft: () => nudge(-SKIP_MS), ArrowRight: () => nudge(SKIP_MS) };
}
