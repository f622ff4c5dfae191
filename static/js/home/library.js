// What stands there before anything is asked: the state of the archive, and its recordings.
import { api, connection, getJson, recordingUrl } from "../api.js";
import { h, icon } from "../dom.js";
import { clock, label, language } from "../format.js";
import { emptyState } from "../missing.js";
import { remember } from "../router.js";
import { STRINGS } from "../strings.js";
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

function row(recording) {
  const facts = [label(recording.collection)];
  if (recording.language) facts.push(language(recording.language));
  const href = recordingUrl(recording.id);
  const isOpen = recording.is_playable;
  const title = isOpen
    ? h("a", { class: "library-title", href, onclick: () => remember({ focus: href }) }, recording.title)
    : h("span", { class: "library-title" }, recording.title);
  const length = recording.duration === null ? "" : clock(recording.duration);
  return h(
    "li", { class: isOpen ? "library-row" : "library-row unready", dataset: { testid: "recording" } },
    icon(recording.kind ?? "audio"), title,
    h("p", { class: "facts" }, stateOf(recording), facts.map((fact) => h("span", {}, fact))), h("span", { class: "length" }, length),
  );
}

function emptyLibrary(asked, status) {
  if (asked.collection || asked.language) return emptyState(words.emptyFiltered, []);
  if (status && (status.running.length > 0 || status.queued > 0)) return emptyState(words.emptyHeading, [words.emptyWorking]);
  const block = emptyState(words.emptyHeading, [words.emptyBody]);
  block.append(h("pre", {}, h("code", {}, words.emptyExample)));
  return block;
}

export function libraryPane({ asked, restored, onLanguages }) {
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
  const element = h("div", { class: "home-panes" }, status.element, h("section", {}, heading, list, after));

  /** The store lists every language; the filter hides what is not in the chosen one. */
  function rowsOf(answer) {
    onLanguages(answer.recordings.map((recording) => recording.language));
    return answer.recordings.filter((recording) => !current.language || recording.language === current.language).map(row);
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
      const answer = await api.recordings({ collection: current.collection, limit: PAGE }, { signal });
      draw(answer);
      return true;
    } catch (error) {
      if (error.name !== "AbortError" && !error.isPassing) after.replaceChildren(emptyState(words.failed, [error.message]));
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
