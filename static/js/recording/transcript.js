// The words on the page: a segment a paragraph, every word with its time. Events are delegated.
import { h } from "../dom.js";
import { clock, language } from "../format.js";
import { redactionChip } from "../redaction.js";
import { STRINGS } from "../strings.js";
import { markDoubt, suspectLabel } from "./doubt.js";
import { WordIndex } from "./words.js";

const text = STRINGS.recording;

function wordElement(word) {
  const element = word.redacted ? redactionChip(word.redacted, word.text) : h("span", { text: word.text });
  element.classList.add("word");
  element.dataset.testid = "word";
  element.dataset.start = word.start;
  element.dataset.end = word.end;
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

function segmentElement(segment, words, { showsChannel, showsLanguage }) {
  const line = h("p", { class: "segment-text", lang: segment.language });
  for (const [index, word] of segment.words.entries()) {
    const element = wordElement(word);
    words.push({ start: word.start, end: word.end, ordinal: segment.ordinal, element });
    line.append(index > 0 ? " " : "", element);
  }
  const time = clock(segment.span.start);
  const seek = h("button", { type: "button", class: "segment-time", dataset: { start: segment.span.start }, "aria-label": text.segmentTime(time) }, time);
  const body = h("div", { class: "segment-body" }, segmentLabels(segment, showsChannel, showsLanguage), line);
  return h("li", { class: segment.suspect ? "segment suspect" : "segment", dataset: { ordinal: segment.ordinal } }, seek, body);
}

/** Draws the segments. `onSeek(ms)` is told which word or time was chosen. */
export function transcript(recording, onSeek) {
  const words = [];
  const showsLanguage = new Set(recording.segments.map((segment) => segment.language)).size > 1;
  let channel;
  const items = recording.segments.map((segment) => {
    const hasChannel = segment.channel !== null && segment.channel !== undefined;
    const showsChannel = hasChannel && segment.channel !== channel;
    channel = segment.channel;
    return segmentElement(segment, words, { showsChannel, showsLanguage });
  });
  const list = h("ol", { class: "segments" }, items);
  const element = h("section", { class: "transcript", "aria-label": text.transcript }, items.length > 0 ? list : h("p", { class: "muted" }, text.empty));

  element.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("[data-start]");
    // Selecting text to copy it is not a wish to hear it.
    if (!chosen || !getSelection()?.isCollapsed) return;
    onSeek(Number(chosen.dataset.start));
  });
  return { element, index: new WordIndex(words) };
}
