/** Through whose eyes a pane is seen: the same control in the same place of every pane. */

import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";

import type { Person } from "../state/shapes";
import { Avatar } from "./Avatar";

export function SeenBy(props: { label: string; who: Signal<string>; people: Person[] }) {
  const id = useId();
  const people = props.people.some((person) => person.id === props.who.value);
  return (
    <div class="seen-by">
      <Avatar person={props.who.value} size={22} />
      <label class="unseen" for={id}>
        {props.label}
      </label>
      <select
        id={id}
        title={props.label}
        value={people ? props.who.value : ""}
        onChange={(event) => (props.who.value = event.currentTarget.value)}
      >
        {people ? null : <option value="">Choose a person</option>}
        {props.people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
            {person.guest ? " (guest)" : ""}
          </option>
        ))}
      </select>
    </div>
  );
}
