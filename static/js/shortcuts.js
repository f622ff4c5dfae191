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

/** Space and arrows mean something of their own on controls and in the player. */
function isOwnKey(event) {
  const isMediaKey = event.key === " " || event.key.startsWith("Arrow");
  return isMediaKey && event.target instanceof Element && event.target.closest("button, a, summary, audio, video, dialog, [role=slider]");
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
