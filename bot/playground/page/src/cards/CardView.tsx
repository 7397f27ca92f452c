/** One Adaptive Card, drawn by Microsoft's renderer. Drawn anew only when the card itself has changed, so that a state
 * refresh never takes away what somebody is typing. */

import {
  type Action,
  AdaptiveCard,
  ExecuteAction,
  GlobalRegistry,
  OpenUrlAction,
  SerializationContext,
  SubmitActionBase,
  Table,
  Versions,
} from "adaptivecards";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { findPeople } from "../state/api";
import { attempt } from "../state/notices";
import type { CardJson, Choice, Json } from "../state/shapes";
import { nameOf, zone } from "../state/tenant";
import { teamsHostConfig } from "./hostConfig";
import { markdownToHtml } from "./markdown";
import { PeopleChoiceSet } from "./PeopleChoiceSet";
import { inReadersZone } from "./readerZone";

/** A button of the card was pressed and its inputs are in order. */
export type OnAct = (verb: string, data: { [key: string]: Json }) => void;

GlobalRegistry.elements.register("Input.ChoiceSet", PeopleChoiceSet, Versions.v1_0);
GlobalRegistry.elements.register("Table", Table, Versions.v1_5); // bundlers drop the renderer's own registration
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownToHtml(text);
  result.didProcess = true;
};

/** Teams speaks 1.5 and, of 1.6, the people picker's `choices.data`. */
const UNDERSTOOD = Versions.v1_6;

const chatOfCard = new WeakMap<object, string>();

PeopleChoiceSet.nameOf = nameOf;
PeopleChoiceSet.search = async (input, words) => {
  const chat = chatOfCard.get(input.getRootElement());
  let found: Choice[] = [];
  if (chat) await attempt(async () => (found = await findPeople(chat, words)));
  return found;
};

function open(url: string | undefined): void {
  if (url && /^(https?:|mailto:)/i.test(url)) window.open(url, "_blank", "noopener");
}

function answerTo(action: Action, onAct: OnAct): void {
  if (action instanceof OpenUrlAction) return open(action.url);
  if (!(action instanceof SubmitActionBase)) return;
  const data = { ...(action.data as { [key: string]: Json } | undefined) };
  const verb = action instanceof ExecuteAction ? action.verb : data.verb;
  onAct(typeof verb === "string" ? verb : "", data);
}

function draw(json: CardJson, chat: string, onAct: OnAct): HTMLElement | undefined {
  const card = new AdaptiveCard();
  card.hostConfig = teamsHostConfig;
  card.onExecuteAction = (action) => answerTo(action, onAct);
  card.onInlineCardExpanded = (action, expanded) => {
    if (expanded) requestAnimationFrame(() => action.card.renderedElement?.scrollIntoView({ block: "nearest" }));
  };
  chatOfCard.set(card, chat);
  card.parse(inReadersZone(json, zone.peek()), new SerializationContext(UNDERSTOOD));
  return card.render();
}

export function CardView(props: { card: CardJson; chat: string; busy: boolean; onAct: OnAct }) {
  const place = useRef<HTMLDivElement>(null);
  const act = useRef(props.onAct);
  const source = JSON.stringify(props.card);

  useEffect(() => {
    act.current = props.onAct;
  });
  useLayoutEffect(() => {
    const drawn = draw(JSON.parse(source) as CardJson, props.chat, (verb, data) => act.current(verb, data));
    place.current?.replaceChildren(drawn ?? "This card cannot be shown here.");
  }, [source, props.chat]);

  return <div class="card" ref={place} aria-busy={props.busy} inert={props.busy} />;
}
