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
  if (asked.collection) return emptyState(words.emptyFiltered, []);
  if (status && (status.running.length > 0 || status.queued > 0)) return emptyState(words.emptyHeading, [words.emptyWorking]);
  const block = emptyState(words.emptyHeading, [words.emptyBody]);
  block.append(h("pre", {}, h("code", {}, words.emptyExample)));
  return block;
}

export function libraryPane({ asked, restored }) {
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

  function drawMore(next) {
    after.replaceChildren();
    if (!next) return;
    const more = h("button", { type: "button", class: "button more" }, words.more);
    more.addEventListener("click", async () => {
      more.disabled = true;
      try {
        const answer = await getJson(next);
        const rows = answer.recordings.map(row);
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
    heading.hidden = answer.recordings.length === 0;
    list.replaceChildren(...answer.recordings.map(row));
    drawMore(answer.meta.next_page);
    if (answer.recordings.length === 0) after.replaceChildren(emptyLibrary(current, status.last()));
  }

  async function load() {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await api.recordings({ collection: current.collection, language: current.language, limit: PAGE }, { signal });
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
