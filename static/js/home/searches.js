// The searches of before, to be done again with a click.
import { h, icon } from "../dom.js";
import { STRINGS } from "../strings.js";
import * as history from "./history.js";

const words = STRINGS.search;

function row(heading, entries, name, action) {
  const links = entries.map(({ q, url }) => h("li", {}, h("a", { class: "chip", href: url, dir: "auto", dataset: { testid: name } }, icon(name === "saved" ? "starred" : "clock"), h("span", {}, q))));
  return h("section", { class: "searches" }, h("h2", { class: "section-heading" }, heading, action), h("ul", { class: "chips" }, links));
}

export function searchesBlock() {
  const element = h("div", {});
  function draw() {
    const [saved, recent] = [history.saved(), history.recent()];
    const forget = h("button", { type: "button", class: "link-button", onclick: () => { history.forget(); draw(); document.getElementById("q")?.focus(); } }, words.forget);
    element.replaceChildren(...[saved.length > 0 && row(words.saved, saved, "saved"), recent.length > 0 && row(words.recent, recent, "recent", forget)].filter(Boolean));
  }
  draw();
  return element;
}
