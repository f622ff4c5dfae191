// The box that is ready to type in, what completes it, and the filters below it.
import { address } from "../api.js";
import { fill, h, icon, iconButton } from "../dom.js";
import { announce } from "../notices.js";
import { STRINGS } from "../strings.js";
import { filterRow } from "./filters.js";
import * as history from "./history.js";
import { suggestions } from "./suggest.js";

const words = STRINGS.search;
const DEBOUNCE_MS = 120;

function box(asked) {
  return h("input", {
    id: "q", name: "q", type: "search", value: asked.q, placeholder: words.placeholder, dir: "auto", dataset: { testid: "search-box" },
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", "aria-describedby": "search-hint", maxlength: "500",
  });
}

/** The star that keeps this search. */
function keepButton(current) {
  const url = () => address("/", { ...current(), q: current().q.trim() });
  const button = iconButton("star", words.keep, () => {
    const keeps = history.toggleSaved(current().q.trim(), url());
    announce(keeps ? words.kept : words.unkept);
    reflect();
  }, { class: "keep toggle", dataset: { testid: "keep" } });
  function reflect() {
    const isKept = history.isSaved(url());
    button.hidden = current().q.trim() === "";
    button.setAttribute("aria-pressed", String(isKept));
    fill(button, icon(isKept ? "starred" : "star"));
  }
  return { button, reflect };
}

/** Builds the form; `onChange(asked, isSettled)` is told of each change. */
export function searchForm(asked, onChange) {
  const input = box(asked);
  const filters = filterRow(asked, () => changed(0, true));
  const current = () => ({ q: input.value, ...filters.current() });
  const keep = keepButton(current);
  const clear = iconButton("close", words.clear, () => ask(""), { class: "clear" });
  const suggest = suggestions(input, (text) => ask(text));
  const key = h("kbd", { class: "search-key", "aria-hidden": "true" }, "/");
  const field = h("div", { class: "search-field" }, icon("search"), h("label", { class: "visually-hidden", for: "q" }, words.label), input, keep.button, clear, key);
  const hint = h("p", { class: "hint", id: "search-hint" }, words.hint);
  const element = h("form", { class: "search", role: "search", action: "/", method: "get" }, h("div", { class: "search-box" }, field, suggest.list), filters.menus, filters.chips, hint);
  let timer;

  const reflect = () => {
    clear.hidden = input.value === "";
    hint.classList.toggle("visually-hidden", input.value !== "");
    keep.reflect();
  };
  function changed(delay, isSettled) {
    clearTimeout(timer);
    reflect();
    timer = setTimeout(() => onChange(current(), isSettled), delay);
  }
  function ask(text) {
    input.value = text;
    suggest.close();
    changed(0, true);
    input.focus();
  }

  input.addEventListener("input", () => changed(DEBOUNCE_MS, false));
  input.addEventListener("keydown", (event) => {
    if (suggest.takes(event)) return;
    // Browsers differ in what Esc does here; ours leaves the box and keeps what is typed.
    if (event.key === "Escape") {
      event.preventDefault();
      input.blur();
    }
    if (event.key === "ArrowDown") document.querySelector("a.hit, a.library-title")?.focus();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    suggest.close();
    changed(0, true);
  });
  reflect();

  return {
    element,
    ask,
    focus() {
      input.focus();
      input.setSelectionRange(input.value.length, input.value.length);
    },
    select() {
      input.focus();
      input.select();
    },
    setBusy: (busy) => field.classList.toggle("busy", busy),
    /** Puts another question in, as a link of the page asks it. */
    put(next) {
      input.value = next.q;
      filters.replace(next);
      changed(0, true);
    },
    learn: filters.learn,
    setFacets: filters.setFacets,
    close() {
      clearTimeout(timer);
      suggest.close();
    },
  };
}
