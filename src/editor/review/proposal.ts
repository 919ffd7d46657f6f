import { l10n } from "vscode";
import type { Decision, DecisionValue, FileAction, FileChange, LineReason, Plan, Question } from "../../model/plan";
import { compareText } from "../../model/place";
import { nameOf } from "../../model/paths";
import { countChanges } from "../text/line-diff";

/** What is to become of one file in a review; an undo also deletes (`text` is null). */
export interface ReviewFile {
  readonly path: string;
  readonly action: FileAction | "delete";
  readonly before: string | null;
  readonly text: string | null;
  readonly note: string | null;
  readonly secret: boolean;
  /** Starts unticked although it is no conflict: the file was edited since. */
  readonly doubtful?: boolean;
}

/** Everything that a review shows. */
export interface Proposal {
  readonly plan: Plan;
  readonly files: readonly ReviewFile[];
  readonly reasons: readonly LineReason[];
  readonly problems: readonly string[];
}

export const NO_PLAN: Plan = { decisions: [], questions: [] };

export function fromChanges(changes: {
  readonly plan: Plan;
  readonly files: readonly FileChange[];
  readonly reasons: readonly LineReason[];
  readonly problems: readonly { readonly message: string }[];
}): Proposal {
  return {
    ...changes,
    files: [...changes.files].sort(compareFiles),
    problems: changes.problems.map(({ message }) => message),
  };
}

/** What a person wants to see first: the Dockerfile, then Compose, then what goes with them, our own file last. */
function fileRank(path: string): number {
  const name = nameOf(path);
  if (/^(Dockerfile|Containerfile)/.test(name)) return 0;
  if (/^(docker-)?compose\.ya?ml$/.test(name)) return 1;
  if (/^(docker-)?compose/.test(name)) return 2;
  if (name === ".dockerignore") return 3;
  return name === ".drydock.yaml" ? 9 : path.startsWith(".") ? 5 : 4;
}

function compareFiles(left: ReviewFile, right: ReviewFile): number {
  const writable = Number(isWritable(right)) - Number(isWritable(left));
  return writable || fileRank(left.path) - fileRank(right.path) || compareText(left.path, right.path);
}

/** Files that may be ticked; an unchanged one has no box. */
export function isWritable(file: ReviewFile): boolean {
  return file.action !== "unchanged";
}

export function startsTicked(file: ReviewFile): boolean {
  return isWritable(file) && file.action !== "conflict" && file.doubtful !== true;
}

const actionWords: Readonly<Record<ReviewFile["action"], string>> = {
  create: l10n.t("create"),
  merge: l10n.t("merge"),
  update: l10n.t("update"),
  conflict: l10n.t("conflict"),
  unchanged: l10n.t("unchanged"),
  delete: l10n.t("delete"),
};

/** `create`, `merge +41 −1`, `unchanged`, `conflict`, with `edited` where the person changed the proposal. */
export function describeFile(file: ReviewFile, text: string | null, edited: boolean): string {
  const action = actionWords[file.action];
  const words: string[] = [action];
  if (file.action === "merge" || file.action === "update" || file.action === "conflict") {
    const { added, removed } = countChanges(file.before, text ?? "");
    words[0] = `${action} +${added} −${removed}`;
  }
  if (edited) words.push(l10n.t("edited"));
  if (file.secret) words.push(l10n.t("values hidden"));
  return words.join(" · ");
}

const spelled: Readonly<Record<string, string>> = {
  os: "OS",
  url: "URL",
  ci: "CI",
  uid: "UID",
  python: "Python",
  python_version: l10n.t("Python version"),
};

/** `python.version` as a person reads it: "Python version". */
export function decisionLabel(decision: Pick<Decision | Question, "key" | "unit">): string {
  const [section, service, ...rest] = decision.key.split(".");
  if (section === "services" && service !== undefined && rest.length > 0) {
    return decisionLabel({ key: `${rest.join(".")}.of.${service}`, unit: decision.unit });
  }
  // The name of a variable stays as the code has it.
  const words = decision.key
    .split(".")
    .flatMap(part => (/^[A-Z][A-Z0-9_]*$/.test(part) ? part : part.split(/[_-]/).map(word => spelled[word] ?? word)));
  const label = words.join(" ");
  const upper = label.charAt(0).toUpperCase() + label.slice(1);
  return decision.unit === null ? upper : `${decision.unit}: ${upper}`;
}

export function valueText(key: string, value: DecisionValue): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (value.length === 0) return "none";
  if (!isCommand(key)) return value.join(", ");
  return value.map(word => (/^[^\s"']+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`)).join(" ");
}

function isCommand(key: string): boolean {
  return /(^|[._-])(command|entrypoint|test|migrate)([._-]|$)/.test(key);
}

/** What a person typed, in the type that the decision has. */
export function parseValue(key: string, present: DecisionValue, text: string): DecisionValue {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "none") return Array.isArray(present) ? [] : null;
  if (typeof present === "boolean") return /^(yes|true|on|1)$/i.test(trimmed);
  if (typeof present === "number") return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
  if (Array.isArray(present) || isCommand(key)) {
    // The plan reads words as a shell splits them, and words in brackets.
    return isCommand(key) || trimmed.startsWith("[") ? trimmed : trimmed.split(/\s*,\s*/);
  }
  return trimmed;
}

/** What the last apply decided where that differs from now, in words, by the decision's id. */
export function valuesBefore(before: readonly Decision[], now: readonly Decision[]): ReadonlyMap<string, string> {
  const words = new Map(before.map(decision => [decisionId(decision), valueText(decision.key, decision.value)]));
  return new Map(
    now.flatMap(decision => {
      const old = words.get(decisionId(decision));
      return old === undefined || old === valueText(decision.key, decision.value) ? [] : [[decisionId(decision), old]];
    }),
  );
}

/** Unique over the units of a monorepo. */
export function decisionId({ key, unit }: Pick<Decision | Question, "key" | "unit">): string {
  return unit === null ? key : `${unit}/${key}`;
}
