/** The invites that were sent, newest first, and what became of them. */

import { Icon } from "../parts/Icon";
import { Empty } from "../parts/PaneFrame";
import { cancelInvite } from "../state/api";
import { attempt } from "../state/notices";
import type { Invite, Tenant } from "../state/shapes";
import { firstName, meetingOf, nameOf, zone } from "../state/tenant";
import { openMeeting, seenBy } from "../state/views";
import { showDay, showTime } from "../state/zone";
import { RECURRING, SENSITIVITY } from "./draft";

function status(invite: Invite): { word: string; tone: string } {
  if (invite.status === "cancelled") return { word: "Cancelled", tone: "bad" };
  const meeting = meetingOf(invite.meeting_id);
  if (meeting?.state === "live") return { word: "In progress", tone: "live" };
  if (meeting?.state === "ended") return { word: "Ended", tone: "quiet" };
  return { word: "Sent", tone: "good" };
}

function facts(invite: Invite): string {
  const there = zone.value;
  const when = `${showDay(invite.start, there)}, ${showTime(invite.start, there)}–${showTime(invite.end, there)}`;
  const people = invite.required.length + invite.optional.length + 1;
  return `${when} · ${people} people · ${firstName(invite.organizer)}`;
}

function marks(invite: Invite): string[] {
  const found: string[] = [];
  if (invite.recurring !== "none") found.push(RECURRING[invite.recurring] ?? invite.recurring);
  if (invite.sensitivity !== "normal") found.push(SENSITIVITY[invite.sensitivity] ?? invite.sensitivity);
  if (invite.external) found.push("External");
  return found;
}

function InviteItem({ invite, onEdit }: { invite: Invite; onEdit: () => void }) {
  const { word, tone } = status(invite);
  const meeting = meetingOf(invite.meeting_id);
  const open = invite.status === "sent";
  return (
    <li class="invite" data-invite-id={invite.id}>
      <div class="invite-head">
        <h3>{invite.subject}</h3>
        <span class={`badge ${tone}`}>{word}</span>
      </div>
      <p class="row-facts" title={`Organizer: ${nameOf(invite.organizer)}`}>
        {facts(invite)}
      </p>
      {marks(invite).length ? <p class="row-facts">{marks(invite).join(" · ")}</p> : null}
      <div class="invite-actions">
        {open && meeting ? (
          <button
            class="button small"
            aria-label={`Chat of ${invite.subject}`}
            onClick={() => openMeeting(meeting.id, seenBy.meeting.value || invite.organizer)}
          >
            <Icon name="chat" size={14} /> Chat
          </button>
        ) : null}
        {open ? (
          <>
            <button class="button small" aria-label={`Edit ${invite.subject}`} onClick={onEdit}>
              <Icon name="edit" size={14} /> Edit
            </button>
            <button
              class="button small"
              aria-label={`Cancel ${invite.subject}`}
              onClick={() => void attempt(() => cancelInvite(invite.id), "Invite cancelled.")}
            >
              <Icon name="close" size={14} /> Cancel
            </button>
          </>
        ) : null}
      </div>
    </li>
  );
}

export function InviteList({ state, onEdit }: { state: Tenant; onEdit: (invite: Invite) => void }) {
  if (!state.invites.length)
    return (
      <Empty icon="calendar" title="Nothing sent yet">
        Pick an idea or write an invite of your own.
      </Empty>
    );
  return (
    <ul class="rows" aria-label="Sent invites">
      {state.invites.toReversed().map((invite) => (
        <InviteItem key={invite.id} invite={invite} onEdit={() => onEdit(invite)} />
      ))}
    </ul>
  );
}
