import type { Severity } from "../model/finding";

/** The severities of ShellCheck, which hadolint took over, by their words. */
export const SEVERITY_WORDS: ReadonlyMap<string, Severity> = new Map(
  Object.entries({
    error: "error",
    warning: "warning",
    info: "info",
    style: "hint",
  }),
);
