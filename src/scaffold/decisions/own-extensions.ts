import { cite } from "../cite";
import type { Subject } from "./subject";

/** Whether the project's own modules of C, C++ or Rust are built beside their source; asked only where it has some. */
export function decideOwnExtensions({ layout, decider }: Subject): boolean {
  const own = layout.ownExtensions;
  return (
    own !== null &&
    decider.flag({
      key: "install.extensions",
      value: true,
      reason: `The project has modules in ${own.language} (${cite(own.place)}), and they are imported from the working folder, so they are built there.`,
      places: [own.place],
    })
  );
}
