import { applyFixes } from "../app/fix-files";
import { rules } from "../app/rule-pages";
import { VERSION } from "../app/version";
import { DrydockError } from "../model/error";
import type { Finding, LintResult, Severity } from "../model/finding";
import { plural } from "../report/figures";
import { toAnnotation, toSarif } from "../report/sarif";
import { defineCommand, EXIT, type Arguments, type CommandContext } from "./command";
import { lintTargets } from "./lint-targets";
import { printJson } from "./print";
import { wrap, WIDTH } from "./terminal";

const ORDER: readonly Severity[] = ["hint", "info", "warning", "error"];

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
    "fail-on": {
      type: "string",
      value: "error|warning|info|hint|never",
      help: "the least severity that makes the exit code 1",
    },
  },
  async run(args, context) {
    const format = oneOf(args, "format", ["text", "json", "sarif", "github"], "text");
    const failOn = oneOf(args, "fail-on", [...ORDER, "never"], "error");
    const targets = await lintTargets(args.positionals, args.text("root"), { ...context, files: context.ports.files });
    const select = args.text("select")?.split(",");
    let files = 0;
    let totalMs = 0;
    let fixed = 0;
    const findings: Finding[] = [];
    for (const target of targets) {
      const recon =
        args.flag("no-workspace") || target.text !== null
          ? null
          : await context.app.recon(target.root, { signal: context.signal });
      const options = {
        recon,
        ...(select === undefined ? {} : { select }),
        ...(target.paths === null ? {} : { paths: target.paths }),
        ...(target.text === null ? {} : { texts: new Map([["Dockerfile", target.text]]) }),
      };
      let result = await context.app.lintFolder(target.root, options);
      if (args.flag("fix") && target.text === null) {
        fixed += await applyFixes(context.ports.files(target.root), result.findings);
        result = await context.app.lintFolder(target.root, options);
      }
      files += result.files;
      totalMs += result.totalMs;
      findings.push(...result.findings.map(finding => ({ ...finding, path: target.show(finding.path) })));
    }
    const result: LintResult = { findings, files, totalMs };
    if (format === "json") printJson(context.out, lintJson(result));
    else if (format === "sarif") printJson(context.out, toSarif(result, rules, VERSION));
    else if (format === "github") for (const finding of findings) context.out.line(toAnnotation(finding));
    else printFindings(result, fixed, context);
    const least = ORDER.indexOf(failOn as Severity);
    return failOn !== "never" && findings.some(({ severity }) => ORDER.indexOf(severity) >= least)
      ? EXIT.failed
      : EXIT.ok;
  },
});

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

/** The rule's page inside the project's own documentation. */
function ruleUrl(rule: string): string {
  return `docs/rules/${rule}.md`;
}

function printFindings(result: LintResult, fixed: number, { out }: CommandContext): void {
  const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, hint: 2 };
  let path = "";
  for (const finding of result.findings) {
    if (finding.path !== path) out.line(out.bold((path = finding.path)));
    const position = `${finding.line}:${finding.column}`.padStart(6);
    const tail = `${finding.rule}${finding.fixes.length > 0 ? "  fixable" : ""}`;
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
  const fixable = result.findings.filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
  const repaired = fixed > 0 ? `Fixed ${plural(fixed, "finding")}. ` : "";
  if (result.findings.length === 0)
    out.line(`${repaired}${plural(result.files, "file")}, nothing found. ${Math.round(result.totalMs)} ms`);
  else {
    out.line(
      `${repaired}${plural(result.findings.length, "finding")} in ${plural(result.files, "file")} (${parts.join(", ")})${fixable > 0 ? `, ${fixable} fixable with --fix` : ""}. ${Math.round(result.totalMs)} ms`,
    );
  }
}
