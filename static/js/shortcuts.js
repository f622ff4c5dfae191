// Single-key shortcuts. They can be turned off (WCAG 2.1.4) in the help dialog.
import { isTyping } from "./dom.js";
import * as prefs from "./prefs.js";

const layers = [];

export const areOn = () => prefs.read("shortcuts") !== "off";
export const setOn = (on) => prefs.write("shortcuts", on ? "on" : "off");

/** Adds keys ({ j: handler, … }) on top of those there; returns what takes them away again. */
export function addKeys(keys) {
  layers.push(keys);
  return () => layers.splice(layers.indexOf(keys), 1);
}

/** Space, Enter and arrows mean something of their own on controls; a link takes Enter alone. */
const OWN = { " ": "button, summary", Enter: "button, summary, a", Arrow: "[role=slider], [role=tab]" };

function isOwnKey(event) {
  const own = OWN[event.key.startsWith("Arrow") ? "Arrow" : event.key];
  return own && event.target instanceof Element && event.target.closest(own);
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const isSingle = event.key.length === 1 && event.key !== " ";
  if ((isSingle && !areOn()) || isOwnKey(event)) return;
  for (const keys of layers.toReversed()) {
    const handler = keys[event.key];
    if (handler) {
      event.preventDefault();
      handler(event);
      return;
    }
  }
}

document.addEventListener("keydown", onKey);
