/** The tenant's clock: always in sight, moved forward only. */

import { useEffect, useRef, useState } from "preact/hooks";

import { Icon } from "../parts/Icon";
import { moveClock } from "../state/api";
import { attempt } from "../state/notices";
import { now, zone } from "../state/tenant";
import { fromField, nextMonday, nextMorning, showDate, showTime, toField } from "../state/zone";

const HOUR_S = 3600;

function Custom({ onDone }: { onDone: () => void }) {
  const [from] = useState(() => toField(now.value, zone.value));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="popover"
      aria-label="Move the clock to"
      onKeyDown={(event) => event.key === "Escape" && onDone()}
      onSubmit={(event) => {
        event.preventDefault();
        const value = field.current?.value;
        if (value)
          void attempt(() => moveClock({ to: fromField(value, zone.value) })).then((moved) => moved && onDone());
      }}
    >
      <label>
        Move the clock to
        <input ref={field} type="datetime-local" required min={from} defaultValue={from} />
      </label>
      <div class="popover-foot">
        <button class="button primary small">Move</button>
        <button type="button" class="button small" onClick={onDone}>
          Close
        </button>
      </div>
    </form>
  );
}

export function ClockBar() {
  const at = now.value;
  const there = zone.value;
  const [custom, setCustom] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const to = (iso: string) => void attempt(() => moveClock({ to: iso }));

  function close(): void {
    setCustom(false);
    opener.current?.focus();
  }

  return (
    <section class="clock" data-testid="clock" aria-label="Clock">
      <p class="clock-face">
        <Icon name="clock" />
        <time dateTime={at}>
          <b>{showTime(at, there)}</b> {showDate(at, there)}
        </time>
        <span class="clock-zone">{there}</span>
      </p>
      <div class="clock-moves" role="group" aria-label="Move the clock">
        <button class="button small" onClick={() => void attempt(() => moveClock({ advance_s: HOUR_S }))}>
          +1 h
        </button>
        <button class="button small" title="To 09:00" onClick={() => to(nextMorning(at, there))}>
          Next morning
        </button>
        <button class="button small" title="To Monday, 09:00" onClick={() => to(nextMonday(at, there))}>
          Next Monday
        </button>
        <button class="button small" ref={opener} aria-expanded={custom} onClick={() => setCustom(!custom)}>
          Other…
        </button>
        {custom ? <Custom onDone={close} /> : null}
      </div>
    </section>
  );
}
