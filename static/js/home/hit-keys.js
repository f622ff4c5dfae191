// j and k walk the hits; focus itself moves, so Enter is the browser's own.

export function hitKeys(root) {
  function move(step) {
    const hits = [...root.querySelectorAll("a.hit, a.library-title")];
    if (hits.length === 0) return;
    const at = hits.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : hits.length - 1) : Math.min(Math.max(at + step, 0), hits.length - 1);
    hits[next].focus();
    hits[next].scrollIntoView({ block: "nearest" });
  }
  return { j: () => move(1), k: () => move(-1) };
}
