import type { AssignmentFact, CallFact } from "../facts";
import type { PythonFile } from "../project";
import type { LinkedFiles } from "./linked-files";
import { annotatedClass } from "./qualify";

/** A definition of the codebase: its file, and its place among that file's definitions. */
export interface Defined {
  readonly file: PythonFile;
  readonly index: number;
}

/** Chains of imports, and of functions that return what another one returns, are followed no further: some are circles. */
const MAX_STEPS = 24;

/** Which class of the codebase a name, an annotation or a call stands for; null where it is none, or not one alone. */
export class ClassLookup {
  readonly #files: LinkedFiles;

  constructor(files: LinkedFiles) {
    this.#files = files;
  }

  named(file: PythonFile, name: string, scope: number): Defined | null {
    return this.#defined("class", file, name, scope);
  }

  /** `config: Config = chosen()`, `def serve(config: Config)`. */
  annotated(file: PythonFile, annotation: string | null, scope: number): Defined | null {
    const name = annotatedClass(annotation);
    return name === null || name.includes(".") ? null : this.named(file, name, scope);
  }

  /** The class of what an assignment binds: of the call that makes it, else of its annotation. */
  ofAssignment(
    file: PythonFile,
    { value, annotation, scope }: AssignmentFact,
    annotationScope = scope,
  ): Defined | null {
    const made = value?.kind === "call" ? this.#made(file, value, scope) : null;
    return made ?? this.annotated(file, annotation, annotationScope);
  }

  /** What a call makes, by its own name, or by what the called function returns (`get_settings()`). */
  #made(file: PythonFile, call: CallFact, scope: number, steps = 0): Defined | null {
    const own = this.named(file, call.callee, scope);
    if (own || steps > MAX_STEPS) return own;
    const maker = this.#defined("function", file, call.callee, scope);
    const [given, ...others] = maker?.file.facts.definitions[maker.index]?.returns ?? [];
    return maker && given?.kind === "call" && others.length === 0
      ? this.#made(maker.file, given, maker.index, steps + 1)
      : null;
  }

  /** The only definition of a name, followed through imports. */
  #defined(kind: "class" | "function", file: PythonFile, name: string, scope: number, steps = 0): Defined | null {
    if (steps > MAX_STEPS) return null;
    const [binding, ...others] = this.#files.bindings(file).visible(scope, name).bindings;
    if (others.length > 0) return null;
    if (binding?.kind === "definition" && binding.fact.kind === kind) return { file, index: binding.index };
    if (binding?.kind !== "import") return null;
    const source = this.#files.source(file, binding.fact);
    return source && source.path !== file.path ? this.#defined(kind, source, binding.name, -1, steps + 1) : null;
  }
}
