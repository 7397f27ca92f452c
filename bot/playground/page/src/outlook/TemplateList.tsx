/** A dozen invites as people write them, to pick from. */

import { Icon, type IconName } from "../parts/Icon";
import type { Template } from "../state/shapes";
import { RECURRING, SENSITIVITY } from "./draft";

function facts(template: Template, organizer: string): string {
  const people = new Set([organizer, ...template.required, ...template.optional]).size;
  return `${template.duration_min} min · ${people} people`;
}

function Mark({ icon, means }: { icon: IconName; means: string }) {
  return (
    <span role="img" aria-label={means} title={means}>
      <Icon name={icon} size={14} />
    </span>
  );
}

interface Props {
  templates: Template[];
  organizer: string;
  onPick: (picked: Template) => void;
}

export function TemplateList({ templates, organizer, onPick }: Props) {
  return (
    <ul class="rows" aria-label="Invites to pick from">
      {templates.map((template) => (
        <li key={template.id}>
          <button class="row" onClick={() => onPick(template)} data-template-id={template.id}>
            <span class="row-title">
              {template.title}
              {template.recurring === "none" ? null : (
                <Mark icon="repeat" means={RECURRING[template.recurring] ?? ""} />
              )}
              {template.external ? <Mark icon="outside" means="People from outside" /> : null}
              {template.sensitivity === "normal" ? null : (
                <Mark icon="lock" means={SENSITIVITY[template.sensitivity] ?? ""} />
              )}
              <span class="row-facts">{facts(template, organizer)}</span>
            </span>
            <span class="row-text">{template.hint}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
