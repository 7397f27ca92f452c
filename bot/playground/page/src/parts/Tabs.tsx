/** A small tab list: arrow keys move, as the pattern for tabs has it. */

interface Props<Key extends string> {
  label: string;
  tabs: Record<Key, string>;
  shown: Key;
  onShow: (key: Key) => void;
}

export function Tabs<Key extends string>({ label, tabs, shown, onShow }: Props<Key>) {
  const keys = Object.keys(tabs) as Key[];

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const index = (keys.indexOf(shown) + step + keys.length) % keys.length;
    const next = keys[index];
    if (!next) return;
    onShow(next);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[index]?.focus();
  }

  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {keys.map((key) => (
        <button
          key={key}
          role="tab"
          aria-selected={key === shown}
          tabIndex={key === shown ? 0 : -1}
          onClick={() => onShow(key)}
        >
          {tabs[key]}
        </button>
      ))}
    </div>
  );
}
