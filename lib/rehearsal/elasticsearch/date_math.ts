/**
 * Points in time as requests write them: dates, milliseconds, `now-1d/d`.
 * @module
 */

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 3.6e6, H: 3.6e6, d: 8.64e7, w: 6.048e8 };

/**
 * Milliseconds since 1970, or NaN for what is no point in time.
 *
 * ```ts
 * import { parseTime } from "./date_math.ts";
 * if (parseTime("1970-01-02||+1d/d", 0) !== 2 * 86_400_000) throw new Error();
 * if (parseTime("now-1h", 3_600_000) !== 0 || !Number.isNaN(parseTime("soon", 0))) throw new Error();
 * ```
 */
export function parseTime(text: string, now: number): number {
  const [, base = "", math = ""] = /^(now|.*?\|\||[^|]*$)(.*)$/s.exec(text) ?? [];
  let time = base === "now" ? now : dateOf(base.replace(/\|\|$/, ""));
  if (!/^(?:[+-]\d*[yMwdhHms]|\/[yMwdhHms])*$/.test(math)) return NaN;
  for (const [, sign, count, unit = "", rounded = ""] of math.matchAll(/([+-])(\d*)([yMwdhHms])|\/([yMwdhHms])/g)) {
    if (sign === undefined) time = roundedDown(time, rounded);
    else time = moved(time, Number(`${sign}${count === "" ? 1 : count}`), unit);
  }
  return time;
}

/** `strict_date_optional_time` or `epoch_millis` */
function dateOf(text: string): number {
  if (/^-?\d+$/.test(text) && text.length !== 4) return Number(text);
  const isDate = /^\d{4}(-\d\d(-\d\d(T(\d\d(:\d\d(:\d\d([.,]\d{1,9})?)?)?(Z|[+-]\d\d:?(\d\d)?)?)?)?)?)?$/.test(text);
  if (!isDate) return NaN;
  const [date = "", clock = ""] = text.replace(",", ".").split("T");
  if (clock === "") {
    return Date.parse(`${date}T00:00:00Z`.replace(/^(\d{4})(-\d\d)?T/, (_, y, m) => `${y}${m ?? "-01"}-01T`));
  }
  const [, digits = "", zone = ""] = /^([\d:.]+)(.*)$/.exec(clock) ?? [];
  const whole = /:/.test(digits) ? digits : `${digits}:00`;
  const offset = zone.replace(/^([+-]\d\d)(\d\d)?$/, (_, h, m) => `${h}:${m ?? "00"}`);
  return Date.parse(`${date}T${whole}${offset === "" ? "Z" : offset}`);
}

function moved(time: number, count: number, unit: string): number {
  const date = new Date(time);
  if (unit === "y") date.setUTCFullYear(date.getUTCFullYear() + count);
  else if (unit === "M") date.setUTCMonth(date.getUTCMonth() + count);
  else return time + count * (UNITS[unit] ?? NaN);
  return date.getTime();
}

/** Weeks begin on Mondays. */
function roundedDown(time: number, unit: string): number {
  const date = new Date(time);
  if (unit === "y") return Date.UTC(date.getUTCFullYear(), 0);
  if (unit === "M") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const day = Math.floor(time / 8.64e7) * 8.64e7;
  if (unit === "w") return day - ((date.getUTCDay() + 6) % 7) * 8.64e7;
  const length = UNITS[unit] ?? NaN;
  return Math.floor(time / length) * length;
}
