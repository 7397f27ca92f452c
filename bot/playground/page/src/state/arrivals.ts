/** What came in since the last look: counted as unread where it is out of sight, and told to screen readers. */

import { signal } from "@preact/signals";

import { announce } from "./notices";
import type { CardJson, Chat, Json, Message, Tenant } from "./shapes";
import { narrow, type Pane, seenBy, shownMeeting, shownPane, shownTeam } from "./views";

export const unread = signal<Record<string, number>>({});

export function markRead(chat: string): void {
  if (!unread.peek()[chat]) return;
  const { [chat]: _, ...rest } = unread.peek();
  unread.value = rest;
}

/** The first line of a card that says something, for a list or a screen reader. */
export function cardSummary(card: CardJson): string {
  if (typeof card.speak === "string") return card.speak;
  return firstText(card.body ?? null) ?? "A card";
}

function firstText(part: Json): string | null {
  if (Array.isArray(part)) {
    for (const item of part) {
      const found = firstText(item);
      if (found) return found;
    }
    return null;
  }
  if (part === null || typeof part !== "object") return null;
  if (typeof part.text === "string" && part.text.trim()) return part.text;
  return firstText(part.inlines ?? part.items ?? part.columns ?? null);
}

function isInSight(chat: Chat, state: Tenant): boolean {
  if (narrow.value && paneOf(chat) !== shownPane.value) return false;
  switch (chat.kind) {
    case "personal":
      return chat.person_id === seenBy.personal.value;
    case "meeting":
      return chat.meeting_id === shownMeeting.value;
    case "channel":
      return state.teams.some((team) => team.id === shownTeam.value && team.channel_chat === chat.id);
  }
}

export const paneOf = (chat: Chat): Pane => chat.kind;

function told(chat: Chat, message: Message): string {
  const words = message.card ? cardSummary(message.card) : (message.text ?? "");
  return `${message.from.name} in ${chat.title}: ${words}`;
}

export function noteArrivals(before: Tenant | null, next: Tenant): void {
  if (!before) return;
  const known = new Set(before.chats.flatMap((chat) => chat.messages.map((message) => message.id)));
  const counts = { ...unread.peek() };
  for (const chat of next.chats) {
    const fresh = chat.messages.filter((message) => !known.has(message.id) && !message.deleted);
    const latest = fresh.at(-1);
    if (!latest) continue;
    announce(told(chat, latest));
    if (!isInSight(chat, next)) counts[chat.id] = (counts[chat.id] ?? 0) + fresh.length;
  }
  unread.value = counts;
}
