/** A person's initials on their colour, or Potluck's pot. */

import { personOf } from "../state/tenant";

export function Avatar({ person, size = 28 }: { person: string; size?: number }) {
  const who = personOf(person);
  const look = { "--person": who?.color ?? "#8a8886", "--size": `${size}px` };
  return (
    <span class="avatar" style={look} aria-hidden="true">
      {who?.initials ?? "?"}
    </span>
  );
}

export function PotluckAvatar({ size = 28 }: { size?: number }) {
  return <img class="bot-avatar" src="./potluck.svg" alt="" width={size} height={size} />;
}
