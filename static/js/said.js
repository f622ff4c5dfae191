// What the server says, in the language of the page where it has words for it.
import { h } from "./dom.js";
import { STRINGS } from "./strings.js";

/** What an error is, for people. */
export const errorText = (error) => STRINGS.server.error(error.code) ?? error.message;

/** With a capital, as it stands after a full stop. */
const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** Why a recording failed and what to do, as elements; what only the server knows stays English. */
export function failureWords({ code, message, advice }) {
  const own = STRINGS.server.failure(code);
  if (!own) return [h("span", { lang: "en" }, `${message}. `), h("span", { class: "advice", lang: "en" }, `${sentence(advice)}.`)];
  return [`${own[0]}. `, h("span", { class: "advice" }, `${sentence(own[1])}. `), h("small", { lang: "en" }, `(${message})`)];
}
