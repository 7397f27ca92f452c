/** On a narrow screen: which pane shows, and where something new waits. */

import { Icon, type IconName } from "../parts/Icon";
import { paneOf, unread } from "../state/arrivals";
import { chatOf } from "../state/tenant";
import { narrow, type Pane, shownPane } from "../state/views";

const PANES: { pane: Pane; title: string; icon: IconName }[] = [
  { pane: "outlook", title: "Outlook", icon: "mail" },
  { pane: "personal", title: "Private", icon: "chat" },
  { pane: "meeting", title: "Meeting", icon: "meeting" },
  { pane: "channel", title: "Channel", icon: "channel" },
];

function freshIn(pane: Pane): number {
  let sum = 0;
  for (const [id, count] of Object.entries(unread.value)) {
    const chat = chatOf(id);
    if (chat && paneOf(chat) === pane) sum += count;
  }
  return sum;
}

export function PaneSwitch() {
  if (!narrow.value) return null;
  return (
    <nav class="pane-switch" aria-label="Panes">
      {PANES.map(({ pane, title, icon }) => {
        const fresh = freshIn(pane);
        return (
          <button
            key={pane}
            aria-current={shownPane.value === pane ? "page" : undefined}
            onClick={() => (shownPane.value = pane)}
          >
            <Icon name={icon} />
            {title}
            {fresh ? (
              <span class="dot" aria-label={`${fresh} new`}>
                {fresh}
              </span>
            ) : null}
          </button>
        );
      })}
    </nav>
  );
}
