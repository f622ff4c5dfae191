// What stands there before anything is asked: the state of the archive, and its recordings.
import { api, connection, getJson, recordingUrl } from "../api.js";
import { h, icon } from "../dom.js";
import { clock, label, language, moment } from "../format.js";
import { emptyState } from "../missing.js";
import { remember } from "../router.js";
import { errorText, failureWords } from "../said.js";
import { STRINGS } from "../strings.js";
import { searchesBlock } from "./searches.js";
import { statusBlock } from "./status.js";

const words = STRINGS.library;
const PAGE = 50;

function stateOf(recording) {
  if (recording.state === "searchable") return null;
  if (recording.state === "failed") return h("span", { class: "state failed" }, words.stateFailed);
  const job = recording.job;
  const text = job?.is_running ? words.running(Math.round(job.progress * 100)) : words.waiting;
  return h("span", { class: "state" }, text);
}

/** A recording as lists show it; `detailed` adds when it last changed, and why it failed. */
export function recordingRow(recording, { detailed = false } = {}) {
  const facts = [label(recording.collection)];
  if (recording.language) facts.push(language(recording.language));
  if (detailed) facts.push(words.changed(moment(recording.updated_at)));
  const failure = detailed && recording.failure && h("p", { class: "library-failure" }, failureWords(recording.failure));
  const href = recordingUrl(recording.id);
  const isOpen = recording.is_playable;
  const title = isOpen
    ? h("a", { class: "library-title", href, dir: "auto", onclick: () => remember({ focus: href }) }, recording.title)
    : h("span", { class: "library-title", dir: "auto" }, recording.title);
  const length = recording.duration === null ? "" : clock(recording.duration);
  return h(
    "li", { class: isOpen ? "library-row" : "library-row unready", dataset: { testid: "recording" } },
    icon(recording.kind ?? "audio"), title,
    h("p", { class: "facts" }, stateOf(recording), facts.map((fact) => h("span", {}, fact))), h("span", { class: "length" }, length), failure,
  );
}

function emptyLibrary(asked, status) {
  if (asked.collection || asked.language) return emptyState(words.emptyFiltered, []);
  if (status && (status.running.length > 0 || status.queued > 0)) return emptyState(words.emptyHeading, [words.emptyWorking]);
  const block = emptyState(words.emptyHeading, [words.emptyBody]);
  block.append(h("pre", {}, h("code", {}, words.emptyExample)));
  return block;
}

export function libraryPane({ asked, restored, form }) {
  const list = h("ol", { class: "library" });
  const after = h("div", { class: "after" });
  const heading = h("h2", { class: "section-heading" }, words.heading);
  let current = asked;
  let seen = "";
  let request;
  const status = statusBlock((report) => {
    const { searchable, pending, failed } = report.recordings;
    const state = `${searchable} ${pending} ${failed}`;
    if (seen !== "" && state !== seen) load();
    seen = state;
  });
  const element = h("div", { class: "home-panes" }, searchesBlock(), status.element, h("section", {}, heading, list, after));

  /** The store narrows by one collection; the rest is done here. */
  function rowsOf(answer) {
    form.learn("language", answer.recordings.map((recording) => recording.language));
    const [collections, languages] = [current.collection, current.language].map((list) => list.split(",").filter(Boolean));
    const isIn = (list, value) => list.length === 0 || list.includes(value);
    return answer.recordings.filter((recording) => isIn(collections, recording.collection) && isIn(languages, recording.language)).map((recording) => recordingRow(recording));
  }

  function drawMore(next) {
    after.replaceChildren();
    if (!next) return;
    const more = h("button", { type: "button", class: "button more" }, words.more);
    more.addEventListener("click", async () => {
      more.disabled = true;
      try {
        const answer = await getJson(next);
        const rows = rowsOf(answer);
        list.append(...rows);
        drawMore(answer.meta.next_page);
        rows[0]?.querySelector("a")?.focus();
      } catch {
        more.disabled = false;
      }
    });
    after.append(more);
  }

  function draw(answer) {
    const rows = rowsOf(answer);
    heading.hidden = rows.length === 0;
    list.replaceChildren(...rows);
    drawMore(answer.meta.next_page);
    if (rows.length === 0 && !answer.meta.next_page) after.replaceChildren(emptyLibrary(current, status.last()));
  }

  async function load() {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await api.recordings({ collection: current.collection.includes(",") ? "" : current.collection, limit: PAGE }, { signal });
      draw(answer);
      return true;
    } catch (error) {
      if (error.name !== "AbortError" && !error.isPassing) after.replaceChildren(emptyState(words.failed, [errorText(error)]));
      return false;
    }
  }

  const reload = () => load();
  connection.addEventListener("up", reload);
  load().then((isThere) => {
    if (!isThere || !restored) return;
    scrollTo(0, restored.scroll ?? 0);
    const links = [...list.querySelectorAll("a")];
    links.find((link) => link.getAttribute("href") === restored.focus)?.focus({ preventScroll: true });
  });
  return {
    element,
    update(next) {
      current = next;
      load();
    },
    close() {
      connection.removeEventListener("up", reload);
      request?.abort();
      status.close();
    },
  };
}
