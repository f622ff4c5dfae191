// What the API is, from the document that the server makes of itself.
import { getJson } from "../api.js";
import { byId, fill, h, icon } from "../dom.js";
import { emptyPage, homeLink } from "../missing.js";
import { errorText } from "../said.js";
import { STRINGS } from "../strings.js";
import { operationsPart } from "./operations.js";
import { typesPart, withCode } from "./types.js";

const ADDRESS = "/api/v1/openapi.json";
const words = STRINGS.reference;

/** A link to a type opens what it leads to. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.open = true;
  target.scrollIntoView({ block: "start" });
}

function draw(outlet, reference) {
  // What the code says of itself is English in every language of the page.
  const tags = reference.tags.map((tag) => operationsPart(reference, tag));
  fill(outlet, h(
    "div", { class: "reference" },
    h("header", { class: "reference-head" },
      h("h1", { tabindex: "-1" }, words.title),
      h("a", { class: "button small", href: ADDRESS, download: "openapi.json" }, icon("download"), words.document),
      homeLink()),
    h("div", { lang: "en" },
      h("p", { class: "reference-intro" }, withCode(reference.info.description)),
      tags, typesPart(reference.components.schemas)),
  ));
  outlet.querySelector("h1").focus({ preventScroll: true });
  openTarget();
}

export function referenceView({ outlet }) {
  document.title = `${words.title} · ${STRINGS.title}`;
  byId("topbar-slot").replaceChildren();
  const request = new AbortController();
  getJson(ADDRESS, { signal: request.signal }).then(
    (reference) => draw(outlet, reference),
    (error) => {
      if (error.name !== "AbortError") fill(outlet, emptyPage(STRINGS.recording.failed, [errorText(error)], homeLink()));
    },
  );
  addEventListener("hashchange", openTarget);
  return () => {
    request.abort();
    removeEventListener("hashchange", openTarget);
  };
}
