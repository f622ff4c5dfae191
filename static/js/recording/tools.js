// What stands beside a transcript: the files to take along, and what is known of the recording.
import { api } from "../api.js";
import { h, icon } from "../dom.js";
import { label, moment, s3Address } from "../format.js";
import { failureWords } from "../said.js";
import { STRINGS } from "../strings.js";
import { spokenLanguages } from "./doubt.js";
import { definitions, fileFacts } from "./file-facts.js";

const text = STRINGS.recording;
const FORMATS = [["TXT", "captions.txt"], ["VTT", "captions.vtt"], ["SRT", "captions.srt"], ["JSON", "transcript.json"]];

export function copyButton(onCopy) {
  return h("button", { type: "button", class: "button", onclick: onCopy, title: `${text.copy} (c)`, dataset: { testid: "copy" } }, icon("link"), h("span", {}, text.copy));
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

/** What befell the recording, asked for when somebody wants to know. */
function historyBlock(recording) {
  const list = h("ol", { class: "history" });
  const element = h("details", { class: "disclosure history-block", dataset: { testid: "history" } }, h("summary", {}, text.history.heading), list);
  const item = (when, what, more) => when && h("li", {}, h("time", { datetime: when, title: new Date(when).toLocaleString() }, moment(when)), h("span", {}, what), more && h("span", { class: "bad" }, more));
  element.addEventListener("toggle", async () => {
    if (!element.open || list.children.length > 0) return;
    try {
      const { found_at: found, seen_at: seen, ingested_at: heard, runs } = await api.history(recording.id);
      const tries = runs.map((run) => item(run.finished_at ?? run.started_at ?? run.created_at, text.history.runs[run.state] + (run.attempts > 1 ? ` (${text.history.attempts(run.attempts)})` : ""), run.failure && failureWords(run.failure)));
      const rows = [item(seen, text.history.seen), ...tries, runs.length === 0 && item(heard, text.history.runs.done), item(found, text.history.found)];
      list.replaceChildren(...rows.filter(Boolean));
    } catch {
      list.replaceChildren(h("li", {}, text.history.failed));
    }
  });
  return element;
}

/** The column beside the transcript. */
export function asideColumn(recording) {
  const count = recording.redacted_spans.length;
  const redacted = count > 0 && h("p", { class: "redacted-note" }, h("span", { class: "redaction swatch", "aria-hidden": "true" }, "[…]"), text.redactedCount(count));
  const open = !recording.redaction_enabled && h("p", { class: "note warning" }, icon("warn"), text.redactionOff);
  return h("aside", { class: "aside", "aria-label": text.about }, open, redacted, downloads(recording), fileFacts(recording), facts(recording), historyBlock(recording));
}
