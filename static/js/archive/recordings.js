// The archive's recordings: sorted, narrowed by collection, state and title, page by page.
import { address, api, getJson } from "../api.js";
import { h } from "../dom.js";
import { label } from "../format.js";
import { recordingRow } from "../home/library.js";
import { emptyState } from "../missing.js";
import { announce } from "../notices.js";
import { setAddress } from "../router.js";
import { errorText } from "../said.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.archive;
const PAGE = 50;
const ORDERS = ["key", "title", "newest", "longest"];
const STATES = ["", "searchable", "pending", "failed", "gone"];
// What stands above comes with the first report: drawn before it, the list would be pushed down.
const WAIT_FOR_REPORT_MS = 1500;

function choice(name, values, text, value, onChange) {
  const select = h("select", { class: "filter", "aria-label": words.names[name], dataset: { testid: `list-${name}` } }, values.map((one) => h("option", { value: one }, text(one))));
  const mark = () => select.classList.toggle("active", select.value !== values[0]);
  select.value = value;
  mark();
  select.addEventListener("change", () => {
    mark();
    onChange(name, select.value);
  });
  return select;
}

export function recordingsPart(query) {
  let asked = { collection: query.get("collection") ?? "", state: query.get("state") ?? "", sort: query.get("sort") ?? "", title: query.get("title") ?? "" };
  const list = h("ol", { class: "library", dataset: { testid: "recordings" } });
  const after = h("div", {});
  const change = (name, value) => {
    asked = { ...asked, [name]: name === "sort" && value === ORDERS[0] ? "" : value };
    setAddress(address("/archive", asked));
    load();
  };
  const title = h("input", { type: "search", class: "title-filter", placeholder: words.title_, "aria-label": words.title_, value: asked.title, maxlength: "200", dir: "auto", dataset: { testid: "list-title" } });
  const collections = choice("collection", asked.collection ? ["", asked.collection] : [""], (one) => (one ? label(one) : words.anyCollection), asked.collection, change);
  const states = choice("state", STATES, (one) => words.states[one], STATES.includes(asked.state) ? asked.state : "", change);
  const orders = choice("sort", ORDERS, (one) => words.orders[one], ORDERS.includes(asked.sort) ? asked.sort : ORDERS[0], change);
  const element = h("section", { hidden: true }, h("h2", { class: "section-heading" }, words.recordings), h("div", { class: "filters", role: "group", "aria-label": words.narrow }, title, collections, states, orders), list, after);
  let request;
  let timer;
  let seen = "";
  const show = () => {
    element.hidden = false;
  };
  const waiting = setTimeout(show, WAIT_FOR_REPORT_MS);

  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change("title", title.value.trim()), 150);
  });

  function drawMore(next) {
    after.replaceChildren();
    if (!next) return;
    const more = h("button", { type: "button", class: "button more" }, STRINGS.library.more);
    more.addEventListener("click", async () => {
      more.disabled = true;
      try {
        const answer = await getJson(next);
        const rows = answer.recordings.map((recording) => recordingRow(recording, { detailed: true }));
        list.append(...rows);
        drawMore(answer.meta.next_page);
        rows[0]?.querySelector("a")?.focus();
      } catch {
        more.disabled = false;
      }
    });
    after.append(more);
  }

  async function load({ quietly = false } = {}) {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await api.recordings({ ...asked, limit: PAGE }, { signal: request.signal });
      list.replaceChildren(...answer.recordings.map((recording) => recordingRow(recording, { detailed: true })));
      drawMore(answer.meta.next_page);
      if (answer.recordings.length === 0) after.replaceChildren(emptyState(words.none, []));
      if (!quietly) announce(words.listed(answer.recordings.length, Boolean(answer.meta.next_page)));
    } catch (error) {
      if (error.name !== "AbortError" && !error.isPassing) after.replaceChildren(emptyState(STRINGS.library.failed, [errorText(error)]));
    }
  }

  function refresh(report) {
    show();
    const names = report.collections.map(({ name }) => name);
    if (collections.options.length !== names.length + 1) {
      collections.replaceChildren(...["", ...names].map((one) => h("option", { value: one }, one ? label(one) : words.anyCollection)));
      collections.value = asked.collection;
    }
    const { searchable, pending, failed } = report.recordings;
    const now = `${searchable} ${pending} ${failed}`;
    if (seen !== "" && now !== seen && !list.contains(document.activeElement)) load({ quietly: true });
    seen = now;
  }

  load({ quietly: true });
  return {
    element,
    refresh,
    focus: () => title.select(),
    close() {
      clearTimeout(timer);
      clearTimeout(waiting);
      request?.abort();
    },
  };
}
