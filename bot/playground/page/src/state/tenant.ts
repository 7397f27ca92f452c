/** The tenant as the page knows it: one copy of /api/state, fetched anew whenever the server says that it changed. */

import { computed, signal } from "@preact/signals";

import { getState, Refused } from "./api";
import { noteArrivals } from "./arrivals";
import type { Chat, Invite, Meeting, Person, Tenant } from "./shapes";
import { settleViews } from "./views";

export const tenant = signal<Tenant | null>(null);
export const reached = signal(true);

const people = computed(() => new Map(tenant.value?.people.map((person) => [person.id, person])));

export const personOf = (id: string): Person | undefined => people.value.get(id);
export const nameOf = (id: string): string => personOf(id)?.name ?? "Someone";
export const firstName = (id: string): string => nameOf(id).split(" ")[0] ?? "";
export const zone = computed(() => tenant.value?.clock.zone ?? "UTC");

const cameAt = signal(0);
const ticked = signal(0);

/** The tenant's clock runs on between two fetches. */
export const now = computed(() => {
  const told = Date.parse(tenant.value?.clock.now ?? "1970-01-01T00:00:00Z");
  return new Date(told + Math.max(0, ticked.value - cameAt.value)).toISOString();
});

export const chatOf = (id: string | undefined): Chat | undefined => tenant.value?.chats.find((chat) => chat.id === id);
export const personalChat = (person: string): Chat | undefined =>
  tenant.value?.chats.find((chat) => chat.kind === "personal" && chat.person_id === person);
/** Who can be met one to one: the tenant's own people, not its guests. */
export const colleagues = computed(() => tenant.value?.people.filter((person) => personalChat(person.id)) ?? []);
export const inviteOf = (id: string | undefined): Invite | undefined =>
  tenant.value?.invites.find((invite) => invite.id === id);
export const meetingOf = (id: string | null | undefined): Meeting | undefined =>
  tenant.value?.meetings.find((meeting) => meeting.id === id);

let fetching: Promise<void> | null = null;
let stale = false;

/** Fetch the newest state. Calls that come while one is under way share a single further fetch. */
export function refetch(): Promise<void> {
  if (fetching) {
    stale = true;
    return fetching;
  }
  fetching = fetchUntilFresh().finally(() => {
    fetching = null;
  });
  return fetching;
}

async function fetchUntilFresh(): Promise<void> {
  do {
    stale = false;
    try {
      adopt(await getState());
      reached.value = true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      reached.value = false;
    }
  } while (stale);
}

function adopt(next: Tenant): void {
  const before = tenant.value;
  settleViews(next);
  tenant.value = next;
  cameAt.value = performance.now();
  noteArrivals(before, next);
}

const RETRY_MS = 1500;
const TICK_MS = 1000;

export function tick(): void {
  setInterval(() => (ticked.value = performance.now()), TICK_MS);
}

/** Follow the server's events for as long as the page is open, through restarts of the server. */
export function follow(): void {
  const events = new EventSource("/api/events");
  events.onopen = () => void refetch();
  events.onmessage = () => void refetch();
  events.onerror = () => {
    reached.value = false;
    events.close();
    setTimeout(follow, RETRY_MS);
  };
}
