/** Where people write. Enter sends, Shift+Enter makes a new line. In shared chats Potluck hears what mentions it. */

import { useRef, useState } from "preact/hooks";

import { Icon } from "../parts/Icon";
import { say } from "../state/api";
import { attempt } from "../state/notices";
import type { Chat } from "../state/shapes";
import { firstName } from "../state/tenant";

const MENTION = /^\s*@potluck\b[,:]?\s*/i;

interface Props {
  chat: Chat;
  as: string;
  /** Ready-made messages to send with one press. */
  offers?: string[];
}

export function Composer({ chat, as, offers = [] }: Props) {
  const shared = chat.kind !== "personal";
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [mention, setMention] = useState(false);

  async function send(words: string): Promise<void> {
    const said = shared ? words.replace(MENTION, "") : words;
    if (!said.trim()) return;
    const heard = !shared || mention || said !== words;
    if (await attempt(() => say(chat.id, as, said.trim(), shared && heard))) {
      setText("");
      setMention(false);
    }
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send(text);
  }

  return (
    <form
      class="composer"
      aria-label={`Write in ${chat.title}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send(text);
      }}
    >
      {offers.length ? (
        <div class="offers" role="group" aria-label="Things to say">
          {offers.map((offer) => (
            <button key={offer} type="button" class="chip" onClick={() => void send(offer)}>
              {offer}
            </button>
          ))}
        </div>
      ) : null}
      <div class="composer-box">
        {shared ? (
          <button
            type="button"
            class="mention-toggle"
            aria-pressed={mention}
            title="Address Potluck"
            onClick={() => setMention(!mention)}
          >
            @Potluck
          </button>
        ) : null}
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={`Message as ${firstName(as)}`}
          placeholder={`Message as ${firstName(as)}`}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button class="icon-button" aria-label="Send message" disabled={!text.trim()}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
