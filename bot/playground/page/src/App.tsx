/** The one screen: the clock on top, four panes side by side, a drawer for what happens behind the scenes. */

import { useRef, useState } from "preact/hooks";

import { ChannelPane } from "./chat/ChannelPane";
import { MeetingPane } from "./chat/MeetingPane";
import { PersonalPane } from "./chat/PersonalPane";
import { OutlookPane } from "./outlook/OutlookPane";
import { Icon } from "./parts/Icon";
import { Backstage } from "./stage/Backstage";
import { ClockBar } from "./stage/ClockBar";
import { PaneSwitch } from "./stage/PaneSwitch";
import { Steps } from "./stage/Steps";
import { Toasts } from "./stage/Toasts";
import { reached, tenant } from "./state/tenant";
import { pickTheme, theme } from "./state/theme";
import { type Pane, shownPane } from "./state/views";

const SKIPS: { pane: Pane; title: string }[] = [
  { pane: "outlook", title: "Outlook" },
  { pane: "personal", title: "the private chat" },
  { pane: "meeting", title: "the meeting chat" },
  { pane: "channel", title: "the team channel" },
];

function SkipLinks() {
  return (
    <nav class="skips" aria-label="Skip links">
      {SKIPS.map(({ pane, title }) => (
        <a key={pane} href={`#pane-${pane}`} onClick={() => (shownPane.value = pane)}>
          Skip to {title}
        </a>
      ))}
    </nav>
  );
}

function ThemeToggle() {
  const dark = theme() === "dark";
  const words = dark ? "Use the light theme" : "Use the dark theme";
  return (
    <button class="icon-button" aria-label={words} title={words} onClick={() => pickTheme(dark ? "light" : "dark")}>
      <Icon name={dark ? "sun" : "moon"} />
    </button>
  );
}

export function App() {
  const [backstage, setBackstage] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const state = tenant.value;

  function closeBackstage(): void {
    setBackstage(false);
    opener.current?.focus();
  }

  return (
    <>
      <SkipLinks />
      <header class="top">
        <h1>
          <img src="./potluck.svg" alt="" width={28} height={28} />
          Potluck <span>playground</span>
        </h1>
        {state ? <ClockBar /> : null}
        <div class="top-tools">
          <button
            class="button subtle"
            ref={opener}
            aria-label="Behind the scenes"
            aria-expanded={backstage}
            onClick={() => setBackstage(!backstage)}
          >
            <Icon name="wires" size={18} /> <span class="wide-only">Behind the scenes</span>
          </button>
          <ThemeToggle />
        </div>
      </header>
      {reached.value ? null : (
        <p class="offline" role="alert">
          The playground does not answer. Trying again…
        </p>
      )}
      {state ? (
        <>
          <Steps state={state} />
          <main class="panes">
            <OutlookPane state={state} />
            <PersonalPane />
            <div class="stack">
              <MeetingPane state={state} />
              <ChannelPane state={state} />
            </div>
          </main>
          <PaneSwitch />
          {backstage ? <Backstage state={state} onClose={closeBackstage} /> : null}
        </>
      ) : (
        <p class="loading">Setting the table…</p>
      )}
      <Toasts />
    </>
  );
}
