import { joinLogical, plainText, sliceLogical } from "../../docker/dockerfile/logical-text";
import type { LogicalText } from "../../docker/dockerfile/logical-text";
import type { Stage } from "../../docker/dockerfile/stages";
import type { Instruction } from "../../docker/dockerfile/types";
import { isBareHeredoc } from "../../docker/shell/run-script";
import type { DockerfileView } from "../dockerfile-context";
import { parsePragma } from "../pragma";

/** A RUN script as ShellCheck is given it, and the way back to the file. */
export interface ShellSource {
  /** A whole program: an interpreter line, the variables of the build that it may know, and the script. */
  readonly program: string;
  /** Length of what stands before the script. */
  readonly prelude: number;
  readonly script: LogicalText;
}

/** The shells that ShellCheck reads, by the name of their program; `ash` is checked as what it is a variant of. */
const DIALECTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sh: "sh",
    bash: "bash",
    dash: "dash",
    ash: "dash",
    ksh: "ksh",
  }),
);

/** BuildKit defines these without a declaration. */
const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY"].flatMap(name => [name, name.toLowerCase()]);

/** A shell as an instruction or a comment names it, from `offset` on. */
interface ShellChoice {
  readonly offset: number;
  /** A comment above the first FROM holds for the whole file. */
  readonly isComment: boolean;
  readonly program: string;
}

/** The RUN scripts of a file that a shell runs which ShellCheck knows; none for the exec form, as hadolint has it, and for templates. */
export function shellSources(view: DockerfileView): readonly ShellSource[] {
  if (view.template !== null) return [];
  const choices = shellChoices(view);
  const variables = variablesOf(view);
  const sources: ShellSource[] = [];
  for (const { instruction, stage } of view.runs) {
    if (instruction.json !== null || instruction.body.text.trim() === "") continue;
    const { script, interpreter } = scriptOf(instruction);
    const dialect = DIALECTS.get(baseName(interpreter ?? shellOf(view, stage, instruction, choices)));
    if (dialect === undefined) continue;
    const exported = variables(stage, instruction, script.text).map(name => `export ${name}=1\n`);
    const prelude = `#!/bin/${dialect}\n${exported.join("")}`;
    sources.push({ program: prelude + script.text, prelude: prelude.length, script });
  }
  return sources;
}

/** The text that a shell reads; `interpreter` where a heredoc's first line names it. */
function scriptOf(instruction: Instruction): { readonly script: LogicalText; readonly interpreter: string | null } {
  const { body, heredocs } = instruction;
  const [only] = heredocs;
  if (only !== undefined && isBareHeredoc(body.text.trim())) {
    const script = plainText(only.body, only.bodySpan.start);
    const first = /^#![ \t]*([^\n]*)\n?/.exec(only.body);
    if (first === null) return { script, interpreter: null };
    const words = (first[1] ?? "").trim().split(/\s+/);
    const program =
      baseName(words[0] ?? "") === "env" ? words.find((word, at) => at > 0 && !word.startsWith("-")) : words[0];
    return { script: sliceLogical(script, first[0].length, only.body.length), interpreter: program ?? "" };
  }
  const parts = [body];
  for (const heredoc of heredocs) {
    const end = heredoc.body === "" || heredoc.body.endsWith("\n") ? "" : "\n";
    parts.push(plainText("\n", heredoc.bodySpan.start));
    parts.push(plainText(heredoc.body, heredoc.bodySpan.start));
    parts.push(plainText(`${end}${heredoc.name}`, heredoc.bodySpan.end));
  }
  return { script: heredocs.length === 0 ? body : joinLogical(parts), interpreter: null };
}

function shellChoices(view: DockerfileView): readonly ShellChoice[] {
  const choices: ShellChoice[] = [];
  for (const comment of view.file.comments) {
    const pragma = parsePragma(comment.text);
    if (pragma?.kind === "shell") choices.push({ offset: comment.span.start, isComment: true, program: pragma.shell });
  }
  for (const instruction of view.file.instructions) {
    const program = instruction.kind === "SHELL" ? (instruction.json?.items[0]?.value ?? null) : null;
    if (program !== null) choices.push({ offset: instruction.span.start, isComment: false, program });
  }
  return choices.sort((left, right) => left.offset - right.offset);
}

/** The last choice before an instruction in its stage or in what that builds on, else one before the first FROM. */
function shellOf(
  view: DockerfileView,
  stage: Stage | null,
  instruction: Instruction,
  choices: readonly ShellChoice[],
): string {
  if (choices.length === 0) return "/bin/sh";
  const { stages } = view.graph;
  for (let current = stage; current !== null; current = current.base) {
    const start = current.from?.span.start ?? 0;
    const end = current === stage ? instruction.span.start : (stages[current.index + 1]?.from?.span.start ?? Infinity);
    const found = choices.findLast(({ offset }) => start <= offset && offset < end);
    if (found !== undefined) return found.program;
  }
  const first = stages.find(({ from }) => from !== null)?.from?.span.start ?? 0;
  return choices.findLast(({ offset, isComment }) => isComment && offset < first)?.program ?? "/bin/sh";
}

/** Where a stage first declares a name: by either instruction, and by ENV alone. */
interface Declared {
  readonly any: number;
  readonly environment: number;
}

const NOWHERE: Declared = { any: Infinity, environment: Infinity };

/** Names of a stage that a script is told also where it does not name them: a misspelt one is found by its likeness. */
const MAX_TOLD = 200;

/** Tells the variables that the build has set where a script runs, each once, in order; all of them matter up to a number. */
function variablesOf(
  view: DockerfileView,
): (stage: Stage | null, instruction: Instruction, script: string) => readonly string[] {
  const known = new Map<Stage, ReadonlyMap<string, Declared>>();
  const declaredIn = (stage: Stage): ReadonlyMap<string, Declared> => {
    let own = known.get(stage);
    if (own === undefined) known.set(stage, (own = declarations(view, stage)));
    return own;
  };
  return (stage, instruction, script) => {
    if (!script.includes("$")) return [];
    const words = new Set(script.match(/[A-Za-z_]\w*/g) ?? []);
    const names = new Set(PROXIES);
    for (let each = stage; each !== null; each = each.base) {
      const declared = declaredIn(each);
      const end = each === stage ? instruction.index : Infinity;
      for (const word of declared.size > MAX_TOLD ? words : declared.keys()) {
        const { any, environment } = declared.get(word) ?? NOWHERE;
        // A trigger of ONBUILD finds no ARG.
        if ((instruction.onbuild ? environment : any) < end) names.add(word);
      }
    }
    return [...names].sort();
  };
}

function declarations(view: DockerfileView, stage: Stage): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  // Without a FROM, what stands first is part of the fragment.
  const globals = stage.from === null ? view.graph.globalArguments : [];
  for (const declaring of [...globals, ...stage.instructions]) {
    if (declaring.kind !== "ENV" && declaring.kind !== "ARG") continue;
    for (const { key } of declaring.pairs) {
      if (!/^[A-Za-z_]\w*$/.test(key.value)) continue;
      const before = found.get(key.value) ?? NOWHERE;
      const environment = declaring.kind === "ENV" ? declaring.index : Infinity;
      found.set(key.value, {
        any: Math.min(before.any, declaring.index),
        environment: Math.min(before.environment, environment),
      });
    }
  }
  return found;
}

function baseName(program: string): string {
  return program.trim().split(/\s/)[0]?.split(/[\\/]/).at(-1) ?? "";
}
