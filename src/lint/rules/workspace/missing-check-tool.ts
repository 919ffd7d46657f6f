import { readCommandScript } from "../../../docker/shell/run-script";
import { lastOf, type Stage } from "../../../docker/dockerfile/stages";
import type { ShellCommand } from "../../../docker/shell/types";
import { located, locatedList } from "../../../docker/compose/scalars";
import { effective } from "../../../docker/compose/project";
import { plainText, sourceOffset } from "../../../docker/dockerfile/logical-text";
import { parseShell } from "../../../docker/shell/parse";
import type { Span } from "../../../model/place";
import type { DataNode } from "../../../workspace/data-node";
import type { WorkspaceContext } from "../../workspace-context";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import type { Build } from "../../query/builds";
import { replace, suggestion } from "../../query/fixing";
import { isAlpine, isSlim, rootOf } from "../../query/python-base";
import { runsOf, systemPackages } from "../../query/run-facts";

/** True where the image of a stage surely lacks the tool. */
function lacks(build: Build, tool: string): boolean {
  if (build.stage === null) return false;
  const root = rootOf(build.view, build.stage);
  if (root === null) return false;
  const { reference } = root;
  const isOfficial = reference.registry === null || reference.registry === "docker.io";
  // Alpine's busybox has a wget; the slim images have neither.
  const hasWget = isAlpine(reference);
  const isPlainPython = /^(?:library\/)?python$/.test(reference.repository);
  const isKnown = isOfficial && isPlainPython && (isSlim(reference) || isAlpine(reference));
  if (!isKnown || (tool === "wget" && hasWget)) return false;
  const installed = systemPackages(build.view, build.stage);
  if (!installed.isCertain || installed.names.has(tool)) return false;
  // As a word: `libcurl4` brings no program.
  const named = new RegExp(String.raw`(?<![\w-])${tool}(?![\w-])`);
  if (runsOf(build.view, build.stage).some(run => named.test(run.instruction.body.text))) return false;
  // A copied binary.
  return !build.view.instructions.some(each => each.kind === "COPY" && each.body.text.includes(tool));
}

function reportTool(
  context: WorkspaceContext,
  build: Build,
  path: string,
  commands: readonly ShellCommand[],
  whole: Span,
  isJson: boolean,
): void {
  const command = commands.find(each => each.name === "curl" || each.name === "wget");
  if (command?.name == null || !lacks(build, command.name)) return;
  const word = command.words[0];
  const url = command.words.find(each => /^https?:\/\//.test(each.text))?.text;
  const root = build.stage === null ? null : rootOf(build.view, build.stage);
  const code =
    url === undefined || /["'$\\]/.test(url)
      ? null
      : `import urllib.request; urllib.request.urlopen('${url}', timeout=3)`;
  const isSimple = commands.filter(each => each.name !== "exit").length === 1;
  context.report(
    path,
    word?.span ?? whole,
    `The health check calls \`${command.name}\`, which this image lacks, so it never turns healthy. Use Python.`,
    {
      related: root === null ? [] : [context.placeOf(build.view.path, root.from.span)],
      fixes:
        code === null || !isSimple
          ? []
          : [
              suggestion(
                "Use a Python Health Check",
                replace(whole, isJson ? `["CMD", "python", "-c", "${code}"]` : `["python", "-c", "${code}"]`),
              ),
            ],
    },
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-check-tool",
  code: "DD3015",
  severity: "error",
  mirrors: [],
  what: "A health check that calls `curl` or `wget` in an image that has neither.",
  why: "The check always fails, so the container never turns healthy, and what waits for it never starts.",
  todo: "Ask with Python's `urllib.request`, or install the tool.",
  bad: "FROM python:3.13-slim\nHEALTHCHECK CMD «curl» -f http://127.0.0.1:8000/health || exit 1\n",
  good: 'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://127.0.0.1:8000/health\', timeout=3)"]\n',
  check: context => {
    for (const build of buildsOf(context)) {
      const own = build.service === null ? null : effective(build.service.parts, each => each.healthcheck);
      const test = own?.value.test;
      if (own != null && test != null) checkService(context, build, own.part.file.path, test);
      else if (build.stage !== null && own === null) checkImage(context, build, build.stage);
    }
  },
});

/** The check of a Compose service, as words or as a text for a shell. */
function checkService(context: WorkspaceContext, build: Build, path: string, test: DataNode): void {
  const words = locatedList(test);
  const kind = test.kind === "list" ? located(test.items[0])?.text : "CMD-SHELL";
  const text = test.kind === "list" ? words[1] : words[0];
  if (text === undefined) return;
  if (kind === "CMD") {
    const list = words.slice(1).map(word => ({
      raw: word.text,
      text: word.text,
      value: word.text,
      span: word.span,
      quoted: true,
      variables: [],
      glob: false,
    }));
    const command = parseShell(plainText(text.text, text.span.start)).commands[0];
    if (command !== undefined && test.kind === "list")
      reportTool(context, build, path, [{ ...command, words: list, arguments: list.slice(1) }], test.span, true);
  } else if (kind === "CMD-SHELL") {
    const commands = parseShell(plainText(text.text, 0)).commands.map(each => ({
      ...each,
      words: each.words.map(word => ({ ...word, span: text.span })),
    }));
    reportTool(context, build, path, commands, test.span, true);
  }
}

/** The image's own check, where the service that runs it has none. */
function checkImage(context: WorkspaceContext, build: Build, stage: Stage): void {
  const check = lastOf(stage, "HEALTHCHECK");
  if (check?.command == null || check.type?.raw.toUpperCase() !== "CMD") return;
  const { commands } = readCommandScript(check.command, check.json);
  const start = check.json?.span.start ?? sourceOffset(check.command, 0);
  reportTool(context, build, build.view.path, commands, { start, end: check.span.end }, false);
}
