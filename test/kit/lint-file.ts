import type { Finding } from "../../src/model/finding";
import type { LintOptions } from "../../src/lint/options";
import { lintFiles } from "../../src/lint/runner";

/** Findings in one Dockerfile with nothing around it, those of rules across files left out. */
export function lintDockerfile(text: string, path: string, options?: LintOptions): readonly Finding[] {
  return withoutWorkspace(lintFiles([{ path, text, language: "dockerfile" }], undefined, options));
}

/** The same of one Compose file. */
export function lintCompose(text: string, path: string, options?: LintOptions): readonly Finding[] {
  return withoutWorkspace(lintFiles([{ path, text, language: "compose" }], undefined, options));
}

function withoutWorkspace(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ code }) => !code.startsWith("DD3"));
}
