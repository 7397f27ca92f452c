/** Teams' people picker, which the official renderer leaves to its host: Input.ChoiceSet over the people of the chat.
 * Its value is the ids of the people picked, joined by commas. */

import { ChoiceSetInput } from "adaptivecards";
import { render } from "preact";

import { PeoplePicker } from "../parts/PeoplePicker";
import type { Choice } from "../state/shapes";

const DATASET = "graph.microsoft.com/users";

export class PeopleChoiceSet extends ChoiceSetInput {
  /** Who can be found; set before the card is drawn. */
  static search: (card: ChoiceSetInput, words: string) => Promise<Choice[]> = async () => [];
  static nameOf: (id: string) => string = (id) => id;

  private picked: Choice[] = [];
  private field: HTMLInputElement | null = null;

  private get picksPeople(): boolean {
    const dataset: string | undefined = this.choicesData?.dataset; // typed as always there, but it is not
    return dataset?.startsWith(DATASET) ?? false;
  }

  override isDynamicTypeahead(): boolean {
    return !this.picksPeople && super.isDynamicTypeahead();
  }

  protected override internalRender(): HTMLElement | undefined {
    if (!this.picksPeople) return super.internalRender();
    const place = document.createElement("div");
    place.className = "ac-input people-input";
    const fixed = this.choices.map((choice) => ({ id: choice.value ?? "", name: choice.title ?? "" }));
    const known = (id: string): Choice =>
      fixed.find((choice) => choice.id === id) ?? { id, name: PeopleChoiceSet.nameOf(id) };
    this.picked = (this.defaultValue ?? "").split(",").filter(Boolean).map(known);
    const draw = (): void =>
      render(
        <PeoplePicker
          picked={this.picked}
          many={this.isMultiSelect}
          placeholder={this.placeholder ?? "Type a name"}
          search={async (words) => [...fixed, ...(await PeopleChoiceSet.search(this, words))]}
          onPick={(picked) => {
            this.picked = picked;
            draw();
            this.valueChanged();
          }}
        />,
        place,
      );
    draw();
    this.field = place.querySelector("input");
    return place;
  }

  protected override updateInputControlAriaLabelledBy(): void {
    if (this.field) this.field.setAttribute("aria-labelledby", this.getAllLabelIds().join(" "));
    else super.updateInputControlAriaLabelledBy();
  }

  override focus(): void {
    if (this.field) this.field.focus();
    else super.focus();
  }

  override isValid(): boolean {
    return this.picksPeople || super.isValid();
  }

  override get value(): string | undefined {
    if (!this.picksPeople) return super.value;
    return this.picked.map((choice) => choice.id).join(",") || undefined;
  }
}
