/** A dozen invites as people write them, to pick from. */

import { Icon } from "../parts/Icon";
import type { Template } from "../state/shapes";
import { RECURRING } from "./draft";

function facts(template: Template, organizer: string): string {
  const people = new Set([organizer, ...template.required, ...template.optional]).size;
  const repeats = template.recurring === "none" ? "" : ` · ${RECURRING[template.recurring as keyof typeof RECURRING].toLowerCase()}`;
  return `${template.duration_min} min · ${people} people${repeats}`;
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
              {template.external ? <Icon name="outside" size={14} /> : null}
              {template.sensitivity === "normal" ? null : <Icon name="lock" size={14} />}
              <span class="row-facts">{facts(template, organizer)}</span>
            </span>
            <span class="row-text">{template.hint}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
