/** Who and what each pane shows. Choices of the person at the screen; the server knows nothing of them. */

import { signal } from "@preact/signals";

import type { Tenant } from "./shapes";

export type Pane = "outlook" | "personal" | "meeting" | "channel";

/** The person through whose eyes each pane is seen. */
export const seenBy = {
  outlook: signal(""),
  personal: signal(""),
  meeting: signal(""),
  channel: signal(""),
} satisfies Record<Pane, unknown>;

export const shownMeeting = signal("");
export const shownTeam = signal("");

/** On a narrow screen one pane shows at a time. */
export const shownPane = signal<Pane>("outlook");
export const narrow = signal(false);

const media = matchMedia("(max-width: 999px)");
narrow.value = media.matches;
media.addEventListener("change", () => (narrow.value = media.matches));

/** Give every pane something that exists. */
export function settleViews(next: Tenant): void {
  const people = new Set(next.people.map((person) => person.id));
  const first = next.people.find((person) => !person.guest)?.id ?? "";
  for (const person of Object.values(seenBy)) if (!people.has(person.peek())) person.value = first;
  if (!next.teams.some((team) => team.id === shownTeam.peek())) shownTeam.value = next.teams[0]?.id ?? "";
  if (!next.meetings.some((meeting) => meeting.id === shownMeeting.peek())) {
    shownMeeting.value = next.meetings.at(-1)?.id ?? "";
  }
}

export function openMeeting(meeting: string, as: string): void {
  shownMeeting.value = meeting;
  seenBy.meeting.value = as;
  shownPane.value = "meeting";
}
