// One hit: when it is said, and the sentence with what matched. It opens its recording, and it can be
// heard where it stands.
import { fill, h, icon } from "../dom.js";
import { clock, isoDuration, seconds } from "../format.js";
import { recordingUrl } from "../api.js";
import { suspectLabel } from "../recording/doubt.js";
import { remember } from "../router.js";
import { redactionChip } from "../redaction.js";
import { STRINGS, locale } from "../strings.js";

/** Words below this share are underlined, as in the transcript. */
const UNSURE = 0.5;

function piece(part) {
  if (part.redacted) return redactionChip(part.redacted, part.text);
  const isUnsure = typeof part.confidence === "number" && part.confidence < UNSURE;
  const title = isUnsure ? STRINGS.recording.sure(part.confidence) : undefined;
  const marked = part.highlighted ? h("mark", { class: isUnsure && "unsure", title }, part.text) : part.text;
  const words = isUnsure && !part.highlighted ? h("span", { class: "unsure", title }, part.text) : marked;
  if (!part.alternative) return words;
  return h("span", {}, words, " ", h("span", { class: "possibly", lang: locale, dataset: { testid: "possibly" } }, STRINGS.search.possibly(part.alternative)));
}

/** The parts joined by single spaces, with an ellipsis where the sentence goes on. */
function snippet(hit) {
  const parts = hit.snippet.flatMap((part, index) => (index > 0 ? [" ", piece(part)] : [piece(part)]));
  return [hit.is_cut_before && "… ", ...parts, hit.is_cut_after && " …"];
}

function speakerOf(hit) {
  if (hit.speaker) return h("span", { class: "speaker", dir: "auto" }, typeof hit.speaker === "string" ? hit.speaker : STRINGS.recording.speaker(hit.speaker));
  return hit.channel === null || hit.channel === undefined ? null : h("span", { class: "speaker" }, STRINGS.recording.channel(hit.channel));
}

function playButton(recording, hit, row, { query, onPlay }) {
  const time = clock(hit.span.start);
  const button = h("button", { type: "button", class: "hit-play", title: STRINGS.inPlace.hint, dataset: { testid: "play-here" } });
  const onState = (isPlaying) => {
    row.classList.toggle("playing", isPlaying);
    fill(button, icon(isPlaying ? "pause" : "play"));
    button.setAttribute("aria-label", isPlaying ? STRINGS.inPlace.pause : STRINGS.inPlace.playAt(time));
  };
  onState(false);
  const wanted = { key: `${recording.recording} ${hit.span.start}`, id: recording.recording, title: recording.title, duration: recording.duration, start: hit.span.start, query, onState };
  button.addEventListener("click", () => onPlay(wanted));
  return button;
}

/** A row of the list; `onPlay` is told to play it here. */
export function hitRow(recording, hit, { query, onPlay }) {
  const href = recordingUrl(recording.recording, { t: seconds(hit.span.start), q: query });
  const time = h("time", { class: "hit-time", datetime: isoDuration(hit.span.start) }, clock(hit.span.start));
  const text = h("span", { class: hit.suspect ? "hit-text suspect" : "hit-text", lang: hit.language, dir: "auto" }, speakerOf(hit), snippet(hit), hit.suspect && [" ", suspectLabel(hit.suspect)]);
  const link = h("a", { class: "hit", href, dataset: { testid: "hit", start: hit.span.start }, onclick: () => remember({ focus: href }) }, time, text);
  const row = h("li", { class: "hit-row" });
  row.append(playButton(recording, hit, row, { query, onPlay }), link);
  return row;
}
