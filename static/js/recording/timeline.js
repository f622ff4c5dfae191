// The whole recording as one line: how loud it is, where the hits are, what was redacted, where the
// sound is. A slider for keyboard and screen readers; for the mouse a click goes there.
import { h } from "../dom.js";
import { clock } from "../format.js";
import { STRINGS } from "../strings.js";
import { waveform } from "./waveform.js";

const text = STRINGS.recording;
const STEP_MS = 5000;

function redactions(recording, share) {
  return recording.redacted_spans.map(({ span, kind }) => {
    const block = h("span", { class: "timeline-redaction", title: text.redactedTitle(kind) }, h("span", {}, kind));
    block.style.setProperty("--at", share(span.start));
    block.style.setProperty("--for", share(span.end - span.start));
    return block;
  });
}

/** The time under the pointer, shown while it is over the line. */
function pointerTime(element, timeAt) {
  const label = h("span", { class: "timeline-hover", "aria-hidden": "true", hidden: true });
  element.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const box = element.getBoundingClientRect();
    label.hidden = false;
    label.textContent = clock(timeAt(event));
    label.style.setProperty("--at", `${Math.min(box.width - 28, Math.max(28, event.clientX - box.left))}px`);
  });
  element.addEventListener("pointerleave", () => {
    label.hidden = true;
  });
  return label;
}

export function timeline(recording, player) {
  const length = Math.max(recording.duration, 1);
  const share = (millis) => `${Math.min(100, Math.max(0, (millis / length) * 100))}%`;
  const picture = waveform(recording, share);
  const ticks = h("div", { class: "timeline-ticks" });
  const picked = h("div", { class: "timeline-picked", hidden: true });
  const element = h("div", {
    class: "timeline", role: "slider", tabindex: "0", dataset: { testid: "timeline" },
    "aria-label": text.timelineOf(recording.redacted_spans.length), "aria-valuemin": "0", "aria-valuemax": String(Math.round(length / 1000)),
  });
  const timeAt = (event) => {
    const box = element.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * length;
  };
  element.append(picture.element, ...redactions(recording, share), picked, ticks, h("div", { class: "timeline-head" }), pointerTime(element, timeAt));

  function move() {
    const now = player.time;
    element.style.setProperty("--now", share(now));
    element.setAttribute("aria-valuenow", String(Math.round(now / 1000)));
    element.setAttribute("aria-valuetext", `${clock(now)} / ${clock(length)}`);
  }

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    player.goTo(timeAt(event));
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) player.goTo(timeAt(event));
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
    close: picture.close,
    setHits(hits) {
      ticks.replaceChildren(
        ...hits.map((hit) => {
          const tick = h("span", { class: "tick", dataset: { testid: "tick" } });
          tick.style.setProperty("--at", share(hit.span.start));
          return tick;
        }),
      );
    },
    /** Shows the span that was picked, or none. */
    setPicked(span) {
      picked.hidden = !span;
      if (!span) return;
      picked.style.setProperty("--at", share(span.start));
      picked.style.setProperty("--for", share(span.end - span.start));
    },
  };
}
