/** A chat that is in sight is read. */

import { useEffect } from "preact/hooks";

import { markRead, paneOf, unread } from "../state/arrivals";
import type { Chat } from "../state/shapes";
import { narrow, shownPane } from "../state/views";

export function useRead(chat: Chat | undefined): void {
  const fresh = chat ? (unread.value[chat.id] ?? 0) : 0;
  const inSight = chat !== undefined && (!narrow.value || shownPane.value === paneOf(chat));
  useEffect(() => {
    if (chat && fresh && inSight) markRead(chat.id);
  }, [chat?.id, fresh, inSight]);
}
