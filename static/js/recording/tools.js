// What can be taken away from a recording: a link to this second, and the transcript as a file.
import { recordingUrl } from "../api.js";
import { h, icon } from "../dom.js";
import { clock, label, moment, s3Address, seconds } from "../format.js";
import { toast } from "../notices.js";
import { STRINGS } from "../strings.js";
import { spokenLanguages } from "./doubt.js";
import { definitions, fileFacts } from "./file-facts.js";

const text = STRINGS.recording;
const FORMATS = [["TXT", "captions.txt"], ["VTT", "captions.vtt"], ["SRT", "captions.srt"], ["JSON", "transcript.json"]];

async function toClipboard(value) {
  // Only secure pages and localhost have a clipboard; elsewhere the old way still works.
  if (navigator.clipboard) return navigator.clipboard.writeText(value);
  const box = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
  box.value = value;
  document.body.append(box);
  box.select();
  const isDone = document.execCommand("copy");
  box.remove();
  if (!isDone) throw new Error("the browser refused");
  return undefined;
}

/** Copies the address of this second, with the words that were looked for. */
export async function copyLink(recording, player, query) {
  const time = player.time;
  const url = new URL(recordingUrl(recording.id, { t: seconds(time), q: query }), location.origin).href;
  try {
    await toClipboard(url);
    toast(text.copied(clock(time)));
  } catch {
    toast(text.copyFailed(url), 12000);
  }
}

export function copyButton(onCopy) {
  return h("button", { type: "button", class: "button", onclick: onCopy, title: `${text.copy} (c)` }, icon("link"), text.copy);
}

function downloads(recording) {
  const links = FORMATS.map(([name, file]) => h("a", { class: "chip", href: `/api/v1/recordings/${recording.id}/${file}`, download: true }, name));
  return h("section", { "aria-label": text.downloadsLabel }, h("h2", { class: "aside-heading" }, text.downloads), h("div", { class: "chips" }, links));
}

/** The model's name, and behind a disclosure the sum of its file and how it was set. */
function heardBy({ model, model_sha256: sum, model_settings: settings }) {
  const rows = [
    ...(sum ? [[text.modelSum, h("code", { title: sum }, `${sum.slice(0, 12)}…`)]] : []),
    ...Object.entries(settings ?? {}),
  ];
  if (rows.length === 0) return model;
  const list = h("dl", { class: "settings" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  return [model, h("details", { class: "disclosure model", dataset: { testid: "model" } }, h("summary", {}, text.modelDetails), list)];
}

function facts(recording) {
  const names = text.facts;
  const rows = [
    [names.collection, label(recording.collection)], [names.language, spokenLanguages(recording)],
    [names.added, moment(recording.ingested_at)], [names.model, heardBy(recording)], [names.playback, text.playbackRendition],
    [names.source, s3Address(recording.media)],
  ];
  return definitions(text.about, rows);
}

/** The column beside the transcript. */
export function asideColumn(recording) {
  const count = recording.redacted_spans.length;
  const redacted = count > 0 && h("p", { class: "redacted-note" }, h("span", { class: "redaction swatch", "aria-hidden": "true" }, "[…]"), text.redactedCount(count));
  const open = !recording.redaction_enabled && h("p", { class: "note warning" }, icon("warn"), text.redactionOff);
  return h("aside", { class: "aside", "aria-label": text.about }, open, redacted, downloads(recording), fileFacts(recording), facts(recording));
}
