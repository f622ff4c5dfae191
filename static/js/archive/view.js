// The archive from within: what it holds, what is being worked on, what failed, and its recordings.
import { h } from "../dom.js";
import { addKeys } from "../shortcuts.js";
import { byId } from "../dom.js";
import { STRINGS } from "../strings.js";
import { homeLink } from "../missing.js";
import { collectionsPart } from "./collections.js";
import { liveStatus } from "./live.js";
import { recordingsPart } from "./recordings.js";
import { workPart } from "./work.js";

const words = STRINGS.archive;

const apiLink = () => h("a", { class: "button", href: "/api" }, STRINGS.reference.open);

export function archiveView({ outlet, query, restored }) {
  document.title = `${words.title} · ${STRINGS.title}`;
  byId("topbar-slot").replaceChildren();
  const work = workPart();
  const collections = collectionsPart();
  const recordings = recordingsPart(query, restored);
  const live = liveStatus((report) => {
    work.draw(report);
    collections.draw(report);
    recordings.refresh(report);
  });
  outlet.append(h(
    "div", { class: "archive" },
    h("header", { class: "archive-head" }, h("h1", { tabindex: "-1" }, words.title), live.element, h("div", { class: "head-links" }, homeLink(), apiLink())),
    work.element, collections.element, recordings.element,
  ));
  outlet.querySelector("h1").focus({ preventScroll: true });
  const removeKeys = addKeys({ "/": () => recordings.focus() });
  return () => {
    removeKeys();
    live.close();
    collections.close();
    recordings.close();
  };
}
