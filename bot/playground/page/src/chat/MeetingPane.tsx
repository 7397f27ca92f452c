/** One meeting: its start and end, who is in it, and its chat. */

import { useId } from "preact/hooks";

import { Avatar } from "../parts/Avatar";
import { Icon } from "../parts/Icon";
import { Empty, PaneFrame } from "../parts/PaneFrame";
import { SeenBy } from "../parts/SeenBy";
import { endMeeting, setPresent, startMeeting } from "../state/api";
import { unread } from "../state/arrivals";
import { attempt } from "../state/notices";
import type { Meeting, Person, Tenant } from "../state/shapes";
import { chatOf, inviteOf, meetingOf, zone } from "../state/tenant";
import { seenBy, shownMeeting } from "../state/views";
import { showDay, showTime } from "../state/zone";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { useRead } from "./useRead";

const STATES = { scheduled: "Scheduled", live: "In progress", ended: "Ended" };

function under(meeting: Meeting | undefined): string {
  const invite = inviteOf(meeting?.invite_id);
  if (!meeting || !invite) return "Starts when an invite is sent";
  if (invite.status === "cancelled") return "Cancelled";
  return `${STATES[meeting.state]} · ${showDay(invite.start, zone.value)}, ${showTime(invite.start, zone.value)}`;
}

function StartOrEnd({ meeting }: { meeting: Meeting }) {
  const invite = inviteOf(meeting.invite_id);
  if (meeting.state === "live")
    return (
      <button
        class="button small danger"
        aria-label="End meeting"
        onClick={() => void attempt(() => endMeeting(meeting.id))}
      >
        <Icon name="stop" size={14} /> End
      </button>
    );
  const again = meeting.state === "ended";
  if (invite?.status === "cancelled" || (again && invite?.recurring === "none")) return null;
  return (
    <button
      class={`button small${again ? "" : " primary"}`}
      aria-label={again ? "Start again" : "Start meeting"}
      onClick={() => void attempt(() => startMeeting(meeting.id))}
    >
      <Icon name="play" size={14} /> {again ? "Start again" : "Start"}
    </button>
  );
}

const MOST_FACES = 12;

function Present({ meeting, people }: { meeting: Meeting; people: Person[] }) {
  return (
    <div class={`present ${meeting.state}`} role="group" aria-label="Who is in the meeting">
      {people.slice(0, MOST_FACES).map((person) => {
        const here = meeting.present_ids.includes(person.id);
        return (
          <button
            key={person.id}
            class="face"
            aria-pressed={here}
            aria-label={`${person.name} is ${here ? "in the meeting" : "not in the meeting"}`}
            title={`${person.name}: ${here ? "in the meeting" : "not in the meeting"}`}
            disabled={meeting.state === "ended"}
            onClick={() => void attempt(() => setPresent(meeting.id, person.id, !here))}
          >
            <Avatar person={person.id} size={24} />
          </button>
        );
      })}
      {people.length > MOST_FACES ? <span class="more-faces">+{people.length - MOST_FACES}</span> : null}
    </div>
  );
}

function MeetingChoice({ state }: { state: Tenant }) {
  const id = useId();
  const fresh = (meeting: Meeting): number => unread.value[meeting.chat_id] ?? 0;
  const elsewhere = state.meetings.reduce((sum, meeting) => sum + fresh(meeting), 0);
  return (
    <div class="pane-choice">
      <label class="unseen" for={id}>
        Meeting
      </label>
      <select id={id} value={shownMeeting.value} onChange={(event) => (shownMeeting.value = event.currentTarget.value)}>
        {state.meetings.toReversed().map((meeting) => (
          <option key={meeting.id} value={meeting.id}>
            {meeting.title}
            {fresh(meeting) ? ` (${fresh(meeting)} new)` : ""}
          </option>
        ))}
      </select>
      {elsewhere ? (
        <span class="dot" role="img" aria-label={`${elsewhere} new in other meetings`}>
          {elsewhere}
        </span>
      ) : null}
    </div>
  );
}

export function MeetingPane({ state }: { state: Tenant }) {
  const meeting = meetingOf(shownMeeting.value);
  const chat = chatOf(meeting?.chat_id);
  const members = state.people.filter((person) => chat?.member_ids.includes(person.id));
  const as = members.some((person) => person.id === seenBy.meeting.value) ? seenBy.meeting.value : "";
  useRead(chat);
  return (
    <PaneFrame
      pane="meeting"
      title="Meeting chat"
      choice={meeting ? <MeetingChoice state={state} /> : null}
      under={under(meeting)}
      icon="meeting"
      aside={chat ? <SeenBy label="Meeting chat seen by" who={seenBy.meeting} people={members} /> : null}
    >
      {meeting ? (
        <div class="meeting-bar">
          <Present meeting={meeting} people={members} />
          <StartOrEnd meeting={meeting} />
        </div>
      ) : null}
      {chat?.messages.length ? (
        <MessageList chat={chat} as={as} />
      ) : (
        <Empty icon="meeting" title={meeting ? "Nothing said yet" : "No meeting yet"}>
          {meeting
            ? "Start the meeting, then end it: Potluck asks what people took away."
            : "Send an invite and its meeting appears here."}
        </Empty>
      )}
      {chat && as ? <Composer chat={chat} as={as} /> : null}
    </PaneFrame>
  );
}
