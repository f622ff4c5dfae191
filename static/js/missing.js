// What stands where nothing is: an unknown address, a recording that is gone, a failure.
import { h } from "./dom.js";
import { STRINGS } from "./strings.js";

/** A calm block with a heading, a line, and something to do. */
export function emptyState(heading, lines, ...actions) {
  const body = lines.map((line) => h("p", {}, line));
  return h("section", { class: "empty" }, h("h2", {}, heading), body, actions.length > 0 && h("div", { class: "empty-actions" }, actions));
}

export const homeLink = () => h("a", { class: "button", href: "/" }, STRINGS.recording.goHome);

export function missingView({ outlet }) {
  document.title = `${STRINGS.recording.pageNotFound} · ${STRINGS.title}`;
  outlet.append(emptyState(STRINGS.recording.pageNotFound, [], homeLink()));
}
