// The words of the interface in the reader's language: the one chosen here, else the browser's.
import * as prefs from "./prefs.js";

/** The languages that there are, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch" };

function chosen() {
  const wished = [prefs.read("language"), ...(navigator.languages ?? [])];
  const codes = wished.map((tag) => String(tag).slice(0, 2).toLowerCase());
  return codes.find((code) => Object.hasOwn(LANGUAGES, code)) ?? "en";
}

export const locale = chosen();
export const { STRINGS } = await import(`./strings/${locale}.js`);

/** Puts the words in that the HTML itself shows, and says in which language they are. */
export function translate(root = document) {
  document.documentElement.lang = locale;
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = STRINGS.html[element.dataset.text];
}
