/** Outlook: pick an invite, write it, send it; change or cancel it later. */

import { useState } from "preact/hooks";

import { Icon } from "../parts/Icon";
import { PaneFrame } from "../parts/PaneFrame";
import { SeenBy } from "../parts/SeenBy";
import { Tabs } from "../parts/Tabs";
import { changeInvite, sendInvite } from "../state/api";
import { attempt, toast } from "../state/notices";
import type { Tenant } from "../state/shapes";
import { colleagues, firstName, now, refetch, tenant, zone } from "../state/tenant";
import { seenBy, shownMeeting } from "../state/views";
import { usualStart } from "../state/zone";
import { blank, type Draft, fromInvite, fromTemplate, toSend } from "./draft";
import { InviteForm } from "./InviteForm";
import { InviteList } from "./InviteList";
import { TemplateList } from "./TemplateList";

type Tab = "templates" | "calendar";

/** Turn the chats to the invite just sent. */
function follow(invite: string, organizer: string): void {
  seenBy.personal.value = organizer;
  const meeting = tenant.value?.meetings.find((each) => each.invite_id === invite);
  if (!meeting) return;
  shownMeeting.value = meeting.id;
  seenBy.meeting.value = organizer;
}

async function send(draft: Draft): Promise<boolean> {
  const { id } = draft;
  const work = id
    ? () => changeInvite(id, toSend(draft))
    : async () => {
        const made = await sendInvite(toSend(draft));
        await refetch();
        follow(made.id, draft.organizer);
      };
  const sent = await attempt(work);
  if (sent)
    toast(id ? "Update sent." : `Invite sent. ${firstName(draft.organizer)} gets a card only if it is clear-cut.`);
  return sent;
}

export function OutlookPane({ state }: { state: Tenant }) {
  const [tab, setTab] = useState<Tab>(state.invites.length ? "calendar" : "templates");
  const [draft, setDraft] = useState<Draft | null>(null);
  const organizer = seenBy.outlook.value;
  const written = draft && !draft.id ? { ...draft, organizer } : draft;
  const start = () => usualStart(now.value, zone.value);
  const close = () => setDraft(null);

  async function sendAndClose(): Promise<void> {
    if (!written || !(await send(written))) return;
    setTab("calendar");
    close();
  }

  return (
    <PaneFrame
      pane="outlook"
      title="Outlook"
      under="Invites"
      icon="mail"
      aside={<SeenBy label="Outlook of" who={seenBy.outlook} people={colleagues.value} />}
    >
      {written ? (
        <InviteForm state={state} draft={written} onChange={setDraft} onSend={sendAndClose} onClose={close} />
      ) : (
        <>
          <div class="toolbar">
            <Tabs
              label="Outlook views"
              tabs={{ templates: "Ideas", calendar: `Sent (${state.invites.length})` }}
              shown={tab}
              onShow={setTab}
            />
            <button class="button primary" onClick={() => setDraft(blank(organizer, start()))}>
              <Icon name="add" size={16} /> New invite
            </button>
          </div>
          <div class="scroll" role="tabpanel" aria-label={tab === "templates" ? "Ideas" : "Sent"}>
            {tab === "templates" ? (
              <TemplateList
                templates={state.templates}
                organizer={organizer}
                onPick={(each) => setDraft(fromTemplate(each, organizer, start()))}
              />
            ) : (
              <InviteList state={state} onEdit={(invite) => setDraft(fromInvite(invite))} />
            )}
          </div>
        </>
      )}
    </PaneFrame>
  );
}
