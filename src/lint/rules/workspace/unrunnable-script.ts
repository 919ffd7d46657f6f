import { cleanPath } from "../../../docker/dockerignore";
import { chainOf } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { searchFolders } from "../../query/entry-files";
import { containerPath } from "../../query/container-files";
import { shorten } from "../../query/fixing";
import { systemOf, wholeText } from "../../query/known-runs";
import { systemPackages } from "../../query/run-facts";
import { startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import type { WorkspaceContext } from "../../workspace-context";

/** The script that a start runs itself, without a shell before it: its path in the workspace. */
function ownScript(context: WorkspaceContext, { build, service, words, ...start }: Start): string | null {
  const [word] = words;
  if (build?.stage == null || word?.value == null || !word.value.includes("/")) return null;
  const [workdir] = searchFolders({ build, service, words, ...start }, build, build.stage) ?? [];
  if (workdir === undefined) return null;
  const path = cleanPath(word.value.startsWith("/") ? word.value : `${workdir}/${word.value}`);
  const found = containerPath(context, build, build.stage, service, path);
  return found.kind === "found" ? found.path : null;
}

/** What is wrong with the first line of a script; null where nothing is. */
function problemOf(context: WorkspaceContext, start: Start, path: string, text: string): string | null {
  const { build } = start;
  const stage = build?.stage ?? null;
  const end = text.indexOf("\n");
  const first = end === -1 ? text : text.slice(0, end);
  if (build === null || stage === null || !first.startsWith("#!")) return null;
  const steps = chainOf(stage).flatMap(each => each.instructions.map(other => wholeText(build.view, other)));
  const shown = shorten(path, 40);
  if (first.endsWith("\r")) {
    if (steps.some(step => /dos2unix|\\r|fromdos|autocrlf/.test(step))) return null;
    return `\`${shown}\` has Windows line ends, so its first line names a program that does not exist. Save it with LF.`;
  }
  const isBash = /^#!\s*(?:\/usr)?\/bin\/(?:env\s+)?bash\b/.test(first);
  if (!isBash || systemOf(build.view, stage) !== "Alpine") return null;
  const packages = systemPackages(build.view, stage);
  if (!packages.isCertain || packages.names.has("bash") || steps.some(step => /\bbash\b/.test(step))) return null;
  return `\`${shown}\` asks for bash, which Alpine lacks, so the start fails with \`not found\`. Install \`bash\`, or write \`#!/bin/sh\`.`;
}

export const rule = defineRule({
  target: "workspace",
  id: "unrunnable-script",
  code: "DD3032",
  severity: "error",
  mirrors: [],
  what: "The container starts a script whose first line names what the image does not have: a shell with a carriage return behind it, or bash on Alpine.",
  why: "The start fails with `no such file or directory`, though the script is there.",
  todo: "Save the script with LF (`*.sh text eol=lf` in `.gitattributes`), and install bash or write `#!/bin/sh`.",
  bad: {
    Dockerfile: 'FROM python:3.13-alpine\nCOPY start.sh /\nENTRYPOINT [«"/start.sh"»]\n',
    "start.sh": "#!/bin/bash\nexec python -m http.server\n",
  },
  good: {
    Dockerfile: 'FROM python:3.13-alpine\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
    "start.sh": "#!/bin/sh\nexec python -m http.server\n",
  },
  check: context => {
    const told = new Set<string>();
    for (const start of startsOf(context)) {
      const path = ownScript(context, start);
      const text = path === null ? null : context.read(path);
      const word = start.words[0];
      if (path === null || text === null || word === undefined) continue;
      const key = `${start.path}:${String(word.span.start)}`;
      const problem = told.has(key) ? null : problemOf(context, start, path, text);
      if (problem === null) continue;
      told.add(key);
      context.report(start.path, word.span, problem, { related: [context.placeOf(path, { start: 0, end: 0 })] });
    }
  },
});
