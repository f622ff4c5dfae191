// The box that is ready to type in, and the filters beside it.
import { h, icon } from "../dom.js";
import { label, language } from "../format.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.search;
const DEBOUNCE_MS = 120;

/** Languages met so far; kept while views come and go. */
const knownLanguages = new Set();

function filter(name, text, any, value) {
  const choices = h("option", { value: "" }, any);
  const select = h("select", { name, "aria-label": text, class: "filter" }, choices);
  if (value) select.append(h("option", { value }, value));
  select.value = value;
  return select;
}

/** Puts the choices in, keeping the chosen one even where the server no longer names it. */
function setOptions(select, any, values, name) {
  const chosen = select.value;
  const all = chosen && !values.includes(chosen) ? [...values, chosen] : values;
  select.replaceChildren(h("option", { value: "" }, any), ...all.map((value) => h("option", { value }, name(value))));
  select.value = chosen;
  select.hidden = all.length < 2 && !chosen;
}

/** Builds the form; `onChange(asked, isSettled)` is told of each change. */
export function searchForm(asked, onChange) {
  const input = h("input", {
    id: "q", name: "q", type: "search", value: asked.q, placeholder: words.placeholder, dataset: { testid: "search-box" },
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", "aria-describedby": "search-hint", maxlength: "500",
  });
  const clear = h("button", { type: "button", class: "icon-button clear", "aria-label": words.clear, hidden: asked.q === "" }, icon("close"));
  const collections = filter("collection", words.collection, words.anyCollection, asked.collection);
  const languages = filter("language", words.language, words.anyLanguage, asked.language);
  const unfilter = h("button", { type: "button", class: "link-button" }, words.clearFilters);
  const key = h("kbd", { class: "search-key", "aria-hidden": "true" }, "/");
  const field = h("div", { class: "search-field" }, icon("search"), h("label", { class: "visually-hidden", for: "q" }, words.label), input, clear, key);
  const filters = h("div", { class: "filters" }, collections, languages, unfilter, h("span", { class: "hint", id: "search-hint" }, words.hint));
  const element = h("form", { class: "search", role: "search", action: "/", method: "get" }, field, filters);
  let timer;

  const current = () => ({ q: input.value, collection: collections.value, language: languages.value });
  const reflect = () => {
    clear.hidden = input.value === "";
    unfilter.hidden = !collections.value && !languages.value;
    for (const select of [collections, languages]) select.classList.toggle("active", select.value !== "");
  };
  const changed = (delay, isSettled) => {
    clearTimeout(timer);
    reflect();
    timer = setTimeout(() => onChange(current(), isSettled), delay);
  };

  input.addEventListener("input", () => changed(DEBOUNCE_MS, false));
  input.addEventListener("keydown", (event) => {
    // Browsers differ in what Esc does here; ours leaves the box and keeps what is typed.
    if (event.key === "Escape") {
      event.preventDefault();
      input.blur();
    }
    if (event.key === "ArrowDown") document.querySelector("a.hit, a.library-title")?.focus();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    changed(0, true);
  });
  clear.addEventListener("click", () => {
    input.value = "";
    changed(0, true);
    input.focus();
  });
  for (const select of [collections, languages]) select.addEventListener("change", () => changed(0, true));
  unfilter.addEventListener("click", () => {
    collections.value = "";
    languages.value = "";
    changed(0, true);
    input.focus();
  });
  reflect();

  return {
    element,
    focus() {
      input.focus();
      input.setSelectionRange(input.value.length, input.value.length);
    },
    select() {
      input.focus();
      input.select();
    },
    setBusy: (busy) => field.classList.toggle("busy", busy),
    setCollections(answer) {
      setOptions(collections, words.anyCollection, answer.collections.map(({ name }) => name), label);
      reflect();
    },
    /** Adds languages as they are met in lists and results. */
    addLanguages(codes) {
      const before = knownLanguages.size;
      for (const code of codes) if (code && code !== "und") knownLanguages.add(code);
      if (knownLanguages.size === before && languages.options.length > 2) return;
      setOptions(languages, words.anyLanguage, [...knownLanguages].toSorted((a, b) => language(a).localeCompare(language(b))), language);
      reflect();
    },
    close: () => clearTimeout(timer),
  };
}
