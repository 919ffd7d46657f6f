import { findStage, type Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { lineEndOf, lineIndexOf } from "../../../docker/line-map";
import type { ShellCommand, ShellWord } from "../../../docker/shell/types";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import type { DockerfileView } from "../../dockerfile-context";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";
import { hasFlag, operands } from "../../query/commands";
import { APT } from "../../query/packages";
import { PSYCOPG2 } from "../../query/example-dependency";
import { buildsOf } from "../../query/builds";
import { shorten, suggestion } from "../../query/fixing";
import { installedBy, installsOf } from "../../query/installs";
import { isBrought, mayKeep, OPTIONAL_EXTENSIONS } from "../../query/libraries";
import { isSlim, rootOf } from "../../query/python-base";
import { runsOf, systemPackages } from "../../query/run-facts";

export const rule = defineRule({
  target: "workspace",
  id: "missing-runtime-library",
  code: "DD3010",
  severity: "error",
  mirrors: [],
  what: "A compiled package in a stage that lacks its library: copied from a build stage, or left behind where the library is removed.",
  why: "The import fails at the start.",
  todo: "Install the library's run-time package in the final stage.",
  needs: ["dependencies"],
  bad: {
    Dockerfile:
      "FROM python:3.13 AS build\nRUN python -m venv /venv\nCOPY requirements.txt ./\nRUN /venv/bin/pip install -r requirements.txt\nFROM python:3.13-slim AS runtime\nCOPY --from=build «/venv» /venv\n",
    "requirements.txt": "psycopg2==2.9.10\n",
  },
  good: {
    Dockerfile:
      "FROM python:3.13 AS build\nRUN python -m venv /venv\nCOPY requirements.txt ./\nRUN /venv/bin/pip install -r requirements.txt\nFROM python:3.13-slim AS runtime\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*\nCOPY --from=build /venv /venv\n",
    "requirements.txt": "psycopg2==2.9.10\n",
  },
  facts: { dependencies: [PSYCOPG2] },
  check: context => {
    const dependencies = context.recon?.dependencies ?? [];
    if (dependencies.every(each => each.systemPackages.build.length === 0)) return;
    for (const { view, stage } of buildsOf(context)) {
      const root = stage === null ? null : rootOf(view, stage);
      if (stage === null || root === null || !isSlim(root.reference) || root.reference.registry !== null) continue;
      const installed = systemPackages(view, stage);
      if (!installed.isCertain) continue;
      reportRemoved(context, view, stage, installed.names);
      // Libraries may come the same way.
      if (stage.instructions.some(each => each.kind === "COPY" && /\/usr\/lib\b|\/lib\/x86/.test(each.body.text)))
        continue;
      for (const copy of copiedEnvironments(view, stage)) {
        for (const install of installsOf(view, copy.from)) {
          const needing = installedBy(install, dependencies, view.path, context.paths)
            .filter(each => each.systemPackages.build.length > 0 && !OPTIONAL_EXTENSIONS.has(each.name))
            .map(({ name, systemPackages: { runtime } }) => ({
              name,
              missing: runtime.filter(library => !isBrought(library, installed.names)),
            }))
            .find(({ missing }) => missing.length > 0);
          if (needing === undefined) continue;
          const { name, missing } = needing;
          const [first = ""] = missing;
          context.report(
            view.path,
            copy.source.span,
            `\`${name}\` was compiled in \`${shorten(copy.fromName, 20)}\` and needs \`${first}\`, which this stage lacks; the import fails. Install it here.`,
            {
              related: [context.placeOf(view.path, install.command.span)],
              fixes: libraryFix(view, stage, copy.instruction, missing),
            },
          );
          break;
        }
      }
    }
  },
});

/** Each COPY that takes what was installed from another stage, at its first such source. */
function copiedEnvironments(
  view: DockerfileView,
  stage: Stage,
): readonly {
  readonly instruction: Instruction;
  readonly source: { readonly span: Span };
  readonly from: Stage;
  readonly fromName: string;
}[] {
  return stage.instructions.flatMap(instruction => {
    if (instruction.kind !== "COPY") return [];
    const fromName = instruction.flags.find(flag => flag.name === "from")?.value;
    const source = instruction.sources.find(({ value }) =>
      /venv|site-packages|^\/install\b|^\/usr\/local|^\/root\/\.local|^\/opt/.test(value),
    );
    const from = fromName == null ? null : findStage(view.graph, fromName, stage);
    return from === null || source === undefined || fromName == null ? [] : [{ instruction, source, from, fromName }];
  });
}

/** Only root can install, so there is none behind a USER. */
function libraryFix(
  view: DockerfileView,
  stage: Stage,
  before: Instruction,
  libraries: readonly string[],
): readonly ReportedFix[] {
  if (stage.instructions.some(({ kind, index }) => kind === "USER" && index < before.index)) return [];
  const { lines } = view.file;
  const at = lines[lineIndexOf(lines, before.span.start)] ?? 0;
  const command = `RUN apt-get update && apt-get install -y --no-install-recommends ${libraries.join(" ")} && rm -rf /var/lib/apt/lists/*`;
  return [
    suggestion(`Install ${libraries[0] ?? ""} in ${stage.name ?? "the Final Stage"}`, {
      span: { start: at, end: at },
      text: `${command}${lineEndOf(view.text)}`,
      path: view.path,
    }),
  ];
}

/** `apt-get purge --auto-remove libpq-dev` takes away the library that only the development package had asked for. */
function reportRemoved(
  context: WorkspaceContext,
  view: DockerfileView,
  stage: Stage,
  installed: ReadonlySet<string>,
): void {
  const commands = runsOf(view, stage).flatMap(run => run.commands);
  // What is marked as wanted stays.
  if (commands.some(({ name }) => name === "apt-mark")) return;
  const calls = commands.flatMap((command, at) => {
    const removal = readRemoval(command);
    return removal === null ? [] : [{ ...removal, at }];
  });
  for (const { words, takesUnused, at } of calls) {
    if (!takesUnused && !calls.some(each => each.at > at && each.takesUnused)) continue;
    const gone = new Set(words.map(word => word.text));
    const left = new Set([...installed].filter(name => !gone.has(name)));
    for (const install of installsOf(view, stage)) {
      if (commands.indexOf(install.command) > at) continue;
      for (const { name, systemPackages: needed } of installedBy(
        install,
        context.recon?.dependencies ?? [],
        view.path,
        context.paths,
      )) {
        const word = words.find(each => needed.build.includes(each.text) && each.text.endsWith("-dev"));
        const library = needed.runtime.find(each => !isBrought(each, left) && isBrought(each, gone));
        if (word === undefined || library === undefined || [...left].some(each => mayKeep(each, library))) continue;
        context.report(
          view.path,
          word.span,
          `Without \`${word.text}\` nothing asks for \`${library}\`, so it is removed too, and the import of \`${name}\` fails. Install \`${library}\` by its name.`,
          { related: [context.placeOf(view.path, install.command.span)] },
        );
      }
    }
  }
}

/** The packages that a call of apt removes, and whether it takes away what nothing needs any more. */
function readRemoval(
  command: ShellCommand,
): { readonly words: readonly ShellWord[]; readonly takesUnused: boolean } | null {
  if (!/^apt(?:-get)?$/.test(command.name ?? "")) return null;
  const [verb, ...words] = operands(command, APT.valued);
  if (!/^(?:remove|purge|autoremove|autopurge)$/.test(verb?.text ?? "")) return null;
  return {
    words,
    takesUnused: verb?.text.startsWith("auto") === true || hasFlag(command, "auto-remove", "autoremove"),
  };
}
