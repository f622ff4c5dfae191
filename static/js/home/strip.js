// A recording drawn as a thin line with its hits as ticks: where in it the words were said.
// For the eye and the mouse only; the same places are links below it.
import { h } from "../dom.js";
import { recordingUrl } from "../api.js";
import { seconds } from "../format.js";

export function strip(recording, query) {
  const length = Math.max(recording.duration, 1);
  const ticks = recording.hits.map((hit) => {
    const tick = h("a", { class: "tick", tabindex: "-1", href: recordingUrl(recording.recording, { t: seconds(hit.span.start), q: query }) });
    tick.style.setProperty("--at", `${Math.min(100, (hit.span.start / length) * 100)}%`);
    return tick;
  });
  return h("div", { class: "strip", "aria-hidden": "true" }, ticks);
}
