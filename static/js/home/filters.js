// What narrows a search: menus to choose from, and the chosen as chips that can be taken off.
// Which values there are is told by the server: the configured collections, and the facets of an answer.
import { h, icon } from "../dom.js";
import { label, language, month } from "../format.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.filters;
const ORDERS = ["relevance", "date", "title"];

/** Each filter: its name in addresses, whether it takes several values, and how a value reads. */
const FILTERS = [
  { name: "collection", facet: "collection", many: true, show: label },
  { name: "language", facet: "language", many: true, show: language },
  { name: "date", facet: "month", needsFacets: true, show: month },
  { name: "duration", values: ["0m..5m", "5m..30m", "30m..100h"], needsFacets: true, show: (value) => words.durations[value] ?? value },
  { name: "kind", facet: "kind", needsFacets: true, show: (value) => words.kinds[value] ?? value },
  { name: "channel", facet: "channel", needsFacets: true, show: (value) => STRINGS.recording.channel(Number(value)) },
  { name: "suspect", values: ["no", "only"], show: (value) => words.suspect[value] ?? value },
  { name: "min_confidence", values: ["0.5", "0.7", "0.9"], show: (value) => words.confidence(Number(value)) },
];

const split = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);

/** What an address asks for: the words, and a text for each filter. */
export function askedBy(query) {
  const asked = Object.fromEntries(FILTERS.map(({ name }) => [name, query.get(name) ?? ""]));
  return { q: query.get("q") ?? "", ...asked, sort: ORDERS.includes(query.get("sort")) ? query.get("sort") : "" };
}

/** The filters and the order of what is asked. */
const only = (asked) => Object.fromEntries([...FILTERS.map(({ name }) => name), "sort"].map((name) => [name, asked[name] ?? ""]));

/** Whether anything narrows it. */
export const isNarrowed = (asked) => FILTERS.some(({ name }) => asked[name]);

/** Without what narrows it. */
export const widened = (asked) => ({ q: asked.q });

/** Values met so far, by filter; kept while views come and go. */
const known = new Map(FILTERS.map(({ name, values }) => [name, new Set(values)]));

function menu(filter, chosen, counts, hasFacets, onChoose) {
  const title = words.names[filter.name];
  const others = [...known.get(filter.name)].filter((value) => !chosen.includes(value));
  if (filter.facet !== "month" && !filter.values) others.sort((a, b) => (counts?.get(b) ?? 0) - (counts?.get(a) ?? 0) || filter.show(a).localeCompare(filter.show(b)));
  const name = (value) => (counts?.has(value) ? words.counted(filter.show(value), counts.get(value)) : filter.show(value));
  const select = h("select", { class: "filter", "aria-label": title, dataset: { testid: `filter-${filter.name}` } }, h("option", { value: "" }, title), others.map((value) => h("option", { value }, name(value))));
  const isUseless = others.length === 0 || (!filter.values && known.get(filter.name).size < 2) || (filter.needsFacets && !hasFacets);
  select.hidden = isUseless || (!filter.many && chosen.length > 0);
  select.addEventListener("change", () => onChoose(select.value));
  return select;
}

function chip(filter, value, onRemove) {
  const text = `${words.names[filter.name]}: ${filter.show(value)}`;
  const button = h("button", { type: "button", class: "chip removable", "aria-label": words.remove(text), dataset: { testid: "chip" }, onclick: onRemove }, text, icon("close"));
  return button;
}

/** In which order the recordings come. */
function orderMenu(chosen, onChoose) {
  const select = h("select", { class: chosen ? "filter order active" : "filter order", "aria-label": words.order, dataset: { testid: "order" } }, ORDERS.map((order) => h("option", { value: order }, words.orders[order])));
  select.value = chosen || ORDERS[0];
  select.addEventListener("change", () => onChoose(select.value === ORDERS[0] ? "" : select.value));
  return select;
}

/** The row of menus and chips; `onChange()` is told when `current()` has changed. */
export function filterRow(asked, onChange) {
  let current = only(asked);
  let facets;
  const menus = h("div", { class: "filters", role: "group", "aria-label": words.group });
  const chips = h("div", { class: "chips active-filters", role: "group", "aria-label": words.active, hidden: true });

  function set(name, values) {
    current = { ...current, [name]: values.join(",") };
    draw();
    onChange();
  }

  function countsOf(name) {
    const found = facets?.[name];
    return Array.isArray(found) ? new Map(found.map(({ value, count }) => [value, count])) : undefined;
  }

  function draw() {
    const focused = document.activeElement?.closest?.("select")?.dataset.testid;
    const parts = FILTERS.map((filter) => ({ filter, chosen: split(current[filter.name]) }));
    menus.replaceChildren(...parts.map(({ filter, chosen }) => menu(filter, chosen, countsOf(filter.facet), Boolean(facets), (value) => value && set(filter.name, filter.many ? [...chosen, value] : [value]))));
    if (facets || current.sort) menus.append(orderMenu(current.sort, (order) => set("sort", [order])));
    const drawn = parts.flatMap(({ filter, chosen }) => chosen.map((value) => chip(filter, value, () => {
      set(filter.name, chosen.filter((other) => other !== value));
      (chips.querySelector("button") ?? document.getElementById("q"))?.focus();
    })));
    if (drawn.length > 1) drawn.push(h("button", { type: "button", class: "link-button", onclick: () => { clear(); onChange(); document.getElementById("q")?.focus(); } }, words.clear));
    chips.replaceChildren(...drawn);
    chips.hidden = drawn.length === 0;
    if (focused) menus.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  function clear() {
    current = only({ sort: current.sort });
    draw();
  }

  /** Adds values as they are met in lists and results. */
  function learn(name, values) {
    const before = known.get(name).size;
    for (const value of values) if (value && value !== "und") known.get(name).add(value);
    if (known.get(name).size !== before) draw();
  }

  draw();
  return {
    menus,
    chips,
    learn,
    current: () => current,
    setFacets(found) {
      facets = found;
      for (const { name, facet } of FILTERS) for (const { value } of facets?.[facet] ?? []) known.get(name).add(value);
      draw();
    },
    replace(next) {
      current = only(next);
      draw();
    },
  };
}
