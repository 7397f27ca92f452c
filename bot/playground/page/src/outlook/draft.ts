/** An invite while it is being written. Pure: from a template, from a sent invite, or from nothing. */

import type { Invite, InviteDraft, Template } from "../state/shapes";

export interface Draft extends InviteDraft {
  /** The invite being changed, or null for a new one. */
  id: string | null;
  /** The words as they came in HTML; sent as they were unless somebody edits the text. */
  html: string | null;
}

export const DURATIONS = [15, 20, 25, 30, 45, 50, 60, 90, 120, 180];
export const RECURRING: Record<string, string> = {
  none: "Once",
  daily: "Daily",
  weekly: "Weekly",
  biweekly: "Every two weeks",
  monthly: "Monthly",
};
export const SENSITIVITY: Record<string, string> = {
  normal: "Normal",
  personal: "Personal",
  private: "Private",
  confidential: "Confidential",
};

const BLOCKS = "p, div, li, br, tr, h1, h2, h3, ul, ol";

/** What an HTML body says, line by line, for the text field. */
function htmlToText(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("style, script").forEach((part) => part.remove());
  page.querySelectorAll("li").forEach((item) => item.prepend("- "));
  page.querySelectorAll(BLOCKS).forEach((block) => block.after("\n"));
  return (page.body.textContent ?? "")
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const words = (from: Invite | Template) => ({
  subject: from.subject,
  body: from.body_type === "html" ? htmlToText(from.body) : from.body,
  html: from.body_type === "html" ? from.body : null,
  body_type: from.body_type,
  required: from.required,
  optional: from.optional,
  recurring: from.recurring,
  sensitivity: from.sensitivity,
  external: from.external,
});

export const blank = (organizer: string, start: string): Draft => ({
  id: null,
  html: null,
  subject: "",
  body: "",
  body_type: "text",
  organizer,
  start,
  duration_min: 30,
  required: [],
  optional: [],
  recurring: "none",
  sensitivity: "normal",
  external: false,
});

export const fromTemplate = (template: Template, organizer: string, start: string): Draft => ({
  ...words(template),
  id: null,
  organizer,
  start,
  duration_min: template.duration_min,
});

export const fromInvite = (invite: Invite): Draft => ({
  ...words(invite),
  id: invite.id,
  organizer: invite.organizer,
  start: invite.start,
  duration_min: Math.round((Date.parse(invite.end) - Date.parse(invite.start)) / 60_000),
});

/** What goes to the server: the organizer invites nobody twice, and never themselves. */
export function toSend({ id: _, html, ...draft }: Draft): InviteDraft {
  const required = draft.required.filter((person) => person !== draft.organizer);
  const optional = draft.optional.filter((person) => person !== draft.organizer && !required.includes(person));
  const body =
    html === null ? { body: draft.body, body_type: "text" as const } : { body: html, body_type: "html" as const };
  return { ...draft, ...body, required, optional };
}
