import { mountsOf } from "../../../docker/dockerfile/mounts";
import type { Mount } from "../../../docker/dockerfile/mounts";
import type { Instruction } from "../../../docker/dockerfile/types";
import type { Span } from "../../../model/place";
import { nearest } from "../../../model/nearest";
import { defineRule } from "../../define-rule";
import type { DockerfileContext } from "../../dockerfile-context";
import { hasForeignSyntax } from "../../query/flags";
import { replace, shorten, suggestion } from "../../query/fixing";
import { workdirOf } from "../../query/image-files";
import { rootImage } from "../../query/images";
import { systemOf } from "../../query/known-runs";
import { instructionsOf } from "../../query/stages";

const TYPES = ["bind", "cache", "tmpfs", "secret", "ssh"];
const SWITCHES = ["readonly", "ro", "readwrite", "rw", "required"];
const KEYS = "type from source src target dst destination id sharing size mode uid gid env".split(" ");

/** The forms of values that the builder reads (BuildKit, frontend/dockerfile/instructions/commands_runmount.go). */
const FORMS: ReadonlyMap<string, readonly [RegExp, string]> = new Map(
  Object.entries({
    sharing: [/^(?:shared|private|locked)$/i, "`shared`, `private` or `locked`"],
    mode: [/^[0-7]{1,11}$/, "an octal number such as `0755`"],
    uid: [/^\d{1,20}$/, "a number"],
    gid: [/^\d{1,20}$/, "a number"],
    size: [/^\d{1,18}(?:\.\d{1,9})? ?(?:[kmgtp]i?b?|b)?$/i, "a size such as `64m`"],
    ...Object.fromEntries(SWITCHES.map(key => [key, [/^(?:1|0|t|f|true|false)$/i, "`true` or `false`"]] as const)),
  }),
);

interface Problem {
  readonly field: string;
  readonly message: string;
  readonly fix?: { readonly from: string; readonly to: string };
}

function problemOf(mount: Mount, isAtRoot: () => boolean): Problem | null {
  for (const [key, value] of mount.options) {
    const field = value === null ? key : `${key}=${value}`;
    if (!KEYS.includes(key) && !SWITCHES.includes(key)) {
      const meant = nearest(key, [...KEYS, ...SWITCHES]);
      return {
        field,
        message: `A mount has no \`${shorten(key, 24)}\`, so the build stops here. ${meant === null ? "Remove it." : `Write \`${meant}\`.`}`,
        ...(meant === null ? {} : { fix: { from: key, to: meant } }),
      };
    }
    if (value === null) {
      if (SWITCHES.includes(key)) continue;
      return { field, message: `\`${key}\` has no value, so the build stops here. Write \`${key}=…\`.` };
    }
    if (value.includes("$")) continue;
    const [form, wanted] = FORMS.get(key) ?? [/(?:)/, ""];
    if (!form.test(value)) {
      return {
        field,
        message: `\`${shorten(value, 24)}\` is no \`${key}\` of a mount, so the build stops here. Write ${wanted}.`,
      };
    }
    if (key === "type" && !TYPES.includes(value.toLowerCase())) {
      const meant = nearest(value, TYPES);
      return {
        field,
        message: `There is no mount of the type \`${shorten(value, 24)}\`, so the build stops here. Write \`${meant ?? "bind"}\`.`,
        ...(meant === null ? {} : { fix: { from: value, to: meant } }),
      };
    }
  }
  return incompleteness(mount, isAtRoot);
}

/** A mount without a target lies at the working folder, which may be any but the root of the file system. */
function startsAtRoot(context: DockerfileContext, instruction: Instruction): boolean {
  const stage = context.stageOf(instruction);
  if (stage === null || workdirOf(context, stage, instruction.index) !== "/") return false;
  return systemOf(context, stage) !== null || rootImage(stage)?.repository === "scratch";
}

function incompleteness({ type, target, source, id, options }: Mount, isAtRoot: () => boolean): Problem | null {
  const isGiven = (value: string | null): boolean => value !== null && value !== "";
  const kind = type.toLowerCase();
  if (kind === "secret") {
    if ([target, source, id].some(isGiven)) return null;
    return { field: "", message: "This mount names no secret, so the build stops here. Add `id=NAME`." };
  }
  if (kind === "ssh" || isGiven(target) || !TYPES.includes(kind) || !isAtRoot()) return null;
  const [field = ""] = [...options.keys()].filter(key => key === "target");
  return {
    field,
    message: "This mount has no `target` and the working folder is `/`, so the build stops here. Add `target=/path`.",
  };
}

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-run-mount",
  code: "DD1166",
  severity: "error",
  mirrors: [],
  what: "`RUN --mount` with a type, a key or a value that the builder does not know, or without a target at `/`.",
  why: "The build stops before its first step.",
  todo: "Write it as in `--mount=type=cache,target=/root/.cache/pip`.",
  bad: "FROM python:3.13-slim\nRUN --mount=type=cache,«tagret=/root/.cache» pip install flask==3.1.0\n",
  good: "FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache pip install flask==3.1.0\n",
  check: context => {
    if (hasForeignSyntax(context.file)) return;
    for (const instruction of instructionsOf(context, "RUN")) {
      for (const mount of mountsOf(instruction)) {
        const { value, valueSpan, span } = mount.flag;
        // A value in quotes may hold commas.
        if (value === null || value.includes('"')) continue;
        const problem = problemOf(mount, () => startsAtRoot(context, instruction));
        if (problem === null) continue;
        const whole = valueSpan ?? span;
        const place = partOf(context.text, whole, problem.field);
        const word = problem.fix === undefined ? null : partOf(context.text, place, problem.fix.from);
        const fixes =
          word === null || word === place || problem.fix === undefined
            ? []
            : [suggestion(`Change to ${problem.fix.to}`, replace(word, problem.fix.to))];
        context.report(place, problem.message, { fixes });
      }
    }
  },
});

/** Where a part of a text stands in a span; the span itself where it does not stand there as it is. */
function partOf(text: string, span: Span, part: string): Span {
  const at = part === "" ? -1 : text.slice(span.start, span.end).toLowerCase().indexOf(part.toLowerCase());
  return at === -1 ? span : { start: span.start + at, end: span.start + at + part.length };
}
