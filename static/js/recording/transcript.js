// The words on the page: a segment a paragraph. All of the text is there from the beginning, for the
// browser's own search and for screen readers. What comes near the screen is drawn in full, with an
// element for each word and its time: a stretch of segments at once, so that there are few things to
// watch and sixty thousand words stay smooth.
import { h } from "../dom.js";
import { clock, language } from "../format.js";
import { redactionChip } from "../redaction.js";
import { STRINGS } from "../strings.js";
import { markDoubt, suspectLabel } from "./doubt.js";
import { WordIndex } from "./words.js";

const text = STRINGS.recording;
/** How far from the screen stretches are drawn. */
const NEAR = "900px 0px";
/** Segments in a stretch. */
const STRETCH = 30;

function wordElement(word) {
  const element = word.redacted ? redactionChip(word.redacted, word.text) : h("span", { text: word.text });
  element.classList.add("word", ...(word.flags ?? []));
  Object.assign(element.dataset, { testid: "word", start: word.start, end: word.end, order: word.order });
  if (word.possibly) element.dataset.possibly = word.possibly;
  markDoubt(element, word);
  return element;
}

/** What stands above a segment: who speaks, in which language, and whether it was said at all. */
function segmentLabels({ segment, showsChannel, showsLanguage }) {
  const labels = [
    showsChannel && h("span", { class: `speaker channel-${segment.channel % 4}` }, text.channel(segment.channel)),
    showsLanguage && h("span", { class: "segment-language", dataset: { testid: "segment-language" } }, language(segment.language)),
    suspectLabel(segment.suspect),
  ].filter(Boolean);
  return labels.length > 0 && h("p", { class: "segment-labels" }, labels);
}

const plainText = (words) => words.map((word) => word.text).join(" ");

/** A segment with its time and an element for each word. */
function segmentElement(shown) {
  const { segment, words } = shown;
  for (const word of words) word.element = wordElement(word);
  const line = h("p", { class: "segment-text", lang: segment.language, dir: "auto" }, words.flatMap((word, index) => (index > 0 ? [" ", word.element] : [word.element])));
  const time = clock(segment.span.start);
  const seek = h("button", { type: "button", class: "segment-time", dataset: { start: segment.span.start }, "aria-label": text.segmentTime(time) }, time);
  return h("li", { class: segment.suspect ? "segment suspect" : "segment", dataset: { ordinal: segment.ordinal } }, seek, h("div", { class: "segment-body" }, segmentLabels(shown), line));
}

/** What is shown of each segment: its words, and whether its channel and language are told. */
function shownOf(recording) {
  const showsLanguage = new Set(recording.segments.map((segment) => segment.language)).size > 1;
  let channel;
  return recording.segments.map((segment) => {
    const hasChannel = segment.channel !== null && segment.channel !== undefined;
    const showsChannel = hasChannel && segment.channel !== channel;
    channel = segment.channel;
    const words = segment.words.map((word) => ({ ...word, ordinal: segment.ordinal }));
    return { segment, words, showsChannel, showsLanguage };
  });
}

/** So many segments in a row; plain text until `draw` is called. */
function stretch(shown) {
  const plain = ({ segment, words }) => h("li", { class: "segment plain", lang: segment.language, dir: "auto" }, plainText(words));
  const element = h("ol", { class: "segments" }, shown.map(plain));
  // About as high as it will be, so that the scroll bar tells the truth.
  const lines = shown.reduce((sum, { words }) => sum + Math.ceil(plainText(words).length / 80), 0);
  element.style.setProperty("--height", `${shown.length * 10 + lines * 29}px`);
  let isDrawn = false;
  return {
    element,
    draw() {
      if (isDrawn) return;
      isDrawn = true;
      element.replaceChildren(...shown.map(segmentElement));
    },
  };
}

/** Draws the segments. `onSeek(ms)` is told which word or time was chosen. */
export function transcript(recording, onSeek) {
  const shown = shownOf(recording);
  const index = new WordIndex(shown.flatMap(({ words }) => words));
  const stretches = Array.from({ length: Math.ceil(shown.length / STRETCH) }, (_, at) => stretch(shown.slice(at * STRETCH, (at + 1) * STRETCH)));
  const byElement = new Map(stretches.map((one) => [one.element, one]));
  const byOrdinal = new Map(shown.map(({ segment }, at) => [segment.ordinal, stretches[Math.floor(at / STRETCH)]]));
  const element = h("section", { class: "transcript", "aria-label": text.transcript }, shown.length > 0 ? stretches.map((one) => one.element) : h("p", { class: "muted" }, text.empty));
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      byElement.get(target).draw();
      near.unobserve(target);
    }
  }, { rootMargin: NEAR });
  // The first is nearly always near: drawn at once it is laid out once.
  stretches[0]?.draw();
  for (const one of stretches) near.observe(one.element);

  element.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("[data-start]");
    // Selecting text to take it away is not a wish to hear it.
    if (!chosen || !getSelection()?.isCollapsed) return;
    onSeek(Number(chosen.dataset.start));
  });
  return {
    element,
    index,
    /** The element of a word, drawn if it was not yet. */
    elementOf(word) {
      byOrdinal.get(word.ordinal).draw();
      return word.element;
    },
    close: () => near.disconnect(),
  };
}
