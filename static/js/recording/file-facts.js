// What a file says about itself: its format, and the tags that redaction let through.
import { h } from "../dom.js";
import { clock } from "../format.js";
import { redactionChip } from "../redaction.js";
import { STRINGS } from "../strings.js";

const text = STRINGS.recording;
const MARK = /\[([A-Z_]{3,})\]/;

/** A heading with names and values; what has no value is left out. */
export function definitions(heading, rows, props = {}) {
  const list = rows.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  return h("section", props, h("h2", { class: "aside-heading" }, heading), h("dl", { class: "about" }, list));
}

/** Splitting by a group gives text and kinds of marks in turn. */
function withChips(value) {
  return value.split(MARK).map((part, index) => (index % 2 ? redactionChip(part) : part));
}

export function fileFacts(recording) {
  const names = text.fileFacts;
  const { codec, sample_rate: rate, channels, bit_rate: bitRate, size_bytes: size, tags } = recording;
  const rows = [
    [names.length, clock(recording.duration)], [names.codec, codec], [names.rate, rate && text.kilohertz(rate)],
    [names.channels, channels && text.channelCount(channels, recording.channels_heard)], [names.bitRate, bitRate && text.kilobits(bitRate)], [names.size, size && text.bytes(size)],
    ...(tags ?? []).map((tag) => [text.tags[tag.kind] ?? tag.kind, withChips(tag.text)]),
  ];
  return definitions(text.file, rows, { dataset: { testid: "file-facts" } });
}
