/** Type a name, pick a person: used by the invite form and by Adaptive Cards alike. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Choice } from "../state/shapes";
import { Icon } from "./Icon";

interface Props {
  picked: Choice[];
  many: boolean;
  placeholder: string;
  label?: string;
  search: (words: string) => Promise<Choice[]>;
  onPick: (picked: Choice[]) => void;
}

/** Each card is a tree of its own, so that ids counted per tree would clash. */
let drawn = 0;

export function PeoplePicker({ picked, many, placeholder, label, search, onPick }: Props) {
  const [list] = useState(() => `people-${++drawn}`);
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLUListElement>(null);
  const asked = useRef("");
  const [found, setFound] = useState<Choice[] | null>(null);
  const [active, setActive] = useState(0);
  const offered = (found ?? []).filter((choice) => !picked.some((each) => each.id === choice.id));

  useEffect(() => {
    if (found) box.current?.scrollIntoView({ block: "nearest" });
  }, [found]);

  async function look(words: string): Promise<void> {
    asked.current = words;
    const choices = await search(words);
    if (asked.current !== words) return; // somebody typed on meanwhile
    setFound(choices);
    setActive(0);
  }

  function pick(choice: Choice): void {
    onPick(many ? [...picked, choice] : [choice]);
    if (field.current) field.current.value = "";
    setFound(null);
    field.current?.focus();
  }

  function remove(choice: Choice): void {
    onPick(picked.filter((each) => each.id !== choice.id));
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const choice = offered[active];
    const last = picked.at(-1);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!found) return void look(field.current?.value ?? "");
      setActive((active + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % Math.max(offered.length, 1));
    } else if (event.key === "Enter" && choice) {
      event.preventDefault();
      pick(choice);
    } else if (event.key === "Escape" && found) {
      event.stopPropagation();
      setFound(null);
    } else if (event.key === "Backspace" && !field.current?.value && last) {
      remove(last);
    }
  }

  return (
    <div class="people-picker">
      {picked.map((choice) => (
        <span class="pill" key={choice.id}>
          {choice.name}
          <button type="button" aria-label={`Remove ${choice.name}`} onClick={() => remove(choice)}>
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      <input
        ref={field}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={found !== null}
        aria-controls={list}
        aria-activedescendant={found && offered[active] ? `${list}-${active}` : undefined}
        placeholder={picked.length ? "" : placeholder}
        onInput={(event) => void look(event.currentTarget.value)}
        onClick={() => void look(field.current?.value ?? "")}
        onBlur={() => setFound(null)}
        onKeyDown={onKeyDown}
      />
      <ul ref={box} id={list} role="listbox" aria-label="People" hidden={!found}>
        {offered.map((choice, index) => (
          <li
            key={choice.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(choice)}
          >
            {choice.name}
          </li>
        ))}
        {found && !offered.length ? <li class="none">Nobody by that name</li> : null}
      </ul>
    </div>
  );
}
