/** Light and dark: the system's choice until somebody picks one here. */

import { effect, signal } from "@preact/signals";

export type Theme = "light" | "dark";

const KEY = "potluck-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const system = signal<Theme>(dark.matches ? "dark" : "light");
dark.addEventListener("change", () => (system.value = dark.matches ? "dark" : "light"));

const kept = localStorage.getItem(KEY);
const picked = signal<Theme | null>(kept === "light" || kept === "dark" ? kept : null);

export const theme = (): Theme => picked.value ?? system.value;

export function pickTheme(next: Theme): void {
  picked.value = next;
  localStorage.setItem(KEY, next);
}

export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = theme();
  });
}
