// The mark that stands where something was redacted.
import { h } from "./dom.js";
import { STRINGS } from "./strings.js";

export function redactionChip(kind, text = `[${kind}]`) {
  return h("span", { class: "redaction", title: STRINGS.recording.redactedTitle(kind) }, text);
}
