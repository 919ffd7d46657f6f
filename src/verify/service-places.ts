import type { Place } from "../model/place";
import { at, entries } from "../workspace/data-node";
import { maskLine } from "../workspace/mask";
import { SourceText } from "../workspace/source-text";
import { parseYaml } from "../workspace/yaml";

/** Where each service of a Compose file is defined. */
export type ServicePlaces = ReadonlyMap<string, Place>;

export function servicePlaces(path: string, text: string): ServicePlaces {
  const source = new SourceText(text);
  return new Map(
    entries(at(parseYaml(text).root, "services")).map(({ key, keySpan }) => {
      const { line, column } = source.position(keySpan.start);
      return [key, { path, line, column, text: maskLine(source.line(line), path), confidence: "high" as const }];
    }),
  );
}
