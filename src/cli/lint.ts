import { VERSION } from "../app/version";
import { DrydockError } from "../model/error";
import type { Finding, LintResult, Severity } from "../model/finding";
import { didYouMean } from "../model/nearest";
import type { Recon } from "../model/recon";
import { sentences } from "../model/sentences";
import { plural } from "../report/figures";
import { toSarif } from "../report/sarif";
import { toAnnotation } from "../report/workflow-commands";
import { defineCommand, EXIT, type Arguments, type CommandContext, type CoreModule } from "./command";
import { lintTargets, type LintTarget } from "./lint-targets";
import { printJson, printProblems } from "./print";
import { wrap, WIDTH } from "./terminal";

const ORDER: readonly Severity[] = ["hint", "info", "warning", "error"];

/** Rounds of fixing; more would mean that two fixes undo each other. */
const MAX_ROUNDS = 10;

export const command = defineCommand({
  name: "lint",
  usage: "lint [PATH...] [--format text|json|sarif|github] [--fix] [--root DIR]",
  what: "lints Dockerfiles and Compose files; - reads a Dockerfile from standard input",
  positionals: Infinity,
  flags: {
    format: { type: "string", value: "text|json|sarif|github", help: "how to print the findings" },
    fix: { type: "boolean", help: "apply the safe fixes" },
    root: { type: "string", value: "DIR", help: "where facts across files come from" },
    "no-workspace": { type: "boolean", help: "judge each file alone, without reading the code" },
    select: { type: "string", value: "default|all|CODE,…", help: "which rules run" },
    shellcheck: { type: "string", value: "PATH|off", help: "ShellCheck for RUN scripts; default: the one on PATH" },
    "fail-on": {
      type: "string",
      value: "error|warning|info|hint|never",
      help: "the least severity that makes the exit code 1",
    },
  },
  async run(args, context) {
    const format = oneOf(args, "format", ["text", "json", "sarif", "github"], "text");
    const wanted = args.text("fail-on");
    if (wanted !== undefined) oneOf(args, "fail-on", [...ORDER, "never"], "error");
    const targets = await lintTargets(args.positionals, args.text("root"), { ...context, files: context.ports.files });
    const select = selection(args.text("select"), context.core.rules);
    const shellcheck = args.text("shellcheck") ?? "shellcheck";
    if (args.flag("fix") && args.positionals.includes("-"))
      throw new DrydockError(
        "usage",
        "--fix changes files, and standard input is none.",
        "There is nowhere to write what it mends.",
        "Name the file instead of -, or leave --fix out.",
      );
    const request = {
      signal: context.signal,
      ...(shellcheck === "off" ? {} : { shellcheck }),
      ...(select === undefined ? {} : { select }),
    };
    let failed = false;
    let fixed = 0;
    const results: LintResult[] = [];
    for (const target of targets) {
      const readsCode = target.readsCode && !args.flag("no-workspace");
      const { result, applied } = await lintTarget(target, context, request, { readsCode, fixes: args.flag("fix") });
      fixed += applied;
      const least = ORDER.indexOf((wanted ?? result.failOn ?? "error") as Severity);
      if (least !== -1) failed ||= result.findings.some(({ severity }) => ORDER.indexOf(severity) >= least);
      results.push(shownFrom(target, result));
    }
    const result: LintResult = {
      findings: results.flatMap(({ findings }) => findings),
      files: results.reduce((sum, { files }) => sum + files, 0),
      totalMs: results.reduce((sum, { totalMs }) => sum + totalMs, 0),
      failOn: null,
      problems: results.flatMap(({ problems }) => problems),
    };
    if (format === "json") printJson(context.out, lintJson(result));
    else if (format === "sarif") printJson(context.out, toSarif(result, context.core.rules, VERSION));
    else if (format === "github") for (const finding of result.findings) context.out.command(toAnnotation(finding));
    else printFindings(result, fixed, context);
    printProblems(context.err, result.problems);
    if (result.problems.some(({ code }) => code === "unreadable")) return EXIT.usage;
    return failed ? EXIT.failed : EXIT.ok;
  },
});

/** Lints one target, and mends what it can where `fixes`; `applied` is how many fixes that were. */
async function lintTarget(
  target: LintTarget,
  { app, core, ports, signal }: CommandContext,
  request: { readonly signal: AbortSignal; readonly shellcheck?: string; readonly select?: readonly string[] },
  { readsCode, fixes }: { readonly readsCode: boolean; readonly fixes: boolean },
): Promise<{ readonly result: LintResult; readonly applied: number }> {
  let read: Promise<Recon> | undefined;
  const options = {
    ...request,
    recon: readsCode ? (): Promise<Recon> => (read ??= app.recon(target.root, { signal })) : null,
    ...(target.paths === null ? {} : { paths: target.paths }),
    ...(target.text === null ? {} : { texts: new Map([["Dockerfile", target.text]]) }),
  };
  let applied = 0;
  let result = await app.lintFolder(target.root, options);
  // A fix may keep another from being applied at once, or make room for one; a few rounds leave nothing to fix.
  for (let round = 0; fixes && round < MAX_ROUNDS; round++) {
    const now = await core.fixFiles(ports.files(target.root), result.findings);
    if (now === 0) break;
    applied += now;
    result = await app.lintFolder(target.root, options);
  }
  return { result, applied };
}

