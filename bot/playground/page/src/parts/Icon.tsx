/** The page's few icons: strokes on a grid of 20, in the colour of the text around them. */

const PATHS = {
  add: "M10 4v12M4 10h12",
  back: "M12 4l-6 6 6 6",
  calendar: "M4 5.500h12v11H4zM4 8.500h12M7 3.500v3M13 3.500v3",
  channel: "M4 6.500h9M4 10h12M4 13.500h7",
  chat: "M4 5h12v8.500H9.500L6 16.500v-3H4z",
  close: "M5 5l10 10M15 5L5 15",
  clock: "M10 3.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M10 6.500V10l2.500 1.500",
  done: "M4.500 10.500l3.500 3.500 7.500-8",
  edit: "M4 16l.800-3.200L13 4.600l2.400 2.400-8.200 8.200zM11.500 6.100l2.400 2.400",
  lock: "M5.500 9h9v7.500h-9zM7.500 9V6.800a2.500 2.500 0 0 1 5 0V9",
  mail: "M3.500 5.500h13v9.500h-13zM3.500 6l6.500 5 6.500-5",
  meeting: "M3.500 6h9v8h-9zM12.500 9l4-2v6l-4-2",
  moon: "M15.800 12.200A6.500 6.500 0 0 1 7.800 4.200a6.500 6.500 0 1 0 8 8",
  outside: "M10 3.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M3.500 10h13M10 3.500c-4 4-4 9 0 13M10 3.500c4 4 4 9 0 13",
  people: "M7.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M3 15.500c0-5 9-5 9 0M13 9.500a2 2 0 1 0 0-4M14 11.800c2 .300 3 1.700 3 3.700",
  play: "M7 4.500l8 5.500-8 5.500z",
  repeat: "M4 9a5 5 0 0 1 5-4h6M12.500 2.500L15 5l-2.500 2.500M16 11a5 5 0 0 1-5 4H5M7.500 17.500L5 15l2.500-2.500",
  send: "M4 4.500l12.500 5.500L4 15.500l1.500-5.500zM5.500 10h6",
  stop: "M5.500 5.500h9v9h-9z",
  sun: "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6M10 3v1.500M10 15.500V17M3 10h1.500M15.500 10H17M5 5l1 1M14 14l1 1M15 5l-1 1M6 14l-1 1",
  trash: "M4.500 6h11M8 6V4h4v2M6 6l.700 10h6.600L14 6",
  wires: "M4 6h8M9.500 3.500L12 6 9.500 8.500M16 14H8M10.500 11.500L8 14l2.500 2.500",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.500" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
