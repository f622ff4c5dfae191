// Hits as they come, grouped by recording.
import { address, api, recordingUrl, connection } from "../api.js";
import { append, h, icon } from "../dom.js";
import { clock, label, language, longDate } from "../format.js";
import { announce } from "../notices.js";
import { emptyState } from "../missing.js";
import { errorText } from "../said.js";
import { STRINGS } from "../strings.js";
import { isNarrowed, widened } from "./filters.js";
import * as history from "./history.js";
import { hitRow } from "./hit.js";
import { strip } from "./strip.js";
import { serve } from "./suggest.js";

const words = STRINGS.search;
const PAGE = 20;

/** The last answer, so that coming back from a recording shows it at once, where it was left. */
let last;

function moreHits(recording, tools, list) {
  const button = h("button", { type: "button", class: "link-button more-hits" }, words.moreHits(recording.hit_count));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const answer = await api.search({ ...tools.asked, recording: recording.recording });
      const whole = answer.recordings[0];
      if (!whole) return;
      const first = list.children.length;
      list.replaceChildren(...whole.hits.map((hit) => hitRow(whole, hit, tools)));
      list.children[first]?.querySelector("a")?.focus();
      button.remove();
    } catch {
      button.disabled = false;
    }
  });
  return button;
}

function card(recording, tools) {
  const { query } = tools;
  const heading = h("h2", {}, h("a", { href: recordingUrl(recording.recording, { q: query }), dir: "auto" }, recording.title));
  const recorded = recording.date && longDate(recording.date);
  const facts = [label(recording.collection), recorded, language(recording.language), clock(recording.duration), recording.hit_count > 0 && words.hitCount(recording.hit_count)].filter(Boolean);
  const list = h("ol", { class: "hits" }, recording.hits.map((hit) => hitRow(recording, hit, tools)));
  return h(
    "article", { class: "result", dataset: { testid: "result", recording: recording.recording } },
    h("header", {}, icon(recording.kind), heading, h("p", { class: "facts" }, facts.map((fact) => h("span", {}, fact)))),
    strip(recording, query), list, (recording.more ?? recording.hit_count > recording.hits.length) && moreHits(recording, tools, list),
  );
}

/** A link that asks something else instead. */
const askLink = (asked, onAsk, text, testid) => h("a", { href: address("/", asked), dir: "auto", dataset: { testid }, onclick: (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  onAsk(asked);
} }, text);

/** A question by fields alone finds recordings, and no place in them. */
function summaryOf({ total_hits: hits, total_recordings: recordings }) {
  if (hits > 0) return words.summary(hits, recordings);
  return recordings > 0 ? STRINGS.status.ready(recordings) : "";
}

/** "Did you mean …", where the server has an idea. */
function didYouMean(answer, asked, onAsk) {
  const meant = answer.did_you_mean;
  return meant && h("p", { class: "did-you-mean" }, words.didYouMean, " ", askLink({ ...asked, q: meant }, onAsk, meant, "did-you-mean"), "?");
}

/** What the server says of the question: what it could not read in it, and that it looked further. */
function remarks(answer, asked) {
  const part = ({ start, end }) => STRINGS.server.problem([...asked.q].slice(start, end).join(""));
  const problems = (answer.problems ?? []).map((problem) => h("p", { class: "remark" }, icon("warn"), h("span", {}, part(problem), " ", h("span", { lang: "en" }, problem.message))));
  const widened = answer.widened && answer.total_hits > 0 && h("p", { class: "remark" }, icon("search"), words.littleFound[answer.widened]);
  return [...problems, widened];
}

function nothing(answer, asked, onAsk) {
  const tips = h("ul", { class: "tips" }, words.noneTips.filter((_, index) => index !== 1 || asked.q.includes('"')).map((tip) => h("li", {}, tip)));
  const filtered = isNarrowed(asked) && h("p", {}, words.noneFiltered, " ", askLink(widened(asked), onAsk, words.widen, "widen"));
  const unquoted = asked.q.replaceAll('"', "").trim();
  const loose = unquoted !== asked.q && unquoted !== "" && h("p", {}, askLink({ ...asked, q: unquoted }, onAsk, words.loosen(unquoted), "loosen"));
  const block = emptyState(words.none(asked.q), []);
  append(block, [didYouMean(answer, asked, onAsk), filtered, loose, tips]);
  return block;
}

/** Where a hit is, whatever it was found by. */
const placeOf = (link) => `${link.closest(".result")?.dataset.recording} ${link.dataset.start}`;

export function resultsPane({ asked, restored, form, player, onAsk }) {
  const { setBusy } = form;
  const summary = h("p", { class: "summary-text" });
  const exports = h("p", { class: "exports", hidden: true });
  const list = h("div", { class: "result-list" });
  const element = h("section", { class: "results", "aria-label": words.results }, h("div", { class: "summary" }, summary, exports), list);
  let request;
  let current;

  function draw(answer) {
    summary.textContent = summaryOf(answer);
    list.classList.remove("stale");
    form.learn("language", answer.recordings.flatMap((recording) => [recording.language, ...recording.hits.map((hit) => hit.language)]));
    form.setFacets(answer.facets);
    if (answer.facets) serve();
    showExports(answer);
    const cards = cardsOf(answer);
    const row = list.contains(document.activeElement) && document.activeElement.closest(".hit-row");
    const place = row && placeOf(row.querySelector("a.hit"));
    list.replaceChildren(...(cards.length ? [...remarks(answer, current), didYouMean(answer, current, onAsk), ...cards] : [...remarks(answer, current), nothing(answer, current, onAsk)]).filter(Boolean));
    drawMore(answer);
    // An answer that comes late must not take the hit away that somebody went to meanwhile.
    if (place) [...list.querySelectorAll("a.hit")].find((link) => placeOf(link) === place)?.focus({ preventScroll: true });
  }

  /** The hits as a file and as a feed, where the server makes them. */
  function showExports(answer) {
    exports.hidden = !answer.facets || answer.total_recordings === 0;
    const links = Object.entries(words.exports).map(([kind, name]) => h("a", { href: address(`/api/v1/search.${kind}`, current), download: kind !== "atom", dataset: { testid: `export-${kind}` } }, name));
    exports.replaceChildren(...links);
  }

  function cardsOf(answer) {
    const tools = { query: current.q, asked: current, onPlay: player.play };
    return answer.recordings.map((recording) => card(recording, tools));
  }

  function drawMore(answer) {
    if (list.querySelectorAll(".result").length >= answer.total_recordings || answer.recordings.length === 0) return;
    const more = h("button", { type: "button", class: "button more" }, words.moreRecordings);
    more.addEventListener("click", async () => {
      more.disabled = true;
      try {
        const next = await api.search({ ...current, limit: PAGE, offset: list.querySelectorAll(".result").length });
        const cards = cardsOf(next);
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
    list.replaceChildren(emptyState(words.failed, [errorText(error)]));
    announce(errorText(error));
  }

  async function update(next) {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    current = { ...next, q: next.q.trim() };
    list.classList.add("stale");
    setBusy(true);
    try {
      const answer = await api.search({ ...current, limit: PAGE, facets: 1 }, { signal });
      last = { key: JSON.stringify(current), answer };
      draw(answer);
      if (answer.total_recordings) history.note(current.q, address("/", current));
      announce(summary.textContent || words.none(current.q));
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
