// The hits inside a recording: marked in the transcript, walked with n and p.
// The server's own search finds them, so that they are the same as on the results page.
import { api } from "../api.js";
import { h, icon } from "../dom.js";
import { announce } from "../notices.js";
import { STRINGS } from "../strings.js";
import { flag } from "./words.js";

const text = STRINGS.recording;
const DEBOUNCE_MS = 150;

export function findBox(recording, index, { onHits, onGo, onQuery }) {
  const input = h("input", { type: "search", id: "find", placeholder: text.find, autocomplete: "off", spellcheck: "false", maxlength: "500", dataset: { testid: "find-box" } });
  const count = h("span", { class: "find-count" });
  const previous = h("button", { type: "button", class: "icon-button", "aria-label": text.previous, title: text.previous }, icon("up"));
  const next = h("button", { type: "button", class: "icon-button", "aria-label": text.next, title: text.next }, icon("down"));
  const element = h(
    "form", { class: "find", role: "search" }, h("label", { class: "visually-hidden", for: "find" }, text.find),
    icon("search"), input, count, previous, next,
  );
  let hits = [];
  let at = -1;
  let marked = [];
  let chosen = [];
  let timer;
  let request;

  function show() {
    const hasQuery = input.value.trim() !== "";
    count.textContent = !hasQuery ? "" : hits.length === 0 ? text.findNone : at < 0 ? STRINGS.search.hitCount(hits.length) : text.findSome(at + 1, hits.length);
    element.classList.toggle("has-hits", hits.length > 0);
    for (const button of [previous, next]) button.disabled = hits.length === 0;
    for (const word of chosen) flag(word, "chosen", false);
    chosen = hits[at]?.words ?? [];
    for (const word of chosen) flag(word, "chosen", true);
  }

  function setHits(found) {
    for (const word of marked) {
      flag(word, "hit-word", false);
      flag(word, "chosen", false);
      delete word.possibly;
      delete word.element?.dataset.possibly;
    }
    hits = found.map((hit) => ({ ...hit, words: hit.matches.flatMap((match) => index.within(match, hit.ordinal)) }));
    marked = hits.flatMap((hit) => hit.words);
    for (const word of marked) flag(word, "hit-word", true);
    for (const hit of hits) for (const part of hit.snippet) tellOther(hit, part);
    onHits(hits);
  }

  /** Tells at a word that matched by another reading what was found there. */
  function tellOther(hit, part) {
    if (!part.alternative) return;
    const word = index.within({ start: part.start, end: part.start + 1 }, hit.ordinal).find(({ start }) => start === part.start);
    if (!word) return;
    word.possibly = STRINGS.search.possibly(part.alternative);
    if (word.element) word.element.dataset.possibly = word.possibly;
  }

  /** Makes the hit at or after an instant the chosen one. */
  function choose(millis) {
    at = hits.findIndex((hit) => hit.span.start >= millis - 250);
    show();
  }

  async function search(query, { quietly = false, from } = {}) {
    request?.abort();
    request = new AbortController();
    at = -1;
    try {
      const answer = query ? await api.search({ q: query, recording: recording.id }, { signal: request.signal }) : { recordings: [] };
      setHits((answer.recordings[0]?.hits ?? []).toSorted((a, b) => a.span.start - b.span.start));
      if (query && !quietly) announce(text.findAnnounce(hits.length));
    } catch (error) {
      if (error.name === "AbortError") return;
      setHits([]);
    }
    show();
    if (from !== undefined) choose(from);
  }

  function step(by) {
    if (hits.length === 0) return;
    at = at < 0 && by < 0 ? hits.length - 1 : (at + by + hits.length) % hits.length;
    show();
    onGo(hits[at]);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const query = input.value.trim();
      onQuery(query);
      search(query);
    }, DEBOUNCE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    input.blur();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    step(1);
  });
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  show();
  return {
    element,
    focus: () => input.select(),
    query: () => input.value.trim(),
    step,
    start(query, from) {
      input.value = query;
      return search(query, { quietly: true, from });
    },
    close() {
      clearTimeout(timer);
      request?.abort();
    },
  };
}