/** With paths as a person in the working directory sees them. */
function shownFrom({ show }: LintTarget, result: LintResult): LintResult {
  const shown = new Map<string, string>();
  const pathOf = (path: string): string => {
    const known = shown.get(path) ?? show(path);
    shown.set(path, known);
    return known;
  };
  return {
    ...result,
    findings: result.findings.map(finding => ({ ...finding, path: pathOf(finding.path) })),
    problems: result.problems.map(problem => ({
      ...problem,
      place: { ...problem.place, path: pathOf(problem.place.path) },
    })),
  };
}

/** The names of `--select`; one that no rule has is a mistake to tell, as nothing found would look like nothing wrong. */
function selection(text: string | undefined, rules: CoreModule["rules"]): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text
    .split(",")
    .map(name => name.trim())
    .filter(name => name !== "");
  const known = new Set(["default", "all", ...rules.flatMap(({ id, code, mirrors }) => [id, code, ...mirrors])]);
  const unknown = names.filter(name => !known.has(name) && !/^SC\d+$/.test(name));
  if (unknown.length === 0 && names.length > 0) return names;
  throw new DrydockError(
    "usage",
    names.length === 0 ? "--select names no rule." : `--select ${unknown.join(",")} is not known.`,
    "It takes default, all, and ids or codes of rules, with commas between.",
    sentences(didYouMean(unknown[0] ?? "", [...known]), "drydock rules lists their names"),
  );
}

function oneOf(args: Arguments, name: string, allowed: readonly string[], otherwise: string): string {
  const value = args.text(name) ?? otherwise;
  if (allowed.includes(value)) return value;
  throw new DrydockError(
    "usage",
    `--${name} ${value} is not known.`,
    `It takes ${allowed.join(", ")}.`,
    "Give one of them.",
  );
}

export function lintJson(result: LintResult): unknown {
  return {
    schemaVersion: 1,
    findings: result.findings.map(
      ({ path, line, column, endLine, endColumn, code, rule, severity, message, mirrors, fixes, related }) => ({
        path,
        line,
        column,
        endLine,
        endColumn,
        code,
        rule,
        severity,
        message,
        mirrors,
        fixable: fixes.length > 0,
        related,
        url: ruleUrl(rule),
      }),
    ),
    files: result.files,
    timings: { totalMs: Math.round(result.totalMs * 1000) / 1000 },
  };
}

/** The rule's page inside the project's own documentation, or ShellCheck's for what is its own. */
function ruleUrl(rule: string): string {
  return /^SC\d+$/.test(rule) ? `https://www.shellcheck.net/wiki/${rule}` : `docs/rules/${rule}.md`;
}

/** What `--fix` mends: fixes that need a look are offered in the editor alone. */
function isFixable({ fixes }: Finding): boolean {
  return fixes.some(({ safe }) => safe);
}

function printFindings(result: LintResult, fixed: number, { out }: CommandContext): void {
  const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, hint: 2 };
  let path = "";
  for (const finding of result.findings) {
    if (finding.path !== path) out.line(out.bold((path = finding.path)));
    const position = `${finding.line}:${finding.column}`.padStart(6);
    const tail = `${finding.rule}${isFixable(finding) ? "  fixable" : ""}`;
    const lines = wrap(finding.message.replaceAll("`", ""), WIDTH - 17);
    out.line(`${position}  ${out.colour(finding.severity.padEnd(7), colours[finding.severity])}  ${lines[0] ?? ""}`);
    const last = lines.length > 1 ? (lines.at(-1) ?? "") : "";
    for (const line of lines.slice(1, -1)) out.line(`${" ".repeat(17)}${line}`);
    const room = WIDTH - 17 - last.length - tail.length;
    if (room >= 2 && last !== "") out.line(`${" ".repeat(17)}${last}${" ".repeat(room)}${out.dim(tail)}`);
    else {
      if (last !== "") out.line(`${" ".repeat(17)}${last}`);
      out.line(out.dim(tail.padStart(WIDTH)));
    }
  }
  const count = (severity: Severity): number => result.findings.filter(finding => finding.severity === severity).length;
  const parts = [...ORDER]
    .reverse()
    .flatMap(severity =>
      count(severity) > 0
        ? [
            plural(
              count(severity),
              severity === "info" ? "info" : severity,
              severity === "info" ? "info" : `${severity}s`,
            ),
          ]
        : [],
    );
  const fixable = result.findings.filter(isFixable).length;
  const repaired = fixed > 0 ? `Fixed ${plural(fixed, "finding")}. ` : "";
  if (result.findings.length === 0)
    out.line(`${repaired}${plural(result.files, "file")}, nothing found. ${Math.round(result.totalMs)} ms`);
  else {
    const sum = `${repaired}${plural(result.findings.length, "finding")} in ${plural(result.files, "file")} (${parts.join(", ")})${fixable > 0 ? `, ${fixable} fixable with --fix` : ""}. ${Math.round(result.totalMs)} ms`;
    for (const line of wrap(sum, WIDTH)) out.line(line);
  }
}
