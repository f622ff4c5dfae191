// The words on the page: a segment a paragraph. All of the text is there from the beginning, for the
// browser's own search and for screen readers; the words of a segment become elements, each with its
// time, when it comes near the screen, so that sixty thousand of them stay smooth.
import { h } from "../dom.js";
import { clock, language } from "../format.js";
import { redactionChip } from "../redaction.js";
import { STRINGS } from "../strings.js";
import { markDoubt, suspectLabel } from "./doubt.js";
import { WordIndex } from "./words.js";

const text = STRINGS.recording;
/** How far from the screen segments are drawn. */
const NEAR = "900px 0px";

function wordElement(word) {
  const element = word.redacted ? redactionChip(word.redacted, word.text) : h("span", { text: word.text });
  element.classList.add("word", ...(word.flags ?? []));
  Object.assign(element.dataset, { testid: "word", start: word.start, end: word.end, order: word.order });
  if (word.possibly) element.dataset.possibly = word.possibly;
  markDoubt(element, word);
  return element;
}

/** What stands above a segment: who speaks, in which language, and whether it was said at all. */
function segmentLabels(segment, showsChannel, showsLanguage) {
  const labels = [
    showsChannel && h("span", { class: `speaker channel-${segment.channel % 4}` }, text.channel(segment.channel)),
    showsLanguage && h("span", { class: "segment-language", dataset: { testid: "segment-language" } }, language(segment.language)),
    suspectLabel(segment.suspect),
  ].filter(Boolean);
  return labels.length > 0 && h("p", { class: "segment-labels" }, labels);
}

/** A segment whose words are plain text until `draw` is called. */
function segmentBlock(segment, words, { showsChannel, showsLanguage }) {
  const own = segment.words.map((word) => ({ ...word, ordinal: segment.ordinal }));
  words.push(...own);
  const line = h("p", { class: "segment-text", lang: segment.language, dir: "auto", text: own.map((word) => word.text).join(" ") });
  const time = clock(segment.span.start);
  const seek = h("button", { type: "button", class: "segment-time", dataset: { start: segment.span.start }, "aria-label": text.segmentTime(time) }, time);
  const body = h("div", { class: "segment-body" }, segmentLabels(segment, showsChannel, showsLanguage), line);
  const element = h("li", { class: segment.suspect ? "segment suspect" : "segment", dataset: { ordinal: segment.ordinal } }, seek, body);
  let isDrawn = false;
  return {
    element,
    draw() {
      if (isDrawn) return;
      isDrawn = true;
      for (const word of own) word.element = wordElement(word);
      line.replaceChildren(...own.flatMap((word, index) => (index > 0 ? [" ", word.element] : [word.element])));
    },
  };
}

function blocksOf(recording, words) {
  const showsLanguage = new Set(recording.segments.map((segment) => segment.language)).size > 1;
  let channel;
  return recording.segments.map((segment) => {
    const hasChannel = segment.channel !== null && segment.channel !== undefined;
    const showsChannel = hasChannel && segment.channel !== channel;
    channel = segment.channel;
    return segmentBlock(segment, words, { showsChannel, showsLanguage });
  });
}

/** Draws the segments. `onSeek(ms)` is told which word or time was chosen. */
export function transcript(recording, onSeek) {
  const words = [];
  const blocks = blocksOf(recording, words);
  const byElement = new Map(blocks.map((block) => [block.element, block]));
  const byOrdinal = new Map(blocks.map((block, at) => [recording.segments[at].ordinal, block]));
  const index = new WordIndex(words);
  const list = h("ol", { class: "segments" }, blocks.map((block) => block.element));
  const element = h("section", { class: "transcript", "aria-label": text.transcript }, blocks.length > 0 ? list : h("p", { class: "muted" }, text.empty));
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      byElement.get(target).draw();
      near.unobserve(target);
    }
  }, { rootMargin: NEAR });
  for (const block of blocks) near.observe(block.element);

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
