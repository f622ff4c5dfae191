// A recording: its sound, its words, and the way from one to the other.
import { api, connection, recordingUrl } from "../api.js";
import { byId, fill, h, icon } from "../dom.js";
import { clock, label, seconds } from "../format.js";
import { emptyPage, homeLink } from "../missing.js";
import { setAddress } from "../router.js";
import { addKeys } from "../shortcuts.js";
import { errorText } from "../said.js";
import { STRINGS } from "../strings.js";
import { controls } from "./controls.js";
import { spokenLanguages } from "./doubt.js";
import { findBox } from "./find.js";
import { bringIntoView, follow } from "./follow.js";
import { picker } from "./picked.js";
import { Player } from "./player.js";
import { copyMoment } from "./take-away.js";
import { timeline } from "./timeline.js";
import { asideColumn, copyButton } from "./tools.js";
import { transcript } from "./transcript.js";

const text = STRINGS.recording;
const SKIP_MS = 5000;

/** An instant in an address (`t` or `end`, in seconds), in milliseconds. */
function wantedTime(query, name) {
  const value = Number.parseFloat(query.get(name) ?? "");
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
    "header", { class: "recording-head" }, backLink(query), h("h1", { tabindex: "-1", dir: "auto" }, recording.title),
    h("p", { class: "facts" }, icon(recording.kind), facts.map((fact) => h("span", {}, fact))),
  );
}

/** The player, what is above and below it, and what they tell each other. */
function parts(recording, query, time) {
  const player = new Player(recording);
  const words = transcript(recording, (millis) => player.seekTo(millis));
  const following = follow(player, words);
  const line = timeline(recording, player);
  const picked = picker(recording, player, words, { onChange: line.setPicked });
  const buttons = controls(player, words.index, { onStep: (by) => find.step(by) });
  const find = findBox(recording, words.index, {
    onHits(hits) {
      line.setHits(hits);
      buttons.setHits(hits);
    },
    onGo(hit) {
      player.seekTo(hit.span.start, { plays: player.isPlaying });
      if (hit.words[0]) bringIntoView(words.elementOf(hit.words[0]));
    },
    onQuery: (q) => setAddress(recordingUrl(recording.id, { t: time === undefined ? "" : seconds(time), q })),
  });
  const link = () => (picked.isPicking() ? picked.link() : copyMoment(recording, player.time, find.query()));
  const toolbar = h("div", { class: "toolbar" }, find.element, following.button, copyButton(link));
  const dock = h("div", { class: "player-dock" }, player.element, h("div", { class: "deck" }, line.element, buttons.element, toolbar));
  return { player, words, following, line, picked, find, link, dock };
}

/** Word by word: moves the sound, or the end of what is picked. */
function stepWord({ player, words, picked }, by) {
  if (picked.isPicking()) {
    picked.extend(by);
    return;
  }
  const word = words.index.beside(player.time, by);
  if (word) player.seekTo(word.start, { plays: player.isPlaying });
}

function keysOf(page) {
  const { player, find, following, picked, link } = page;
  return {
    "/": () => find.focus(), " ": () => player.toggle(), f: following.resume, c: link,
    ArrowLeft: () => player.nudge(-SKIP_MS), ArrowRight: () => player.nudge(SKIP_MS),
    n: () => find.step(1), j: () => find.step(1), p: () => find.step(-1), k: () => find.step(-1),
    ",": () => stepWord(page, -1), ".": () => stepWord(page, 1),
    s: picked.start, q: picked.quote, d: picked.download, Enter: picked.play, Escape: picked.clear,
  };
}

/** Puts the parts together; returns what ends them. */
function open(outlet, recording, { query, time, end, plays }) {
  const page = parts(recording, query, time);
  const { player, words, following, line, picked, find, dock } = page;
  outlet.append(
    h("div", { class: `recording ${player.isVideo ? "video" : "audio"}` }, headerOf(recording, query), dock, words.element, asideColumn(recording)),
    picked.element,
  );
  const removeKeys = addKeys(keysOf(page));
  if (query) find.start(query, time ?? 0);
  if (time !== undefined && end > time) {
    picked.between(time, end);
    player.seekTo(time, { plays, until: end + 150 });
  } else if (time !== undefined) player.seekTo(time, { plays });
  outlet.querySelector("h1").focus({ preventScroll: true });
  return () => {
    removeKeys();
    for (const part of [line, find, following, words, player]) part.close();
  };
}

function failed(outlet, error, again) {
  if (error.status === 404 || error.status === 400) {
    document.title = `${text.notFound} · ${STRINGS.title}`;
    fill(outlet, emptyPage(text.notFound, [text.notFoundBody], homeLink()));
    return;
  }
  const retry = h("button", { type: "button", class: "button primary", onclick: again }, text.retry);
  fill(outlet, emptyPage(text.failed, error.isPassing ? [] : [errorText(error)], retry, homeLink()));
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
      close = open(outlet, recording, { query: query.get("q") ?? "", time: wantedTime(query, "t"), end: wantedTime(query, "end"), plays: !isReturn });
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
