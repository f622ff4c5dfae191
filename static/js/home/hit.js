// One hit: when it is said, and the sentence with what matched.
import { h } from "../dom.js";
import { clock, isoDuration, seconds } from "../format.js";
import { recordingUrl } from "../api.js";
import { suspectLabel } from "../recording/doubt.js";
import { remember } from "../router.js";
import { redactionChip } from "../redaction.js";
import { STRINGS } from "../strings.js";

function piece(part) {
  if (part.redacted) return redactionChip(part.redacted, part.text);
  const words = part.highlighted ? h("mark", {}, part.text) : part.text;
  if (!part.alternative) return words;
  return h("span", {}, words, " ", h("span", { class: "possibly", lang: "en", dataset: { testid: "possibly" } }, STRINGS.search.possibly(part.alternative)));
}

/** The parts joined by single spaces, with an ellipsis where the sentence goes on. */
function snippet(hit) {
  const parts = hit.snippet.flatMap((part, index) => (index > 0 ? [" ", piece(part)] : [piece(part)]));
  return [hit.is_cut_before && "… ", ...parts, hit.is_cut_after && " …"];
}

export function hitRow(recording, hit, query) {
  const href = recordingUrl(recording.recording, { t: seconds(hit.span.start), q: query });
  const time = h("time", { class: "hit-time", datetime: isoDuration(hit.span.start) }, clock(hit.span.start));
  const speaker = hit.channel === null || hit.channel === undefined ? null : h("span", { class: "speaker" }, STRINGS.recording.channel(hit.channel));
  const link = h(
    "a", { class: "hit", href, dataset: { testid: "hit", start: hit.span.start }, onclick: () => remember({ focus: href }) },
    time, h("span", { class: hit.suspect ? "hit-text suspect" : "hit-text", lang: hit.language }, speaker, snippet(hit), hit.suspect && [" ", suspectLabel(hit.suspect)]),
  );
  return h("li", {}, link);
}
