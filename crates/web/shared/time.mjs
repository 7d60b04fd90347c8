// Times and durations as the reader's own language writes them.
import { words } from "./words.mjs";

const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** `14:32`, from seconds since 1970. @param {number} seconds */
export const clock = (seconds) => minute.format(seconds * 1000);

/** Date and time, from seconds since 1970. @param {number} seconds */
export const moment = (seconds) => full.format(seconds * 1000);

/** `14:20:03.114`, from milliseconds since 1970. The form is fixed, so that columns align. @param {number} millis */
export function clockMs(millis) {
  const at = new Date(millis);
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const ms = String(at.getMilliseconds()).padStart(3, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`;
}

/** The day of some seconds since 1970, as the day of `now` sees it. @param {number} seconds @param {number} now */
export function dayOf(seconds, now) {
  /** @param {number} value */
  const start = (value) => new Date(value * 1000).setHours(0, 0, 0, 0);
  const days = Math.round((start(seconds) - start(now)) / 86_400_000);
  return days > -2 && days < 1 ? relative.format(days, "day") : day.format(seconds * 1000);
}

/** `2 h ago` in words, of seconds before `now`. @param {number} seconds @param {number} now */
export function ago(seconds, now) {
  const past = seconds - now;
  for (const [unit, size] of /** @type {const} */ ([["day", 86_400], ["hour", 3600], ["minute", 60]])) {
    if (Math.abs(past) >= size) return relative.format(Math.trunc(past / size), unit);
  }
  return relative.format(Math.trunc(past), "second");
}

/** `4 ms`, `1.2 s`, `3 min`; a dash for what has not ended. @param {number | null} [millis] */
export function duration(millis) {
  if (millis == null) return words.none;
  if (millis < 1) return "<1 ms";
  if (millis < 1000) return `${Math.round(millis)} ms`;
  return millis < 60_000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis / 60_000)} min`;
}

/** A size in bytes, for people. @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
