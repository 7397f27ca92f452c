/** The form of one invite. The whole form submits with Ctrl+Enter, as in Outlook. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import { Icon } from "../parts/Icon";
import { PeoplePicker } from "../parts/PeoplePicker";
import type { Choice, Tenant } from "../state/shapes";
import { nameOf } from "../state/tenant";
import { fromField, toField } from "../state/zone";
import { type Draft, DURATIONS, RECURRING, SENSITIVITY } from "./draft";

interface Props {
  state: Tenant;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onSend: () => void;
  onClose: () => void;
}

type Change = (part: Partial<Draft>) => void;

function Field({ label, children }: { label: string; children: (id: string) => ComponentChildren }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
    </div>
  );
}

function Select(props: {
  label: string;
  value: string;
  options: Record<string, string>;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label}>
      {(id) => (
        <select id={id} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
          {Object.entries(props.options).map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function People({ state, draft, change }: { state: Tenant; draft: Draft; change: Change }) {
  const others = state.people.filter((person) => person.id !== draft.organizer);
  const search = async (words: string): Promise<Choice[]> =>
    others.filter((person) => ` ${person.name}`.toLowerCase().includes(` ${words.trim().toLowerCase()}`));
  const choices = (ids: string[]): Choice[] =>
    ids.filter((id) => id !== draft.organizer).map((id) => ({ id, name: nameOf(id) }));
  const row = (label: string, list: "required" | "optional", other: "required" | "optional") => (
    <div class="field">
      <span aria-hidden="true">{label}</span>
      <PeoplePicker
        label={label}
        many
        placeholder="Type a name"
        picked={choices(draft[list])}
        search={search}
        onPick={(picked) => {
          const ids = picked.map((choice) => choice.id);
          change({ [list]: ids, [other]: draft[other].filter((id) => !ids.includes(id)) });
        }}
      />
    </div>
  );
  return (
    <>
      {row("Required", "required", "optional")}
      {row("Optional", "optional", "required")}
    </>
  );
}

function When({ state, draft, change }: { state: Tenant; draft: Draft; change: Change }) {
  const { zone } = state.clock;
  const minutes = [...new Set([...DURATIONS, draft.duration_min])].sort((a, b) => a - b);
  const durations = Object.fromEntries(minutes.map((each) => [String(each), `${each} min`]));
  return (
    <div class="field-row">
      <Field label="Start">
        {(id) => (
          <input
            id={id}
            type="datetime-local"
            required
            value={toField(draft.start, zone)}
            onChange={(event) =>
              event.currentTarget.value && change({ start: fromField(event.currentTarget.value, zone) })
            }
          />
        )}
      </Field>
      <Select
        label="Duration"
        value={String(draft.duration_min)}
        options={durations}
        onChange={(value) => change({ duration_min: Number(value) })}
      />
    </div>
  );
}

export function InviteForm({ state, draft, onChange, onSend, onClose }: Props) {
  const change: Change = (part) => onChange({ ...draft, ...part });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  }

  return (
    <form
      ref={form}
      class="invite-form"
      aria-label={draft.id ? "Edit invite" : "New invite"}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <div class="scroll">
        <Field label="Subject">
          {(id) => (
            <input
              id={id}
              required
              maxLength={255}
              value={draft.subject}
              onInput={(e) => change({ subject: e.currentTarget.value })}
            />
          )}
        </Field>
        <People state={state} draft={draft} change={change} />
        <When state={state} draft={draft} change={change} />
        <div class="field-row">
          <Select
            label="Repeats"
            value={draft.recurring}
            options={RECURRING}
            onChange={(recurring) => change({ recurring })}
          />
          <Select
            label="Sensitivity"
            value={draft.sensitivity}
            options={SENSITIVITY}
            onChange={(sensitivity) => change({ sensitivity })}
          />
        </div>
        <Field label="Agenda">
          {(id) => (
            <textarea
              id={id}
              rows={10}
              value={draft.body}
              placeholder="What is this meeting for?"
              onInput={(event) => change({ body: event.currentTarget.value, html: null })}
            />
          )}
        </Field>
        <label class="check">
          <input
            type="checkbox"
            checked={draft.external}
            onChange={(event) => change({ external: event.currentTarget.checked })}
          />
          People from outside are invited
        </label>
      </div>
      <footer class="form-foot">
        <button type="submit" class="button primary">
          <Icon name="send" size={16} /> {draft.id ? "Send update" : "Send invite"}
        </button>
        <button type="button" class="button" onClick={onClose}>
          Discard
        </button>
      </footer>
    </form>
  );
}
