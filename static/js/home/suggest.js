// What may be meant, while it is typed: earlier searches, and words that the archive holds, where the
// server tells them. A listbox below the box (ARIA combobox); the arrows go through it.
import { api } from "../api.js";
import { h, icon } from "../dom.js";
import { STRINGS } from "../strings.js";
import * as history from "./history.js";

const DELAY_MS = 90;
const MOST = 7;

/** Whether this server suggests words: an answer with facets tells. */
let isServed = false;

export function serve() {
  isServed = true;
}

async function fromServer(q, signal) {
  if (!isServed) return [];
  try {
    const answer = await api.suggest({ q, limit: MOST }, { signal });
    return (answer.completions ?? []).map((one) => one.query);
  } catch {
    return [];
  }
}

function fromHistory(q) {
  const start = q.toLowerCase();
  return [...history.saved(), ...history.recent()].map((one) => one.q).filter((text) => text.toLowerCase().startsWith(start) && text.toLowerCase() !== start);
}

export function suggestions(input, onChoose) {
  const list = h("ul", { class: "suggestions", role: "listbox", id: "suggestions", "aria-label": STRINGS.search.suggestions, hidden: true });
  let at = -1;
  let timer;
  let request;
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" }).forEach(([name, value]) => input.setAttribute(name, value));

  const options = () => [...list.children];
  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(text) {
    close();
    onChoose(text);
  }

  function point(to) {
    const all = options();
    at = (to + all.length) % all.length;
    for (const [place, option] of all.entries()) option.setAttribute("aria-selected", String(place === at));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  function show(texts, own) {
    at = -1;
    list.replaceChildren(...texts.map((text, place) => h(
      "li", { role: "option", id: `suggestion-${place}`, "aria-selected": "false", dir: "auto", dataset: { testid: "suggestion" }, onpointerdown: (event) => { event.preventDefault(); choose(text); } },
      icon(own.has(text) ? "clock" : "search"), h("span", {}, text),
    )));
    list.hidden = texts.length === 0;
    input.setAttribute("aria-expanded", String(texts.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const q = input.value.trim();
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    if (!q) return close();
    const own = fromHistory(q);
    const served = await fromServer(q, signal);
    if (signal.aborted || document.activeElement !== input) return undefined;
    return show([...new Set([...own.slice(0, 3), ...served])].slice(0, MOST), new Set(own));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY_MS);
  });
  input.addEventListener("blur", close);
  return {
    list,
    close,
    /** Takes a key if the list is open and the key is its own. Esc goes back from the list to the box; who is not in the list leaves both. */
    takes(event) {
      if (list.hidden) return false;
      const isWithin = at >= 0;
      if (event.key === "ArrowDown") point(at + 1);
      else if (event.key === "ArrowUp") point(at < 0 ? options().length - 1 : at - 1);
      else if (event.key === "Escape" && isWithin) close();
      else if (event.key === "Enter" && isWithin) choose(options()[at].querySelector("span").textContent);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
