// Searches that were done, and those that were kept: in this browser only, as addresses.
import * as prefs from "../prefs.js";

const MOST_RECENT = 8;
const MOST_SAVED = 30;

function list(name) {
  try {
    const kept = JSON.parse(prefs.read(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.q === "string" && typeof one?.url === "string" && one.url.startsWith("/?")) : [];
  } catch {
    return [];
  }
}

const write = (name, entries, most) => prefs.write(name, JSON.stringify(entries.slice(0, most)));

export const recent = () => list("recent");
export const saved = () => list("saved");

/** Notes a search that found something; one that goes on from the last takes its place. */
export function note(q, url) {
  const others = recent().filter((one, at) => one.q !== q && !(at === 0 && q.startsWith(one.q)));
  write("recent", [{ q, url }, ...others], MOST_RECENT);
}

export const forget = () => write("recent", [], 0);
export const isSaved = (url) => saved().some((one) => one.url === url);

/** Keeps a search, or lets it go; returns whether it is kept now. */
export function toggleSaved(q, url) {
  const others = saved().filter((one) => one.url !== url);
  const keeps = others.length === saved().length;
  write("saved", keeps ? [{ q, url }, ...others] : others, MOST_SAVED);
  return keeps;
}
