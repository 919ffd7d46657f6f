import type { UnitDesign } from "../blueprint";
import { debugOff } from "../layout/debug-switch";

/** Switches for debugging that are off in production alone, with the word by which their sample has them on. */
export function debugVariables({ variables, layout }: UnitDesign): ReadonlyMap<string, string> {
  return new Map(
    variables.flatMap(({ name, envValue }) => {
      const shown = layout.envSamples.get(name) ?? "";
      const off = debugOff(name, shown);
      return off !== null && envValue !== null && "text" in envValue && envValue.text === off ? [[name, shown]] : [];
    }),
  );
}
