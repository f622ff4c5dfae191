// Times, lengths, dates and languages as people read them.
import { STRINGS, locale } from "./strings.js";

/** Milliseconds as m:ss or h:mm:ss. */
export function clock(millis) {
  const total = Math.max(0, Math.floor(millis / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = String(total % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** Milliseconds as text for the `datetime` of a <time>. */
export const isoDuration = (millis) => `PT${(millis / 1000).toFixed(1)}S`;

/** Milliseconds as the seconds of an address: at most one digit after the point. */
export const seconds = (millis) => String(Math.round(millis / 100) / 10);

/** Milliseconds as a rough length: "3 h 42 min", "12 min", "40 s". */
export function roughly(millis) {
  const { hours, minutes, seconds } = STRINGS.status;
  const total = Math.round(millis / 1000);
  if (total < 60) return seconds(total);
  const whole = Math.round(total / 60);
  return whole < 60 ? minutes(whole) : `${hours(Math.floor(whole / 60))} ${minutes(whole % 60)}`;
}

let names;
try {
  names = new Intl.DisplayNames([locale], { type: "language" });
} catch {
  names = undefined;
}

/** A language's name, or its code where nobody knows it. */
export function language(code) {
  if (!code || code === "und") return STRINGS.unknownLanguage;
  try {
    return names?.of(code) ?? code;
  } catch {
    return code;
  }
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const STEPS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const fullDate = new Intl.DateTimeFormat(locale, { dateStyle: "long" });

/** A day as people cite it: "12 May 2026". */
export const longDate = (iso) => fullDate.format(new Date(iso));

const months = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });

/** A month as "March 2024"; anything else stays as it is. */
export function month(value) {
  return /^\d{4}-\d{2}$/.test(value) ? months.format(new Date(`${value}-01T00:00:00Z`)) : value;
}

/** A moment as "5 minutes ago" or "in 3 hours"; a date when it is over a week away. */
export function moment(iso, now = Date.now()) {
  const offset = (Date.parse(iso) - now) / 1000;
  if (Number.isNaN(offset)) return "";
  if (Math.abs(offset) > 7 * 86400) return date.format(new Date(iso));
  const [unit, size] = STEPS.find(([, size]) => Math.abs(offset) >= size) ?? STEPS.at(-1);
  return relative.format(Math.trunc(offset / size), unit);
}

/** A file's or collection's name with the first letter raised, hyphens as spaces. */
export function label(name) {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where an object lies, as the tools of S3 write it. */
export const s3Address = ({ bucket, key }) => `s3://${bucket}/${key}`;
