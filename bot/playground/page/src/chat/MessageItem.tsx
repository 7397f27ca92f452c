/** One message: somebody's words, or Potluck's words or card. */

import { useEffect, useRef, useState } from "preact/hooks";

import { CardView } from "../cards/CardView";
import { markdownToHtml } from "../cards/markdown";
import { Avatar, PotluckAvatar } from "../parts/Avatar";
import { Icon } from "../parts/Icon";
import { deleteMessage, editMessage, makeActionItem } from "../state/api";
import { attempt, toast } from "../state/notices";
import type { Chat, Message } from "../state/shapes";
import { tenant, zone } from "../state/tenant";
import { showTime } from "../state/zone";
import { useCardAnswers } from "./useCardAnswers";

interface Props {
  message: Message;
  chat: Chat;
  as: string;
}

function Words({ message }: { message: Message }) {
  if (message.from.kind === "bot")
    return <div class="words" dangerouslySetInnerHTML={{ __html: markdownToHtml(message.text ?? "") }} />;
  const parts = (message.text ?? "").split(/<at>(.*?)<\/at>/);
  return (
    <div class="words plain" dir="auto">
      {parts.map((part, index) => (index % 2 ? <span class="mention">@{part}</span> : part))}
    </div>
  );
}

function Card({ message, chat, as }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const acted = useRef(false);
  const { card, busy, act } = useCardAnswers(chat, message, as);

  useEffect(() => {
    if (busy || !acted.current) return;
    acted.current = false;
    if (!place.current?.contains(document.activeElement)) place.current?.focus({ preventScroll: true });
  }, [busy]);

  if (!card) return null;
  return (
    <div class="card-box" ref={place} tabIndex={-1}>
      <CardView
        card={card}
        chat={chat.id}
        busy={busy}
        onAct={(verb, data) => {
          acted.current = true;
          void act(verb, data);
        }}
      />
    </div>
  );
}

const MAKE_ACTION_ITEM = "makeActionItem";

/** What the app offers in the menu of a message that somebody wrote, and what it answers. */
function AppTools({ message, chat, as }: Props) {
  const offered = tenant.value?.message_actions.find((each) => each.id === MAKE_ACTION_ITEM);
  if (!offered) return null;
  async function choose(): Promise<void> {
    const answer = await makeActionItem(chat.id, message.id, as);
    if (answer.error) toast(answer.error, "bad");
    if (answer.message) toast(answer.message);
  }
  return (
    <button
      class="icon-button tiny"
      aria-label={offered.title}
      title={offered.title}
      onClick={() => void attempt(choose)}
    >
      <Icon name="add" size={14} />
    </button>
  );
}

function OwnTools({ message, chat, as, onEdit }: Props & { onEdit: () => void }) {
  return (
    <>
      <button class="icon-button tiny" aria-label="Edit message" onClick={onEdit}>
        <Icon name="edit" size={14} />
      </button>
      <button
        class="icon-button tiny"
        aria-label="Delete message"
        onClick={() => void attempt(() => deleteMessage(chat.id, message.id, as))}
      >
        <Icon name="trash" size={14} />
      </button>
    </>
  );
}

function Rewrite({ message, chat, as, onDone }: Props & { onDone: () => void }) {
  const [text, setText] = useState((message.text ?? "").replace(/<\/?at>/g, ""));
  return (
    <form
      class="rewrite"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => editMessage(chat.id, message.id, as, text)).then((saved) => saved && onDone());
      }}
    >
      <textarea
        aria-label="Your message"
        rows={2}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button class="button small primary" disabled={!text.trim()}>
        Save
      </button>
      <button type="button" class="button small" onClick={onDone}>
        Keep as it was
      </button>
    </form>
  );
}

export function MessageItem({ message, chat, as }: Props) {
  const [rewriting, setRewriting] = useState(false);
  const bot = message.from.kind === "bot";
  const own = !bot && message.from.id === as;
  const at = showTime(message.at, zone.value);
  const props = { message, chat, as };
  return (
    <article
      class={`message${own ? " own" : ""}`}
      data-message-id={message.id}
      aria-label={`${message.from.name}, ${at}`}
    >
      <header class="message-head">
        {own ? null : bot ? <PotluckAvatar size={22} /> : <Avatar person={message.from.id} size={22} />}
        {own ? null : <bdi class="message-name">{message.from.name}</bdi>}
        {bot ? <span class="bot-tag">App</span> : null}
        <time dateTime={message.at}>{at}</time>
        {message.edited && !message.deleted ? <span>Edited</span> : null}
        {bot || !as || message.deleted || rewriting ? null : (
          <span class="tools">
            <AppTools {...props} />
            {own ? <OwnTools {...props} onEdit={() => setRewriting(true)} /> : null}
          </span>
        )}
      </header>
      {message.deleted ? <p class="deleted">This message has been deleted.</p> : null}
      {!message.deleted && rewriting ? <Rewrite {...props} onDone={() => setRewriting(false)} /> : null}
      {!message.deleted && !rewriting && message.text ? <Words message={message} /> : null}
      {!message.deleted && message.card ? <Card {...props} /> : null}
    </article>
  );
}
