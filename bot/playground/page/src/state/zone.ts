/** Wall-clock arithmetic in the tenant's zone: the viewer's own zone never shows. */

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function wallOf(instant: number, zone: string): Wall {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  }).formatToParts(instant);
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return { year: read("year"), month: read("month"), day: read("day"), hour: read("hour"), minute: read("minute") };
}

const asUtc = (wall: Wall): number => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);

/** The instant at which clocks in `zone` show `wall`. Two rounds settle a change to or from summer time. */
function instantOf(wall: Wall, zone: string): number {
  const wanted = asUtc(wall);
  let guess = wanted;
  for (let round = 0; round < 2; round++) guess += wanted - asUtc(wallOf(guess, zone));
  return guess;
}

function morningAfter(instant: number, days: number, zone: string): number {
  const later = wallOf(asUtc({ ...wallOf(instant, zone), hour: 12, minute: 0 }) + days * DAY, "UTC");
  return instantOf({ ...later, hour: 9, minute: 0 }, zone);
}

/** The next 09:00 that is still ahead. */
export function nextMorning(now: string, zone: string): string {
  const from = Date.parse(now);
  const today = morningAfter(from, 0, zone);
  return new Date(today > from ? today : morningAfter(from, 1, zone)).toISOString();
}

/** 09:00 of the next Monday that is still ahead. */
export function nextMonday(now: string, zone: string): string {
  const from = Date.parse(now);
  const weekday = new Date(asUtc(wallOf(from, zone))).getUTCDay();
  const days = (8 - weekday) % 7;
  const monday = morningAfter(from, days, zone);
  return new Date(monday > from ? monday : morningAfter(from, days + 7, zone)).toISOString();
}

/** When a new invite starts unless someone says otherwise: 10:00 of the next weekday. */
export function usualStart(now: string, zone: string): string {
  let at = Date.parse(now);
  do at = morningAfter(at, 1, zone);
  while ([0, 6].includes(new Date(asUtc(wallOf(at, zone))).getUTCDay()));
  return new Date(at + HOUR).toISOString();
}

/** The value of an `<input type="datetime-local">` and back. */
export function toField(iso: string, zone: string): string {
  return new Date(asUtc(wallOf(Date.parse(iso), zone))).toISOString().slice(0, 16);
}

export function fromField(value: string, zone: string): string {
  const wall = wallOf(Date.parse(`${value}:00Z`), "UTC");
  return new Date(instantOf(wall, zone)).toISOString();
}

const format = (iso: string, zone: string, shape: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...shape }).format(Date.parse(iso)).replace(",", "");

export const showTime = (iso: string, zone: string): string =>
  format(iso, zone, { hour: "2-digit", minute: "2-digit" });
export const showSeconds = (iso: string, zone: string): string =>
  format(iso, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const showDay = (iso: string, zone: string): string =>
  format(iso, zone, { weekday: "short", day: "numeric", month: "short" });
export const showDate = (iso: string, zone: string): string =>
  format(iso, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
export const showLongDate = (iso: string, zone: string): string =>
  format(iso, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
