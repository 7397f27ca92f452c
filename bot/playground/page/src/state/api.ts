/** Every call to the page server. A failed call throws `Refused`, whose message can be shown to people as it is. */

import type { Choice, InviteDraft, InvokeAnswer, Json, Tenant } from "./shapes";

export class Refused extends Error {}

const UNREACHABLE = "The playground does not answer. Is potluck demo still running?";

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const request: RequestInit = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers = { Accept: "application/json", "Content-Type": "application/json" };
  }
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, request);
  } catch {
    throw new Refused(UNREACHABLE);
  }
  const answer = (await response.json().catch(() => null)) as (Answer & { error?: string }) | null;
  if (!response.ok) throw new Refused(answer?.error ?? `That did not work (${response.status}).`);
  return answer as Answer;
}

const id = encodeURIComponent;
const message = (chat: string, mid: string): string => `chats/${id(chat)}/messages/${id(mid)}`;

export const getState = (): Promise<Tenant> => call("GET", "state");

export const sendInvite = (draft: InviteDraft): Promise<{ id: string }> => call("POST", "invites", draft);
export const changeInvite = (invite: string, draft: InviteDraft): Promise<unknown> =>
  call("PATCH", `invites/${id(invite)}`, draft);
export const cancelInvite = (invite: string): Promise<unknown> => call("POST", `invites/${id(invite)}/cancel`, {});

export const startMeeting = (meeting: string): Promise<unknown> => call("POST", `meetings/${id(meeting)}/start`, {});
export const endMeeting = (meeting: string): Promise<unknown> => call("POST", `meetings/${id(meeting)}/end`, {});
export const setPresent = (meeting: string, person: string, present: boolean): Promise<unknown> =>
  call("POST", `meetings/${id(meeting)}/present`, { person, present });

export const say = (chat: string, as: string, text: string, mention: boolean): Promise<{ id: string }> =>
  call("POST", `chats/${id(chat)}/messages`, { as, text, mention });
export const editMessage = (chat: string, mid: string, as: string, text: string): Promise<unknown> =>
  call("PATCH", message(chat, mid), { as, text });
export const deleteMessage = (chat: string, mid: string, as: string): Promise<unknown> =>
  call("DELETE", message(chat, mid), { as });

export const makeActionItem = (chat: string, mid: string, as: string): Promise<InvokeAnswer> =>
  call("POST", `${message(chat, mid)}/action-item`, { as });
export const invoke = (chat: string, mid: string, as: string, verb: string, data: Json): Promise<InvokeAnswer> =>
  call("POST", `${message(chat, mid)}/invoke`, { as, verb, data });
export const refreshCard = (chat: string, mid: string, as: string): Promise<InvokeAnswer> =>
  call("POST", `${message(chat, mid)}/refresh`, { as });
export const findPeople = (chat: string, words: string): Promise<Choice[]> =>
  call("GET", `people-picker?chat=${id(chat)}&q=${id(words)}`);

export const moveClock = (by: { advance_s: number } | { to: string }): Promise<{ now: string }> =>
  call("POST", "clock", by);
export const setPhysics = (physics: string, on: boolean): Promise<unknown> =>
  call("POST", "physics", { id: physics, on });
