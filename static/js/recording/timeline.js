// The whole recording as one line: where the hits are, what was redacted, where the sound is.
// A slider for keyboard and screen readers; a click goes there.
import { h } from "../dom.js";
import { clock } from "../format.js";
import { STRINGS } from "../strings.js";

const text = STRINGS.recording;
const STEP_MS = 5000;

export function timeline(recording, player) {
  const length = Math.max(recording.duration, 1);
  const ticks = h("div", { class: "timeline-ticks" });
  const head = h("div", { class: "timeline-head" });
  const element = h("div", { class: "timeline", role: "slider", tabindex: "0", "aria-label": text.timeline, "aria-valuemin": "0", "aria-valuemax": String(Math.round(length / 1000)) }, ticks, head);
  const share = (millis) => `${Math.min(100, Math.max(0, (millis / length) * 100))}%`;

  for (const { span, kind } of recording.redacted_spans) {
    const block = h("span", { class: "timeline-redaction", title: text.redactedTitle(kind) });
    block.style.setProperty("--at", share(span.start));
    block.style.setProperty("--for", share(span.end - span.start));
    element.insertBefore(block, ticks);
  }

  function move() {
    const now = player.time;
    element.style.setProperty("--now", share(now));
    element.setAttribute("aria-valuenow", String(Math.round(now / 1000)));
    element.setAttribute("aria-valuetext", `${clock(now)} / ${clock(length)}`);
  }

  element.addEventListener("click", (event) => {
    const box = element.getBoundingClientRect();
    player.nudge(((event.clientX - box.left) / box.width) * length - player.media.currentTime * 1000);
  });
  element.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -STEP_MS, ArrowDown: -STEP_MS, ArrowRight: STEP_MS, ArrowUp: STEP_MS, PageUp: 60000, PageDown: -60000, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    player.nudge(steps[event.key]);
  });
  for (const type of ["timeupdate", "seeking", "loadedmetadata"]) player.media.addEventListener(type, move);
  player.addEventListener("sought", move);
  move();
  return {
    element,
    setHits(hits) {
      ticks.replaceChildren(
        ...hits.map((hit) => {
          const tick = h("span", { class: "tick" });
          tick.style.setProperty("--at", share(hit.span.start));
          return tick;
        }),
      );
    },
  };
}
