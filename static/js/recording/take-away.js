// What can be taken away from a recording: links, quotes with their source, and pieces as files.
import { address, recordingUrl } from "../api.js";
import { copy } from "../clipboard.js";
import { clock, label, longDate, seconds } from "../format.js";
import { STRINGS } from "../strings.js";

const text = STRINGS.picked;

const absolute = (path) => new URL(path, location.origin).href;
// To the millisecond: a tenth of a second more would be another word.
const spanUrl = (recording, { start, end }) => absolute(recordingUrl(recording.id, { t: start / 1000, end: end / 1000 }));

/** When it was recorded, as far as that is known: what its file says, or when the file was written. */
function dateOf(recording) {
  const tag = recording.tags?.find(({ kind }) => kind === "date")?.text;
  return tag ?? (recording.modified_at && longDate(recording.modified_at));
}

/** Copies the address of this second, with the words that were looked for. */
export function copyMoment(recording, time, query) {
  copy(absolute(recordingUrl(recording.id, { t: seconds(time), q: query })), STRINGS.recording.copied(clock(time)));
}

export function copySpan(recording, span) {
  copy(spanUrl(recording, span), text.linkCopied(clock(span.start), clock(span.end)));
}

/** Copies the words as they stand, redactions included, and where they were said. */
export function copyQuote(recording, words, span) {
  const source = [recording.title, label(recording.collection), dateOf(recording), `${clock(span.start)}–${clock(span.end)}`];
  const quote = text.quoted(words.map((word) => word.text).join(" "));
  copy(`${quote}\n— ${source.filter(Boolean).join(", ")}\n${spanUrl(recording, span)}`, text.quoteCopied(words.length));
}

/** Where the piece is to be had as a file. */
export const clipUrl = (recording, { start, end }) => address(`/api/v1/recordings/${encodeURIComponent(recording.id)}/clip`, { start, end });
