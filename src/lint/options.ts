import type { Severity } from "../model/finding";
import type { HadolintConfiguration } from "./hadolint-configuration";
import type { Rule } from "./rule";

/** How a set of files is to be judged. Every field has a default: the rules that are on, with their own severities. */
export interface LintOptions {
  /** `default`, `all`, or ids, codes and mirrored codes of the rules to run; `default` among them adds the rules that are on. */
  readonly select?: "default" | "all" | readonly string[];
  /** By id, code or mirrored code; a severity also turns a rule on that is off by default. */
  readonly severities?: Readonly<Record<string, Severity | "off">>;
  readonly hadolint?: HadolintConfiguration;
  /** Instead of all rules of the registry. */
  readonly rules?: readonly Rule[];
}
