// The mark that stands where something was redacted, and the punctuation that followed it.
import { h } from "./dom.js";
import { STRINGS } from "./strings.js";

export function redactionChip(kind, text = `[${kind}]`) {
  const mark = `[${kind}]`;
  const [before, after = ""] = text.includes(mark) ? text.split(mark) : [];
  const title = STRINGS.recording.redactedTitle(kind);
  const chip = h("span", { class: "redaction", title }, mark);
  return before || after ? h("span", {}, before ?? "", chip, after) : chip;
}
