// A recording drawn as a thin line with its hits on it: where in it the words were said, and how
// densely. For the eye and the mouse only; the same places are links below it.
import { h } from "../dom.js";
import { recordingUrl } from "../api.js";
import { clock, seconds } from "../format.js";

/** Where hits are: all of them as the server counts them by slices, or those of the list. */
function slices(recording) {
  const { density } = recording;
  if (!Array.isArray(density) || density.length === 0) return [];
  const most = Math.max(...density, 1);
  return density.flatMap((count, at) => (count > 0 ? [{ from: at / density.length, width: 1 / density.length, share: count / most, count }] : []));
}

export function strip(recording, query) {
  const length = Math.max(recording.duration, 1);
  const bars = slices(recording).map(({ from, width, share }) => {
    const bar = h("span", { class: "density" });
    for (const [name, value] of [["--at", `${from * 100}%`], ["--for", `${width * 100}%`], ["--share", share]]) bar.style.setProperty(name, value);
    return bar;
  });
  const ticks = recording.hits.map((hit) => {
    const tick = h("a", { class: "tick", tabindex: "-1", title: clock(hit.span.start), href: recordingUrl(recording.recording, { t: seconds(hit.span.start), q: query }) });
    tick.style.setProperty("--at", `${Math.min(100, (hit.span.start / length) * 100)}%`);
    return tick;
  });
  return h("div", { class: "strip", "aria-hidden": "true", dataset: { testid: "strip" } }, bars, ticks);
}
