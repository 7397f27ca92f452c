/** What to do first, and how far one has come. Goes away for good when asked to. */

import { useRef, useState } from "preact/hooks";

import { Icon } from "../parts/Icon";
import type { Chat, Message, Tenant } from "../state/shapes";

const KEY = "potluck-steps-done";

interface Step {
  title: string;
  hint: string;
  done: boolean;
}

function cardsIn(state: Tenant, kind: Chat["kind"]): Message[] {
  const chats = state.chats.filter((chat) => chat.kind === kind);
  return chats.flatMap((chat) => chat.messages.filter((message) => message.card !== null));
}

/** `welcomes` is how many cards people had in private before the first invite: those are no nudges. */
function steps(state: Tenant, welcomes: number): Step[] {
  const asked = cardsIn(state, "meeting")[0]?.at;
  return [
    { title: "Pick an invite and send it", hint: "Outlook, on the left", done: state.invites.length > 0 },
    {
      title: "Look who gets a card",
      hint: "Most get none, and that is right",
      done: cardsIn(state, "personal").length > welcomes,
    },
    {
      title: "Start and end the meeting",
      hint: "Then say what you took away",
      done: state.meetings.some((meeting) => meeting.state === "ended"),
    },
    {
      title: "Move to the next morning",
      hint: "The team gets its digest",
      done: asked !== undefined && cardsIn(state, "channel").some((card) => card.at > asked),
    },
  ];
}

export function Steps({ state }: { state: Tenant }) {
  const [gone, setGone] = useState(localStorage.getItem(KEY) === "yes");
  const welcomes = useRef(0);
  if (!state.invites.length) welcomes.current = cardsIn(state, "personal").length;
  if (gone) return null;
  const all = steps(state, welcomes.current);
  const current = all.findIndex((step) => !step.done);

  function close(): void {
    localStorage.setItem(KEY, "yes");
    setGone(true);
  }

  return (
    <nav class="steps" aria-label="First steps">
      <ol>
        {all.map((step, index) => (
          <li key={step.title} class={step.done ? "done" : ""} aria-current={index === current ? "step" : undefined}>
            <span class="step-mark">{step.done ? <Icon name="done" size={14} /> : index + 1}</span>
            <span class="step-words">
              <b>{step.title}</b>
              <span>{step.hint}</span>
            </span>
          </li>
        ))}
      </ol>
      <button class="icon-button" aria-label="Hide the first steps" onClick={close}>
        <Icon name="close" size={16} />
      </button>
    </nav>
  );
}
