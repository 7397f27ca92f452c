/** The frame that all four panes share: a named landmark with a heading, and room for who looks at it. */

import type { ComponentChildren } from "preact";

import { narrow, type Pane, shownPane } from "../state/views";
import { Icon, type IconName } from "./Icon";

interface Props {
  pane: Pane;
  title: string;
  /** A choice that stands where the title would; the title then is for screen readers alone. */
  choice?: ComponentChildren;
  under: string;
  icon: IconName;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function PaneFrame({ pane, title, choice, under, icon, aside, children }: Props) {
  return (
    <section
      id={`pane-${pane}`}
      class={`pane pane-${pane}`}
      data-testid={`pane-${pane}`}
      aria-labelledby={`title-${pane}`}
      tabIndex={-1}
      hidden={narrow.value && shownPane.value !== pane}
    >
      <header class="pane-head">
        <span class="pane-icon">
          <Icon name={icon} />
        </span>
        <div class="pane-title">
          <h2 id={`title-${pane}`} class={choice ? "unseen" : ""}>
            {title}
          </h2>
          {choice}
          <p>{under}</p>
        </div>
        {aside}
      </header>
      {children}
    </section>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={28} />
      </span>
      <p class="empty-title">{title}</p>
      <p>{children}</p>
    </div>
  );
}
