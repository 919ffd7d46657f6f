import type { Finding, Severity } from "../model/finding";
import type { Place, Span } from "../model/place";
import type { Recon } from "../model/recon";
import type { ComposeContext } from "./compose-context";
import type { DockerfileContext } from "./dockerfile-context";
import type { WorkspaceContext } from "./workspace-context";

/** One file's text, or several by path. The range that `bad` is found at stands between `«` and `»`. */
export type Example = string | Readonly<Record<string, string>>;

/** What a rule says of itself: shown in the product, generated into its page, and run by the generic test. */
export interface RuleDescription {
  /** Kebab-case, equal to the file's name; names the bad pattern and reads well after "allow". */
  readonly id: string;
  /** Stable and never reused: `DD1…` Dockerfile, `DD2…` Compose, `DD3…` across files. */
  readonly code: string;
  readonly severity: Severity;
  /** False: only with `--select all` or when named in the settings. Default true. */
  readonly enabled?: boolean;
  /** True: also for files that are templates (`template` of the context). Default false, since builds read another text. */
  readonly readsTemplates?: boolean;
  /** Codes of other linters that mean the same. A finding may carry fewer (`ReportOptions.mirrors`). */
  readonly mirrors: readonly string[];
  /** One sentence: the pattern. */
  readonly what: string;
  /** One or two sentences: what it costs. */
  readonly why: string;
  /** One or two sentences: what to write instead. */
  readonly todo: string;
  readonly bad: Example;
  readonly good: Example;
  /** Parts of recon that the examples are judged with; only for rules across files. */
  readonly facts?: Partial<Recon>;
  /** Parts of recon that the rule reads: it runs again when one of them changes. */
  readonly needs?: readonly (keyof Recon)[];
}

export interface ReportedEdit {
  /** Default: the file that is being checked. */
  readonly path?: string;
  readonly span: Span;
  readonly text: string;
}

export interface ReportedFix {
  readonly title: string;
  readonly edits: readonly ReportedEdit[];
  /** True where the fix changes no build result other than as the finding says; only those are in "fix all". */
  readonly safe: boolean;
}

export interface ReportOptions {
  /** The preferred one first. */
  readonly fixes?: readonly ReportedFix[];
  readonly related?: readonly Place[];
  readonly tags?: Finding["tags"];
  /** The codes of other linters that would report this very finding; default: all of the rule's. */
  readonly mirrors?: readonly string[];
  /** Where this finding is milder or graver than the rule's severity. */
  readonly severity?: Severity;
}

export interface DockerfileRule extends RuleDescription {
  readonly target: "dockerfile";
  readonly check: (context: DockerfileContext) => void;
}

export interface ComposeRule extends RuleDescription {
  readonly target: "compose";
  readonly check: (context: ComposeContext) => void;
}

/** A rule that sees all files of the workspace at once. */
export interface WorkspaceRule extends RuleDescription {
  readonly target: "workspace";
  readonly check: (context: WorkspaceContext) => void;
}

export type Rule = DockerfileRule | ComposeRule | WorkspaceRule;
