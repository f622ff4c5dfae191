// What stands where nothing is: an unknown address, a recording that is gone, a failure.
import { h } from "./dom.js";
import { STRINGS } from "./strings.js";

/** A calm block with a heading, a line, and something to do. */
export const emptyState = (heading, lines, ...actions) => block("h2", heading, lines, actions);

/** The same where it is all that the page shows. */
export const emptyPage = (heading, lines, ...actions) => block("h1", heading, lines, actions);

function block(tag, heading, lines, actions) {
  const body = lines.map((line) => h("p", {}, line));
  return h("section", { class: "empty" }, h(tag, {}, heading), body, actions.length > 0 && h("div", { class: "empty-actions" }, actions));
}

export const homeLink = () => h("a", { class: "button home-link", href: "/" }, STRINGS.recording.goHome);

export function missingView({ outlet }) {
  document.title = `${STRINGS.recording.pageNotFound} · ${STRINGS.title}`;
  outlet.append(emptyPage(STRINGS.recording.pageNotFound, [], homeLink()));
}
