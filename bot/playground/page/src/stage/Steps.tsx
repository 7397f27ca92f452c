/** What to do first, and how far one has come. Goes away for good when asked to. */

import { useState } from "preact/hooks";

import { Icon } from "../parts/Icon";
import type { Chat, Tenant } from "../state/shapes";

const KEY = "potluck-steps-done";

interface Step {
  title: string;
  hint: string;
  done: boolean;
}

const hasCard = (chat: Chat): boolean => chat.messages.some((message) => message.card !== null);

function steps(state: Tenant): Step[] {
  const chats = (kind: Chat["kind"]): Chat[] => state.chats.filter((chat) => chat.kind === kind);
  return [
    { title: "Pick an invite and send it", hint: "Outlook, on the left", done: state.invites.length > 0 },
    { title: "Look who gets a card", hint: "Most get none, and that is right", done: chats("personal").some(hasCard) },
    {
      title: "Start and end the meeting",
      hint: "Then say what you took away",
      done: state.meetings.some((meeting) => meeting.state === "ended"),
    },
    { title: "Move to the next morning", hint: "The team gets its digest", done: chats("channel").some(hasCard) },
  ];
}

export function Steps({ state }: { state: Tenant }) {
  const [gone, setGone] = useState(localStorage.getItem(KEY) === "yes");
  if (gone) return null;
  const all = steps(state);
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
