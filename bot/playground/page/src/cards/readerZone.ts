/** Teams fills {{DATE(..)}} and {{TIME(..)}} in for the reader. Here the reader lives in the tenant's zone, which is
 * not always the zone of the machine that shows the page; so the macros are filled in before the renderer sees them. */

import type { CardJson, Json } from "../state/shapes";
import { showDate, showDay, showLongDate, showTime } from "../state/zone";

const STAMP = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2}))`;
const DATE = new RegExp(String.raw`\{\{DATE\(${STAMP}(?:, ?(COMPACT|LONG|SHORT))?\)\}\}`, "g");
const TIME = new RegExp(String.raw`\{\{TIME\(${STAMP}\)\}\}`, "g");

const DATES = { COMPACT: showDay, SHORT: showDate, LONG: showLongDate };

function fill(text: string, zone: string): string {
  return text
    .replace(DATE, (_, at: string, shape: keyof typeof DATES | undefined) => DATES[shape ?? "COMPACT"](at, zone))
    .replace(TIME, (_, at: string) => showTime(at, zone));
}

function fillIn(part: Json, zone: string): Json {
  if (Array.isArray(part)) return part.map((item) => fillIn(item, zone));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) =>
      (key === "text" || key === "title") && typeof value === "string"
        ? [key, fill(value, zone)]
        : [key, key === "data" ? value : fillIn(value, zone)],
    ),
  );
}

export const inReadersZone = (card: CardJson, zone: string): CardJson => fillIn(card, zone) as CardJson;
