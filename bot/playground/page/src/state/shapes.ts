/** The shapes that the page server's API speaks. Times are ISO 8601 in UTC; ids are opaque. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type CardJson = { [key: string]: Json };

export interface Person {
  id: string;
  name: string;
  initials: string;
  color: string;
  role: string;
  guest: boolean;
}

export interface Team {
  id: string;
  name: string;
  channel_chat: string;
  member_ids: string[];
}

export type BodyType = "text" | "html";

/** What an invite and a template have in common. */
export interface InviteWords {
  subject: string;
  body: string;
  body_type: BodyType;
  required: string[];
  optional: string[];
  recurring: string;
  sensitivity: string;
  external: boolean;
}

export interface Template extends InviteWords {
  id: string;
  title: string;
  hint: string;
  duration_min: number;
}

export interface Invite extends InviteWords {
  id: string;
  start: string;
  end: string;
  organizer: string;
  status: "sent" | "cancelled";
  meeting_id: string | null;
}

/** The body of POST and PATCH /api/invites. */
export interface InviteDraft extends InviteWords {
  organizer: string;
  start: string;
  duration_min: number;
}

export interface Message {
  id: string;
  from: { kind: "bot" | "person"; id: string; name: string };
  text: string | null;
  card: CardJson | null;
  /** By person: what a press or a refresh showed to that person alone. */
  views?: Record<string, CardJson>;
  at: string;
  edited: boolean;
  deleted: boolean;
}

export interface Chat {
  id: string;
  kind: "personal" | "meeting" | "channel";
  title: string;
  person_id?: string | null;
  meeting_id?: string | null;
  member_ids: string[];
  unread: number;
  messages: Message[];
}

export interface Meeting {
  id: string;
  title: string;
  invite_id: string;
  chat_id: string;
  state: "scheduled" | "live" | "ended";
  present_ids: string[];
}

export interface PhysicsSwitch {
  id: string;
  label: string;
  on: boolean;
}

export interface LogLine {
  at: string;
  from: string;
  to: string;
  what: string;
  status: number | string;
}

/** An entry of a message's menu, as the app package declares it. */
export interface MessageAction {
  id: string;
  title: string;
}

export interface Tenant {
  rev: number;
  clock: { now: string; zone: string };
  people: Person[];
  teams: Team[];
  templates: Template[];
  invites: Invite[];
  chats: Chat[];
  meetings: Meeting[];
  physics: PhysicsSwitch[];
  log: LogLine[];
  message_actions: MessageAction[];
}

export interface InvokeAnswer {
  card: CardJson | null;
  message: string | null;
  error: string | null;
}

export interface Choice {
  id: string;
  name: string;
}
