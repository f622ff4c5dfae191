// Starts the page: the frame around the views, the keys that work everywhere, and the router.
import { byId, fill, h, icon } from "./dom.js";
import { openHelp } from "./help.js";
import { homeView } from "./home/view.js";
import { lazy } from "./lazy.js";
import { watchConnection } from "./notices.js";
import * as prefs from "./prefs.js";
import { missingView } from "./missing.js";
import * as router from "./router.js";
import { addKeys } from "./shortcuts.js";
import { LANGUAGES, STRINGS, locale, translate } from "./strings.js";

const recordingView = lazy(async () => (await import("./recording/view.js")).recordingView, ["recording", "transcript"]);
const archiveView = lazy(async () => (await import("./archive/view.js")).archiveView, ["archive"]);
const referenceView = lazy(async () => (await import("./reference/view.js")).referenceView, ["reference"]);

const SCHEMES = ["auto", "light", "dark"];

function showScheme(scheme) {
  if (scheme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = scheme;
  const button = byId("theme-button");
  fill(button, icon(scheme));
  button.setAttribute("aria-label", STRINGS.theme[scheme]);
  button.title = STRINGS.theme[scheme];
}

function startScheme() {
  const current = () => (SCHEMES.includes(prefs.read("theme")) ? prefs.read("theme") : "auto");
  showScheme(current());
  byId("theme-button").addEventListener("click", () => {
    const next = SCHEMES[(SCHEMES.indexOf(current()) + 1) % SCHEMES.length];
    prefs.write("theme", next);
    showScheme(next);
  });
}

function startHelp() {
  const button = byId("help-button");
  button.setAttribute("aria-label", STRINGS.help.open);
  button.title = STRINGS.help.open;
  button.addEventListener("click", openHelp);
  addKeys({ "?": openHelp });
}

/** Another language is another page: it is loaded anew, where it was. */
function startLanguage() {
  translate();
  const select = byId("language-choice");
  select.setAttribute("aria-label", STRINGS.language);
  select.title = STRINGS.language;
  fill(select, Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code, lang: code, selected: code === locale }, name)));
  select.addEventListener("change", () => {
    prefs.write("language", select.value);
    location.reload();
  });
  const archive = byId("archive-link");
  archive.setAttribute("aria-label", STRINGS.archive.open);
  archive.title = STRINGS.archive.open;
}

startLanguage();
startScheme();
startHelp();
watchConnection();
router.start(
  byId("main"),
  [
    [/^\/$/, homeView],
    [/^\/archive\/?$/, archiveView],
    [/^\/api\/?$/, referenceView],
    [/^\/recordings\/(?<id>[^/]+)\/?$/, recordingView],
  ],
  missingView,
);

// Whoever points at something may open it next.
addEventListener("pointerover", recordingView.fetch, { once: true, passive: true });
