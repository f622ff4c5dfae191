// Each collection: how much it holds, in which languages, what was redacted, when its bucket is looked
// through, and a button that does it now.
import { address, api } from "../api.js";
import { h, icon } from "../dom.js";
import { label, language, moment, roughly } from "../format.js";
import { toast } from "../notices.js";
import { errorText } from "../said.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.archive;
const state = STRINGS.status;

function crawlButton(name) {
  const button = h("button", { type: "button", class: "button small", "aria-label": words.crawlOf(label(name)), dataset: { testid: "crawl" } }, icon("retry"), words.crawl);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await api.crawl(name);
      toast(words.crawling(label(name)));
    } catch (error) {
      toast(words.crawlFailed(errorText(error)));
    }
    button.disabled = false;
  });
  return button;
}

function schedule(collection) {
  const crawl = collection.last_crawl;
  const last = crawl ? state.lastCrawl(moment(crawl.finished_at ?? crawl.started_at)) : state.neverCrawled;
  const next = collection.next_run_at ? state.nextCrawl(moment(collection.next_run_at)) : state.noSchedule;
  return [
    h("span", {}, last), h("span", {}, collection.schedule ? [next, " ", h("code", { title: words.cron }, collection.schedule)] : next),
    crawl?.skipped > 0 && h("span", {}, words.skipped(crawl.skipped)), crawl?.failure && h("span", { class: "bad" }, state.crawlFailed, " ", h("span", { lang: "en" }, crawl.failure.replace(/^crawl: /, ""))),
  ];
}

function held(collection) {
  const { searchable, pending, failed, duration } = collection;
  return [
    state.ready(searchable), duration > 0 && roughly(duration), pending > 0 && state.waiting(pending),
    failed > 0 && h("span", { class: "bad" }, state.failed(failed)),
  ].filter(Boolean).map((part) => h("span", {}, part));
}

function card(collection, content) {
  const { name, redaction_enabled: isRedacted } = collection;
  const languages = (content?.languages ?? []).map((one) => `${language(one.language)} ${STRINGS.number(one.recordings)}`);
  const redactions = (content?.redactions ?? []).map(({ kind, count }) => h("li", {}, h("span", { class: "redaction" }, `[${kind}]`), ` ${STRINGS.number(count)}`));
  return h(
    "li", { class: "collection-card", dataset: { testid: "collection" } },
    h("div", { class: "collection-head" }, h("h3", {}, h("a", { href: address("/archive", { collection: name }) }, label(name))), crawlButton(name)),
    h("p", { class: "facts" }, held(collection)),
    languages.length > 0 && h("p", { class: "facts" }, languages.map((one) => h("span", {}, one))),
    isRedacted ? redactions.length > 0 && h("ul", { class: "redaction-counts", "aria-label": words.redactions }, redactions) : h("p", { class: "doubt" }, words.unredacted),
    h("p", { class: "facts schedule" }, schedule(collection)),
  );
}

export function collectionsPart() {
  const list = h("ul", { class: "collection-list" });
  const element = h("section", { hidden: true }, h("h2", { class: "section-heading" }, words.collections), list);
  const leaving = new AbortController();
  let contents = new Map();
  let report;
  let drawn = "";
  let counted = "";

  function show() {
    const now = JSON.stringify([report.collections, [...contents], Math.floor(Date.now() / 60000)]);
    if (now === drawn || list.contains(document.activeElement)) return;
    drawn = now;
    element.hidden = report.collections.length === 0;
    list.replaceChildren(...report.collections.map((collection) => card(collection, contents.get(collection.name))));
  }

  async function count() {
    try {
      const answer = await api.contents({ signal: leaving.signal });
      contents = new Map(answer.collections.map((content) => [content.name, content]));
      show();
    } catch {
      // The counts are missing; all else is there.
    }
  }

  return {
    element,
    draw(next) {
      report = next;
      show();
      const state = String(next.recordings.searchable);
      if (state !== counted) count();
      counted = state;
    },
    close: () => leaving.abort(),
  };
}
