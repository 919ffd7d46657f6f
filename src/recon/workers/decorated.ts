import type { DefinitionFact } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { isOwnCode } from "../integrations/own-code";
import type { DetectContext } from "../define-detector";

export interface Decorated {
  readonly file: PythonFile;
  readonly definition: DefinitionFact;
}

/** Functions and classes of modules that a decorator of one of these qualified names marks, with or without arguments. */
export function decorated({ project, python }: DetectContext, names: ReadonlySet<string>): readonly Decorated[] {
  return python.filter(isOwnCode).flatMap(file =>
    file.facts.definitions.flatMap(definition => {
      if (definition.parent !== -1) return [];
      const isMarked = definition.decorators.some(value => {
        const path = value.kind === "name" ? value.path : value.kind === "call" ? value.callee : "";
        return path !== "" && names.has(project.qualify(file, path));
      });
      return isMarked ? [{ file, definition }] : [];
    }),
  );
}
