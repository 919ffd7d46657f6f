import { lineIndexOf } from "../docker/line-map";
import type { Comment, Instruction } from "../docker/dockerfile/types";
import type { Finding } from "../model/finding";
import type { DockerfileView } from "./dockerfile-context";
import type { HadolintConfiguration } from "./hadolint-configuration";
import { parsePragma } from "./pragma";
import type { Pragma } from "./pragma";
import type { LintOptions } from "./options";
import { isBuildKitName, suppresses, suppression, type Suppression } from "./suppression";

/** What a Dockerfile's own comments and `.hadolint.yaml` say about findings. */
export interface Ignores {
  /** The finding as it is to be shown, null where something suppresses it. */
  apply(finding: Finding): Finding | null;
  /** The options with what the file itself turns on. */
  options(options: LintOptions): LintOptions;
}

/** A comment further above its instruction than this is not looked at. */
const MAXIMUM_COMMENT_LINES = 200;

const EXPERIMENTAL = "InvalidDefinitionDescription";

/** Reads the comments that concern findings: hadolint's, BuildKit's, trivy's, checkov's, dockerfile-utils' and our own. */
export function readIgnores(view: DockerfileView, hadolint: HadolintConfiguration): Ignores {
  const { global, byInstruction, byStage } = readComments(view, hadolint);
  let isError = false;
  let experimental: readonly string[] = [];
  if (hadolint.ignored.length > 0) global.push(suppression(hadolint.ignored));
  for (const directive of view.file.directives) {
    if (directive.name !== "check") continue;
    const check = parsePragma(`check=${directive.value}`);
    if (check?.kind !== "check") continue;
    isError = check.error;
    experimental = check.experimental;
    if (check.all || check.codes.length > 0) global.push(suppression(check.codes, check.all, check.all));
  }
  const hasLocal = byInstruction.size > 0 || byStage.size > 0;
  return {
    apply: finding => {
      if (global.some(each => suppresses(each, finding))) return null;
      if (hasLocal) {
        const instruction = instructionAt(view, finding.span.start);
        if (instruction !== null) {
          const own = byInstruction.get(instruction.index);
          if (own?.some(each => suppresses(each, finding)) === true) return null;
          const stage = byStage.get(view.stageOf(instruction)?.index ?? -1);
          if (stage?.some(each => suppresses(each, finding)) === true) return null;
        }
      }
      return isError && finding.mirrors.some(isBuildKitName) ? { ...finding, severity: "error" } : finding;
    },
    options: options => {
      if (!experimental.includes("all") && !experimental.includes(EXPERIMENTAL)) return options;
      return { ...options, severities: { [EXPERIMENTAL]: "warning", ...options.severities } };
    },
  };
}

/** What comments suppress in the whole file, at an instruction, and in a stage, each by its index. */
interface CommentIgnores {
  readonly global: Suppression[];
  readonly byInstruction: ReadonlyMap<number, readonly Suppression[]>;
  readonly byStage: ReadonlyMap<number, readonly Suppression[]>;
}

function readComments(view: DockerfileView, hadolint: HadolintConfiguration): CommentIgnores {
  const global: Suppression[] = [];
  const byInstruction = new Map<number, Suppression[]>();
  const byStage = new Map<number, Suppression[]>();
  if (view.file.comments.length === 0) return { global, byInstruction, byStage };
  const following = instructionByLine(view);
  for (const comment of view.file.comments) {
    const pragma = parsePragma(comment.text);
    if (pragma === null || pragma.kind === "shell") continue;
    if (isHadolint(pragma) && !hadolint.ignorePragmas) continue;
    if (pragma.kind === "global-ignore") {
      global.push(suppression(pragma.codes));
      continue;
    }
    const instruction = instructionBelow(view, comment, following);
    if (instruction === null) continue;
    const target = pragma.kind === "stage-ignore" ? byStage : byInstruction;
    const key = pragma.kind === "stage-ignore" ? (view.stageOf(instruction)?.index ?? -1) : instruction.index;
    const list = target.get(key) ?? [];
    list.push(suppressionOf(pragma));
    target.set(key, list);
  }
  return { global, byInstruction, byStage };
}

function isHadolint(pragma: Pragma): boolean {
  return pragma.kind === "ignore" && pragma.tool === "hadolint";
}

function suppressionOf(pragma: Exclude<Pragma, { kind: "shell" }>): Suppression {
  if (pragma.kind === "check") return suppression(pragma.codes, pragma.all, pragma.all);
  return suppression(pragma.codes, pragma.kind === "ignore" && pragma.everything);
}

/** The instruction whose lines hold an offset. */
export function instructionAt(view: DockerfileView, offset: number): Instruction | null {
  const { instructions } = view.file;
  let low = 0;
  let high = instructions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((instructions[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = instructions[low];
  return found !== undefined && found.fullSpan.start <= offset && offset <= found.fullSpan.end ? found : null;
}

/** Instructions by the 0-based index of the line that they begin on. */
function instructionByLine(view: DockerfileView): ReadonlyMap<number, Instruction> {
  const { lines, instructions } = view.file;
  return new Map(instructions.map(each => [lineIndexOf(lines, each.span.start), each]));
}

/** The instruction that begins below a comment, with nothing but comments between. */
function instructionBelow(
  view: DockerfileView,
  comment: Comment,
  following: ReadonlyMap<number, Instruction>,
): Instruction | null {
  if (comment.inside) return instructionAt(view, comment.span.start);
  const { lines } = view.file;
  const first = lineIndexOf(lines, comment.span.start) + 1;
  for (let index = first; index < Math.min(lines.length, first + MAXIMUM_COMMENT_LINES); index++) {
    const found = following.get(index);
    if (found !== undefined) return found;
    const line = view.text.slice(lines[index], lines[index + 1] ?? view.text.length).trim();
    if (!line.startsWith("#")) return null;
  }
  return null;
}
