/** One person's private chat with Potluck. The row of faces shows at a glance who got something, and who did not. */

import { Avatar } from "../parts/Avatar";
import { Empty, PaneFrame } from "../parts/PaneFrame";
import { unread } from "../state/arrivals";
import type { Person } from "../state/shapes";
import { colleagues, firstName, nameOf, personalChat } from "../state/tenant";
import { seenBy } from "../state/views";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { useRead } from "./useRead";

const OFFERS = ["help", "my tasks", "settings", "pause"];

function Face({ person }: { person: Person }) {
  const chat = personalChat(person.id);
  const fresh = chat ? (unread.value[chat.id] ?? 0) : 0;
  const shown = seenBy.personal.value === person.id;
  return (
    <button
      class="face"
      role="radio"
      aria-checked={shown}
      aria-label={`${person.name}${fresh ? `, ${fresh} new` : ""}`}
      title={`${person.name}, ${person.role}`}
      tabIndex={shown ? 0 : -1}
      onClick={() => (seenBy.personal.value = person.id)}
    >
      <Avatar person={person.id} size={24} />
      {fresh ? <span class="dot">{fresh}</span> : null}
    </button>
  );
}

function Faces({ people }: { people: Person[] }) {
  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = people.findIndex((person) => person.id === seenBy.personal.value);
    const next = (index + step + people.length) % people.length;
    seenBy.personal.value = people[next]?.id ?? "";
    event.currentTarget.querySelectorAll<HTMLElement>("[role=radio]")[next]?.focus();
  }
  return (
    <div class="faces" role="radiogroup" aria-label="Private chat of" onKeyDown={onKeyDown}>
      {people.map((person) => (
        <Face key={person.id} person={person} />
      ))}
    </div>
  );
}

export function PersonalPane() {
  const person = seenBy.personal.value;
  const chat = personalChat(person);
  useRead(chat);
  return (
    <PaneFrame pane="personal" title="Potluck" under={`Private chat with ${nameOf(person)}`} icon="chat">
      <Faces people={colleagues.value} />
      {chat?.messages.length ? (
        <MessageList chat={chat} as={person} />
      ) : (
        <Empty icon="chat" title={`Nothing for ${firstName(person)}`}>
          Potluck writes only when an agenda is clear-cut. Most invites get no card.
        </Empty>
      )}
      {chat ? <Composer chat={chat} as={person} offers={OFFERS} /> : null}
    </PaneFrame>
  );
}
