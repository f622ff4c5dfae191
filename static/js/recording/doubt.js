// What the transcript says of itself: words and passages that were not heard surely, in words.
import { h } from "../dom.js";
import { language, roughly } from "../format.js";
import { STRINGS, locale } from "../strings.js";

const text = STRINGS.recording;

/** Words below this share are underlined. */
const UNSURE = 0.5;

/** Marks a word that is likely wrong, and tells what else it may be. */
export function markDoubt(element, word) {
  const others = word.alternatives ?? [];
  const isUnsure = !word.redacted && word.confidence < UNSURE;
  if (isUnsure) element.classList.add("unsure");
  if (!isUnsure && others.length === 0) return;
  const readings = others.map((other) => text.otherReading(other.text, other.probability)).join(", ");
  element.title = readings ? text.sureOr(word.confidence, readings) : text.sure(word.confidence);
}

/** Why a passage may not have been said, as a label; nothing for one that is not doubtful. */
export function suspectLabel(suspect) {
  return suspect && h("span", { class: "doubt", lang: locale, dataset: { testid: "suspect" } }, text.suspect[suspect] ?? text.suspect.unsure);
}

/** The languages of a recording with how long each is spoken: "English 12 min, French 3 min". */
export function spokenLanguages(recording) {
  const spoken = recording.languages ?? [];
  if (spoken.length < 2) return language(recording.language);
  return spoken.map((one) => text.spoken(language(one.language), roughly(one.duration))).join(", ");
}
