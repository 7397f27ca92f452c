/** Behind the scenes: the laws of this small world, and the traffic between the product and its neighbours. */

import { useEffect, useRef } from "preact/hooks";

import { Icon } from "../parts/Icon";
import { setPhysics } from "../state/api";
import { attempt } from "../state/notices";
import type { LogLine, PhysicsSwitch, Tenant } from "../state/shapes";
import { zone } from "../state/tenant";
import { showSeconds } from "../state/zone";

function Switch({ physics }: { physics: PhysicsSwitch }) {
  return (
    <label class="switch">
      <span>{physics.label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={physics.on}
        onChange={(event) => void attempt(() => setPhysics(physics.id, event.currentTarget.checked))}
      />
    </label>
  );
}

const NO_ANSWER = 0;

function tone(status: LogLine["status"]): string {
  const code = Number(status);
  if (code === NO_ANSWER || code >= 500) return "bad";
  return code >= 400 ? "warn" : "good";
}

function Traffic({ log }: { log: LogLine[] }) {
  if (!log.length) return <p class="quiet">No traffic yet.</p>;
  return (
    <div class="traffic" tabIndex={0} role="group" aria-label="Traffic, newest first">
      <table>
        <thead class="unseen">
          <tr>
            <th>Time</th>
            <th>From and to</th>
            <th>Request</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          {log.toReversed().map((line, index) => (
            <tr key={log.length - index}>
              <td class="quiet">{showSeconds(line.at, zone.value)}</td>
              <td>
                <b>
                  {line.from} → {line.to}
                </b>
                <span class="what">{line.what}</span>
              </td>
              <td>
                <span class={`badge ${tone(line.status)}`}>{line.status || "no answer"}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Backstage({ state, onClose }: { state: Tenant; onClose: () => void }) {
  const closer = useRef<HTMLButtonElement>(null);
  useEffect(() => closer.current?.focus(), []);
  return (
    <aside
      class="drawer"
      data-testid="backstage"
      aria-label="Behind the scenes"
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <header class="drawer-head">
        <h2>Behind the scenes</h2>
        <button class="icon-button" ref={closer} aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <h3>Make it hard</h3>
      <div class="switches">
        {state.physics.map((physics) => (
          <Switch key={physics.id} physics={physics} />
        ))}
      </div>
      <h3>Traffic</h3>
      <Traffic log={state.log} />
    </aside>
  );
}
