/** What a card's buttons do: the invoke goes to the bot, and what it answers is shown. The state that is fetched then
 * holds the card as this person sees it. Views meant for one person (`refresh`) are asked for as a client does. */

import { useEffect, useState } from "preact/hooks";

import { cardSummary } from "../state/arrivals";
import { invoke, refreshCard } from "../state/api";
import { announce, attempt, toast } from "../state/notices";
import type { Chat, InvokeAnswer, Json, Message } from "../state/shapes";
import { refetch } from "../state/tenant";

async function take(answer: InvokeAnswer): Promise<void> {
  if (answer.error) toast(answer.error, "bad");
  if (answer.message) toast(answer.message);
  if (answer.card) await refetch();
}

export function useCardAnswers(chat: Chat, message: Message, as: string) {
  const [busy, setBusy] = useState(false);
  const wantsRefresh = message.card !== null && "refresh" in message.card;

  useEffect(() => {
    if (wantsRefresh && as) void attempt(async () => take(await refreshCard(chat.id, message.id, as)));
  }, [wantsRefresh, as, JSON.stringify(message.card)]);

  async function act(verb: string, data: { [key: string]: Json }): Promise<void> {
    setBusy(true);
    await attempt(async () => {
      const answer = await invoke(chat.id, message.id, as, verb, data);
      await take(answer);
      if (answer.card) announce(`${message.from.name}: ${cardSummary(answer.card)}`);
    });
    setBusy(false);
  }

  return { card: message.views?.[as] ?? message.card, busy, act };
}
