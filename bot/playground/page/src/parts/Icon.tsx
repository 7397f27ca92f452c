/** The page's few icons: strokes on a grid of 20, in the colour of the text around them. */

const PATHS = {
  add: "M10 4v12M4 10h12",
  calendar: "M4 5.5h12v11H4zM4 8.5h12M7 3.5v3M13 3.5v3",
  channel: "M4 6.5h9M4 10h12M4 13.5h7",
  chat: "M4 5h12v8.5H9.5L6 16.5v-3H4z",
  close: "M5 5l10 10M15 5L5 15",
  clock: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M10 6.5V10l2.5 1.5",
  done: "M4.5 10.5l3.5 3.5 7.5-8",
  edit: "M4 16l.8-3.2L13 4.6l2.4 2.4-8.2 8.2zM11.5 6.1l2.4 2.4",
  lock: "M5.5 9h9v7.5h-9zM7.5 9V6.8a2.5 2.5 0 0 1 5 0V9",
  mail: "M3.5 5.5h13v9.5h-13zM3.5 6l6.5 5 6.5-5",
  meeting: "M3.5 6h9v8h-9zM12.5 9l4-2v6l-4-2",
  moon: "M15.8 12.2A6.5 6.5 0 0 1 7.8 4.2a6.5 6.5 0 1 0 8 8",
  outside: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M3.5 10h13M10 3.5c-4 4-4 9 0 13M10 3.5c4 4 4 9 0 13",
  play: "M7 4.5l8 5.5-8 5.5z",
  repeat: "M4 9a5 5 0 0 1 5-4h6M12.5 2.5L15 5l-2.5 2.5M16 11a5 5 0 0 1-5 4H5M7.5 17.5L5 15l2.5-2.5",
  send: "M4 4.5l12.5 5.5L4 15.5l1.5-5.5zM5.5 10h6",
  stop: "M5.5 5.5h9v9h-9z",
  sun: "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6M10 3v1.5M10 15.5V17M3 10h1.5M15.5 10H17M5 5l1 1M14 14l1 1M15 5l-1 1M6 14l-1 1",
  trash: "M4.5 6h11M8 6V4h4v2M6 6l.7 10h6.6L14 6",
  wires: "M4 6h8M9.5 3.5L12 6 9.5 8.5M16 14H8M10.5 11.5L8 14l2.5 2.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
