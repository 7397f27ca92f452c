/** A team's channel, where the digest arrives. */

import { useId } from "preact/hooks";

import { Empty, PaneFrame } from "../parts/PaneFrame";
import { SeenBy } from "../parts/SeenBy";
import type { Tenant } from "../state/shapes";
import { chatOf } from "../state/tenant";
import { seenBy, shownTeam } from "../state/views";
import { MessageList } from "./MessageList";
import { useRead } from "./useRead";

function TeamChoice({ state }: { state: Tenant }) {
  const id = useId();
  return (
    <div class="pane-choice">
      <label class="unseen" for={id}>
        Team
      </label>
      <select id={id} value={shownTeam.value} onChange={(event) => (shownTeam.value = event.currentTarget.value)}>
        {state.teams.map((team) => (
          <option key={team.id} value={team.id}>
            {team.name}
          </option>
        ))}
      </select>
    </div>
  );
}

export function ChannelPane({ state }: { state: Tenant }) {
  const team = state.teams.find((each) => each.id === shownTeam.value);
  const chat = chatOf(team?.channel_chat);
  const members = state.people.filter((person) => team?.member_ids.includes(person.id));
  const as = members.some((person) => person.id === seenBy.channel.value) ? seenBy.channel.value : "";
  useRead(chat);
  return (
    <PaneFrame
      pane="channel"
      title="Team channel"
      choice={team ? <TeamChoice state={state} /> : null}
      under={chat?.title ?? "Where the digest arrives"}
      icon="channel"
      aside={<SeenBy label="Channel seen by" who={seenBy.channel} people={members} />}
    >
      {chat?.messages.length ? (
        <MessageList chat={chat} as={as} />
      ) : (
        <Empty icon="channel" title="No digest yet">
          One quiet post on working mornings, and none when there is nothing to say.
        </Empty>
      )}
    </PaneFrame>
  );
}
