// A recording: its sound, its words, and the way from one to the other.
import { api, connection, recordingUrl } from "../api.js";
import { byId, fill, h, icon } from "../dom.js";
import { clock, label, seconds } from "../format.js";
import { emptyState, homeLink } from "../missing.js";
import { setAddress } from "../router.js";
import { addKeys } from "../shortcuts.js";
import { STRINGS } from "../strings.js";
import { spokenLanguages } from "./doubt.js";
import { findBox } from "./find.js";
import { bringIntoView, follow } from "./follow.js";
import { Player } from "./player.js";
import { timeline } from "./timeline.js";
import { asideColumn, copyButton, copyLink } from "./tools.js";
import { transcript } from "./transcript.js";
import { waveform } from "./waveform.js";

const text = STRINGS.recording;
const SKIP_MS = 5000;

/** The instant in an address (`t`, in seconds), in milliseconds. */
function wantedTime(query) {
  const value = Number.parseFloat(query.get("t") ?? "");
  return Number.isFinite(value) && value >= 0 ? value * 1000 : undefined;
}

function backLink(query) {
  const href = query ? `/?${new URLSearchParams({ q: query })}` : "/";
  const goBack = (event) => {
    // Coming from the results, going back keeps their place; from elsewhere it is a plain link.
    if (!history.state?.inside || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.back();
  };
  return h("a", { class: "back", href, onclick: goBack }, icon("back"), query ? text.backToResults : text.back);
}

function headerOf(recording, query) {
  const facts = [label(recording.collection), spokenLanguages(recording), clock(recording.duration)];
  return h(
    "header", { class: "recording-head" }, backLink(query), h("h1", { tabindex: "-1" }, recording.title),
    h("p", { class: "facts" }, icon(recording.kind), facts.map((fact) => h("span", {}, fact))),
  );
}

/** Puts the parts together; returns what ends them. */
function open(outlet, recording, { query, time, plays }) {
  const player = new Player(recording);
  const words = transcript(recording, (millis) => player.seekTo(millis));
  const following = follow(player, words.index);
  const line = timeline(recording, player);
  const picture = waveform(recording, player);
  const find = findBox(recording, words.index, {
    onHits: (hits) => line.setHits(hits),
    onGo(hit) {
      player.seekTo(hit.span.start, { plays: player.isPlaying });
      bringIntoView(hit.words[0]?.element ?? words.element);
    },
    onQuery: (q) => setAddress(recordingUrl(recording.id, { t: time === undefined ? "" : seconds(time), q })),
  });
  const copy = () => copyLink(recording, player, find.query());
  const toolbar = h("div", { class: "toolbar" }, find.element, following.button, copyButton(copy));
  const dock = h("div", { class: "player-dock" }, picture.element, player.element, line.element, toolbar);
  outlet.append(h("div", { class: `recording ${recording.kind}` }, headerOf(recording, query), dock, words.element, asideColumn(recording)));

  const removeKeys = addKeys({
    "/": () => find.focus(), " ": () => player.toggle(), c: copy, f: following.resume,
    ArrowLeft: () => player.nudge(-SKIP_MS), ArrowRight: () => player.nudge(SKIP_MS),
    n: () => find.step(1), j: () => find.step(1), p: () => find.step(-1), k: () => find.step(-1),
  });
  if (query) find.start(query, time ?? 0);
  if (time !== undefined) player.seekTo(time, { plays });
  outlet.querySelector("h1").focus({ preventScroll: true });
  return () => {
    removeKeys();
    picture.close();
    find.close();
    following.close();
    player.close();
  };
}

function failed(outlet, error, again) {
  if (error.status === 404 || error.status === 400) {
    document.title = `${text.notFound} · ${STRINGS.title}`;
    fill(outlet, emptyState(text.notFound, [text.notFoundBody], homeLink()));
    return;
  }
  const retry = h("button", { type: "button", class: "button primary", onclick: again }, text.retry);
  fill(outlet, emptyState(text.failed, error.isPassing ? [] : [error.message], retry, homeLink()));
}

export function recordingView({ outlet, params, query, isReturn }) {
  const leaving = new AbortController();
  let close;
  byId("topbar-slot").replaceChildren();

  async function load() {
    fill(outlet, h("p", { class: "loading", role: "status" }, text.loading));
    try {
      const recording = await api.recording(params.id, { signal: leaving.signal });
      document.title = `${recording.title} · ${STRINGS.title}`;
      fill(outlet);
      close = open(outlet, recording, { query: query.get("q") ?? "", time: wantedTime(query), plays: !isReturn });
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error.status >= 0)) throw error;
      failed(outlet, error, load);
    }
  }

  const again = () => close || load();
  connection.addEventListener("up", again);
  load();
  return () => {
    connection.removeEventListener("up", again);
    leaving.abort();
    close?.();
  };
}
