/** Toasts, and the live region through which screen readers hear of what arrives. */

import { Icon } from "../parts/Icon";
import { announcement, dismiss, toasts } from "../state/notices";

export function Toasts() {
  return (
    <>
      <p class="unseen" role="status" aria-live="polite" data-testid="announcement">
        {announcement.value}
      </p>
      <div class="toasts" data-testid="toasts">
        {toasts.value.map((toast) => (
          <div key={toast.key} class={`toast ${toast.tone}`} role={toast.tone === "bad" ? "alert" : "status"}>
            <span>{toast.text}</span>
            <button class="icon-button tiny" aria-label="Dismiss" onClick={() => dismiss(toast.key)}>
              <Icon name="close" size={14} />
            </button>
          </div>
        ))}
      </div>
    </>
  );
}
