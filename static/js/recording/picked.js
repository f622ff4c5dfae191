// The words that are picked, with the mouse or with keys, and what can be done with them: play them,
// quote them, link to them, take them along as a file.
import { h, icon, iconButton } from "../dom.js";
import { clock } from "../format.js";
import { announce } from "../notices.js";
import { STRINGS } from "../strings.js";
import { bringIntoView } from "./follow.js";
import { clipUrl, copyQuote, copySpan } from "./take-away.js";
import { flag } from "./words.js";

const text = STRINGS.picked;

/** The nearest word of a selection's end, looking into its own segment. */
function wordNear(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest(".word") ?? element?.querySelector?.(".word");
}

/** The words that the mouse selected, as their places in the index. */
function selectedOrders(within) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!within.contains(range.commonAncestorContainer)) return undefined;
  const touched = [...within.querySelectorAll(".word")].filter((word) => range.intersectsNode(word) && !isOnlyTouched(range, word));
  const ends = touched.length > 0 ? [touched[0], touched.at(-1)] : [wordNear(range.startContainer), wordNear(range.endContainer)];
  const orders = ends.filter(Boolean).map((word) => Number(word.dataset.order));
  return orders.length === 2 ? [Math.min(...orders), Math.max(...orders)] : undefined;
}

/** A range that ends exactly where a word begins does not mean that word. */
function isOnlyTouched(range, word) {
  const whole = document.createRange();
  whole.selectNodeContents(word);
  const endsBefore = range.compareBoundaryPoints(Range.START_TO_END, whole) <= 0;
  const beginsAfter = range.compareBoundaryPoints(Range.END_TO_START, whole) >= 0;
  return endsBefore || beginsAfter || range.toString() === "";
}

function bar(actions) {
  const what = h("span", { class: "picked-what", role: "status", dataset: { testid: "picked" } });
  const button = (name, label, onclick, testid) => h("button", { type: "button", class: "button", onclick, dataset: { testid } }, icon(name), h("span", {}, label));
  const clip = h("a", { class: "button", href: location.pathname, download: true, dataset: { testid: "clip" } }, icon("download"), h("span", {}, text.clip));
  const element = h(
    "div", { class: "picked-bar", role: "group", "aria-label": text.bar, hidden: true, dataset: { testid: "picked-bar" } },
    what, button("play", text.play, actions.play, "play-picked"), button("quote", text.quote, actions.quote, "quote"),
    button("link", text.link, actions.link, "link-picked"), clip, iconButton("close", text.clear, actions.clear),
  );
  return { element, what, clip };
}

export function picker(recording, player, words, { onChange }) {
  const { index, element, elementOf } = words;
  let ends;
  let marked = [];

  const picked = () => ends && index.words.slice(ends[0], ends[1] + 1);
  const span = () => ends && { start: index.words[ends[0]].start, end: Math.max(...picked().map((word) => word.end)) };
  const actions = {
    play: () => ends && player.seekTo(span().start, { until: span().end + 150 }),
    quote: () => ends && copyQuote(recording, picked(), span()),
    link: () => ends && copySpan(recording, span()),
    clear: () => pick(undefined),
  };
  const view = bar(actions);

  function pick(next, { quietly = false } = {}) {
    ends = next;
    for (const word of marked) flag(word, "picked", false);
    marked = picked() ?? [];
    for (const word of marked) flag(word, "picked", true);
    view.element.hidden = !ends;
    if (ends) {
      const { start, end } = span();
      view.what.textContent = text.what(clock(start), clock(end), marked.length);
      view.clip.href = clipUrl(recording, span());
    } else if (!quietly) getSelection()?.removeAllRanges();
    onChange(span());
  }

  /** Begins with the word that is current, or ends it. */
  function start() {
    if (ends) return pick(undefined);
    const word = index.beside(player.time, 0);
    if (!word) return undefined;
    pick([word.order, word.order]);
    announce(text.begun);
    return undefined;
  }

  /** Moves the end by a word. */
  function extend(by) {
    const last = Math.min(Math.max(ends[1] + by, ends[0]), index.words.length - 1);
    pick([ends[0], last]);
    bringIntoView(elementOf(index.words[last]));
  }

  // Read when the button or finger is up: until then the selection is still being made.
  const read = () => setTimeout(() => {
    const orders = selectedOrders(element);
    if (orders) pick(orders);
    else if (ends && getSelection()?.isCollapsed && view.isMouse) pick(undefined, { quietly: true });
    view.isMouse = Boolean(orders);
  });
  element.addEventListener("pointerup", read);
  element.addEventListener("touchend", read, { passive: true });
  return {
    element: view.element,
    span,
    isPicking: () => Boolean(ends),
    start,
    extend,
    ...actions,
    /** Picks the words between two instants, as an address names them. */
    between(from, to) {
      const inside = index.within({ start: from, end: to });
      if (inside.length > 0) pick([inside[0].order, inside.at(-1).order]);
    },
    download: () => ends && view.clip.click(),
  };
}
