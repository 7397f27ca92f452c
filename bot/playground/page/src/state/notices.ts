/** Short words to the person at the screen: toasts, and the one live region that screen readers follow. */

import { signal } from "@preact/signals";

import { Refused } from "./api";

export interface Toast {
  key: number;
  text: string;
  tone: "fine" | "bad";
}

export const toasts = signal<Toast[]>([]);
export const announcement = signal("");

const STAYS_MS = 6000;
let lastKey = 0;

export function announce(words: string): void {
  announcement.value = words;
}

export function toast(text: string, tone: Toast["tone"] = "fine"): void {
  const key = ++lastKey;
  toasts.value = [...toasts.value, { key, text, tone }];
  setTimeout(() => dismiss(key), STAYS_MS);
}

export function dismiss(key: number): void {
  toasts.value = toasts.value.filter((each) => each.key !== key);
}

/** Do what a button promises; say kindly what went wrong. Returns whether it worked. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message, "bad");
    return false;
  }
  if (done) toast(done);
  return true;
}
