// Hits as they come, grouped by recording.
import { api, recordingUrl, connection } from "../api.js";
import { append, h, icon } from "../dom.js";
import { clock, label, language } from "../format.js";
import { announce } from "../notices.js";
import { emptyState } from "../missing.js";
import { STRINGS } from "../strings.js";
import { hitRow } from "./hit.js";
import { strip } from "./strip.js";

const words = STRINGS.search;
const PAGE = 20;

/** The last answer, so that coming back from a recording shows it at once, where it was left. */
let last;

function moreHits(recording, query, list) {
  const button = h("button", { type: "button", class: "link-button more-hits" }, words.moreHits(recording.hit_count));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const answer = await api.search({ q: query, recording: recording.recording });
      const whole = answer.recordings[0];
      if (!whole) return;
      const first = list.children.length;
      list.replaceChildren(...whole.hits.map((hit) => hitRow(whole, hit, query)));
      list.children[first]?.querySelector("a")?.focus();
      button.remove();
    } catch {
      button.disabled = false;
    }
  });
  return button;
}

function card(recording, query) {
  const heading = h("h2", {}, h("a", { href: recordingUrl(recording.recording, { q: query }) }, recording.title));
  const facts = [label(recording.collection), language(recording.language), clock(recording.duration), words.hitCount(recording.hit_count)];
  const list = h("ol", { class: "hits" }, recording.hits.map((hit) => hitRow(recording, hit, query)));
  return h(
    "article", { class: "result", dataset: { testid: "result", recording: recording.recording } },
    h("header", {}, icon(recording.kind), heading, h("p", { class: "facts" }, facts.map((fact) => h("span", {}, fact)))),
    strip(recording, query), list, recording.hit_count > recording.hits.length && moreHits(recording, query, list),
  );
}

function nothing(asked) {
  const tips = h("ul", { class: "tips" }, words.noneTips.filter((_, index) => index !== 1 || asked.q.includes('"')).map((tip) => h("li", {}, tip)));
  const filtered = (asked.collection || asked.language) && h("p", {}, words.noneFiltered);
  const block = emptyState(words.none(asked.q.trim()), []);
  append(block, [filtered, tips]);
  return block;
}

export function resultsPane({ asked, restored, setBusy, onLanguages }) {
  const summary = h("p", { class: "summary" });
  const list = h("div", { class: "result-list" });
  const element = h("section", { class: "results", "aria-label": words.results }, summary, list);
  let request;
  let current;

  function draw(answer) {
    summary.textContent = answer.total_hits ? words.summary(answer.total_hits, answer.total_recordings) : "";
    list.classList.remove("stale");
    onLanguages(answer.recordings.flatMap((recording) => [recording.language, ...recording.hits.map((hit) => hit.language)]));
    list.replaceChildren(...(answer.recordings.length ? answer.recordings.map((recording) => card(recording, current.q)) : [nothing(current)]));
    drawMore(answer);
  }

  function drawMore(answer) {
    if (list.querySelectorAll(".result").length >= answer.total_recordings || answer.recordings.length === 0) return;
    const more = h("button", { type: "button", class: "button more" }, words.moreRecordings);
    more.addEventListener("click", async () => {
      more.disabled = true;
      try {
        const next = await api.search({ ...current, limit: PAGE, offset: list.querySelectorAll(".result").length });
        const cards = next.recordings.map((recording) => card(recording, current.q));
        more.replaceWith(...cards);
        cards[0]?.querySelector("a")?.focus();
        drawMore(next);
      } catch {
        more.disabled = false;
      }
    });
    list.append(more);
  }

  function fail(error) {
    summary.textContent = "";
    list.classList.remove("stale");
    list.replaceChildren(emptyState(words.failed, [error.message]));
    announce(error.message);
  }

  async function update(next) {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    current = { ...next, q: next.q.trim() };
    list.classList.add("stale");
    setBusy(true);
    try {
      const answer = await api.search({ ...current, limit: PAGE }, { signal });
      last = { key: JSON.stringify(current), answer };
      draw(answer);
      announce(answer.total_hits ? summary.textContent : words.none(current.q));
    } catch (error) {
      if (error.name === "AbortError") return;
      // The server gone is said in the banner; what was found before stays.
      if (!error.isPassing) fail(error);
    }
    if (!signal.aborted) setBusy(false);
  }

  function restore() {
    current = { ...asked, q: asked.q.trim() };
    if (!restored || last?.key !== JSON.stringify(current)) return false;
    draw(last.answer);
    queueMicrotask(() => {
      scrollTo(0, restored.scroll ?? 0);
      const links = [...list.querySelectorAll("a.hit")];
      links.find((link) => link.getAttribute("href") === restored.focus)?.focus({ preventScroll: true });
    });
    return true;
  }

  if (!restore()) update(asked);
  const again = () => update(current);
  connection.addEventListener("up", again);
  return {
    element,
    update,
    close() {
      connection.removeEventListener("up", again);
      request?.abort();
      setBusy(false);
    },
  };
}
