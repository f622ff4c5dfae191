// The first page: the search box, its filters, and under them either hits or the library.
import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { setAddress } from "../router.js";
import { address } from "../api.js";
import { addKeys } from "../shortcuts.js";
import { STRINGS } from "../strings.js";
import { askedBy } from "./filters.js";
import { hitKeys } from "./hit-keys.js";
import { inPlacePlayer } from "./in-place.js";
import { libraryPane } from "./library.js";
import { resultsPane } from "./results.js";
import { searchForm } from "./search-form.js";

/** Typing that pauses longer than this ends a step of the history. */
const STEP_PAUSE_MS = 1500;

export function homeView({ outlet, query, state, isReturn }) {
  const asked = askedBy(query);
  const player = inPlacePlayer();
  const panes = h("div", { class: "panes" });
  const form = searchForm(asked, (next, isSettled) => show(next, isSettled));
  const leaving = new AbortController();
  let pane;
  let lastChange = 0;

  outlet.append(h("h1", { class: "visually-hidden" }, STRINGS.search.heading), form.element, panes, player.element);

  function writeAddress(next, isSettled) {
    const now = performance.now();
    const push = isSettled || now - lastChange > STEP_PAUSE_MS;
    lastChange = now;
    setAddress(address("/", next), { push });
  }

  function show(next, isSettled) {
    writeAddress(next, isSettled);
    openPane(next);
  }

  function openPane(next, restored) {
    const isSearch = next.q.trim() !== "";
    document.title = isSearch ? `${next.q.trim()} · ${STRINGS.title}` : STRINGS.title;
    if (pane?.isSearch === isSearch) {
      pane.update(next);
      return;
    }
    pane?.close();
    const make = isSearch ? resultsPane : libraryPane;
    pane = make({ asked: next, restored, form, player, onAsk: form.put });
    pane.isSearch = isSearch;
    panes.replaceChildren(pane.element);
  }

  openPane(asked, isReturn ? state : undefined);
  api.collections({ signal: leaving.signal }).then(({ collections }) => form.learn("collection", collections.map(({ name }) => name)), () => {});
  if (!isReturn || !state.focus) form.focus();

  const removeKeys = addKeys({ "/": () => form.select(), ...hitKeys(panes, player) });
  byId("topbar-slot").replaceChildren();
  return () => {
    leaving.abort();
    removeKeys();
    pane?.close();
    form.close();
    player.close();
  };
}
