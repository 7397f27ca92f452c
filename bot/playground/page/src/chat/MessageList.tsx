/** The messages of one chat, with the day between them. A new message comes into view from its beginning, unless
 * somebody has scrolled up to read. */

import { useLayoutEffect, useRef } from "preact/hooks";

import type { Chat, Message } from "../state/shapes";
import { zone } from "../state/tenant";
import { shownPane } from "../state/views";
import { showDay } from "../state/zone";
import { MessageItem } from "./MessageItem";

const NEAR_PX = 80;
const ABOVE_PX = 12;

function sameDay(one: Message | undefined, other: Message): boolean {
  return one !== undefined && showDay(one.at, zone.value) === showDay(other.at, zone.value);
}

function useNewestInView(chat: Chat) {
  const place = useRef<HTMLDivElement>(null);
  const newestAt = useRef(0);
  const reading = useRef(false);

  useLayoutEffect(() => {
    reading.current = false;
  }, [chat.id]);
  useLayoutEffect(() => {
    const newest = place.current?.querySelector<HTMLElement>("li:last-child");
    if (!place.current || !newest || reading.current) return;
    place.current.scrollTop = newest.offsetTop - ABOVE_PX;
    newestAt.current = place.current.scrollTop;
  }, [chat.id, chat.messages.at(-1)?.id, shownPane.value]);

  function onScroll(): void {
    reading.current = (place.current?.scrollTop ?? 0) < newestAt.current - NEAR_PX;
  }

  return { place, onScroll };
}

export function MessageList({ chat, as }: { chat: Chat; as: string }) {
  const { place, onScroll } = useNewestInView(chat);
  return (
    <div
      class="scroll messages"
      ref={place}
      onScroll={onScroll}
      tabIndex={0}
      role="group"
      aria-label={`Messages in ${chat.title}`}
    >
      <ol>
        {chat.messages.map((message, index) => (
          <li key={message.id}>
            {sameDay(chat.messages[index - 1], message) ? null : <p class="day">{showDay(message.at, zone.value)}</p>}
            <MessageItem message={message} chat={chat} as={as} />
          </li>
        ))}
      </ol>
    </div>
  );
}
