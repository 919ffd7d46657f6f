import { defineRule } from "../../define-rule";
import { suggestion } from "../../query/fixing";
import { PSYCOPG2 } from "../../query/example-dependency";
import { buildsOf } from "../../query/builds";
import { hasFlag } from "../../query/commands";
import { installedBy, installsOf } from "../../query/installs";
import { isBrought, OPTIONAL_EXTENSIONS } from "../../query/libraries";
import { isSlim, pythonOf, rootOf } from "../../query/python-base";
import { systemPackages } from "../../query/run-facts";
import type { InstalledPackages } from "../../query/run-facts";
import type { Dependency } from "../../../model/recon";
import { chainOf, findStage, stageReferences } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import { lineEndOf, lineIndexOf } from "../../../docker/line-map";
import { wheelKindOf } from "../../../recon/knowledge/system-packages";
import type { DockerfileView } from "../../dockerfile-context";
import type { WorkspaceContext } from "../../workspace-context";

/** Libraries that a package uses where they are there, and is built without where they are not (uWSGI's uwsgiconfig.py). */
const OPTIONAL_LIBRARIES: ReadonlySet<string> = new Set(["libpcre3-dev", "libpcre2-dev"]);

/** What a package is compiled with and a stage lacks. */
function lacking(dependency: Dependency, installed: InstalledPackages): readonly string[] {
  return dependency.systemPackages.build.filter(
    name => !OPTIONAL_LIBRARIES.has(name) && !isBrought(name, installed.names),
  );
}

/** The library that a package is about, before the compiler and the C library's own headers. */
function foremost(missing: readonly string[]): string {
  return missing.find(name => name.endsWith("-dev") && name !== "libc6-dev") ?? missing[0] ?? "";
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-build-library",
  code: "DD3009",
  severity: "error",
  mirrors: [],
  what: "A package that is compiled at its install, without the system library that it is compiled with.",
  why: "The install stops.",
  todo: "Install the library's development package first, or use a distribution that brings it along.",
  needs: ["dependencies"],
  bad: {
    Dockerfile: "FROM python:3.13-slim\nCOPY requirements.txt ./\nRUN «pip install -r requirements.txt»\n",
    "requirements.txt": "psycopg2==2.9.10\n",
  },
  good: {
    Dockerfile:
      "FROM python:3.13-slim\nCOPY requirements.txt ./\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev && rm -rf /var/lib/apt/lists/*\nRUN pip install -r requirements.txt\n",
    "requirements.txt": "psycopg2==2.9.10\n",
  },
  facts: { dependencies: [PSYCOPG2] },
  check: context => {
    const dependencies = context.recon?.dependencies ?? [];
    if (dependencies.every(each => each.systemPackages.build.length === 0)) return;
    for (const { view } of buildsOf(context)) {
      for (const stage of view.graph.stages) {
        const root = rootOf(view, stage);
        // The full image holds compilers and the usual libraries; of others the packages have other names.
        if (root === null || !isSlim(root.reference) || root.reference.registry !== null) continue;
        for (const install of installsOf(view, stage)) {
          // Without an index only wheels are to be had that an earlier step has made.
          if (install.run.stage?.index !== stage.index || hasFlag(install.command, "no-index")) continue;
          const { index } = install.run.instruction;
          const installed = installedUntil(view, stage, index);
          if (installed === null || isFilledBefore(view, stage, index)) continue;
          const isJudged = hasJudgedWheels(context.recon, pythonOf(root.reference)?.minor);
          const [dependency] = installedBy(install, dependencies, view.path, context.paths).filter(
            each =>
              lacking(each, installed).length > 0 &&
              !OPTIONAL_EXTENSIONS.has(each.name) &&
              (isJudged || wheelKindOf(each.name) === "no"),
          );
          if (dependency === undefined) continue;
          const missing = lacking(dependency, installed);
          const key = foremost(missing);
          const { lines } = view.file;
          const at = lines[lineIndexOf(lines, install.run.instruction.span.start)] ?? 0;
          const command = `RUN apt-get update && apt-get install -y --no-install-recommends ${missing.join(" ")} && rm -rf /var/lib/apt/lists/*`;
          const isRoot = !stage.instructions.some(each => each.kind === "USER" && each.index < index);
          context.report(
            view.path,
            install.command.span,
            `\`${dependency.name}\` is compiled here and needs \`${key}\`, which this stage lacks, so the install stops. Install it first.`,
            {
              related: [dependency.place],
              fixes: isRoot
                ? [
                    suggestion(`Install ${key} First`, {
                      span: { start: at, end: at },
                      text: `${command}${lineEndOf(view.text)}`,
                      path: view.path,
                    }),
                  ]
                : [],
            },
          );
        }
      }
    }
  },
});

/**
 * Whether recon knows which packages are compiled for an image's Python: by the lock file's list of wheels for the one that it chose, else by
 * the versions that first had wheels for 3.11.
 */
function hasJudgedWheels(recon: WorkspaceContext["recon"], minor: string | undefined): boolean {
  if (recon === null || minor === undefined || minor !== recon.python.chosen) return false;
  return /(?:^|\/)(?:pdm|poetry|uv)\.lock$/.test(recon.packageManager.lock ?? "") || Number(minor.split(".")[1]) >= 11;
}

/** The system packages of a stage up to an instruction; null where a script or a copied folder may bring more. */
function installedUntil(view: DockerfileView, stage: Stage, index: number): InstalledPackages | null {
  const runs = view.runs.filter(run => run.instruction.index <= index);
  const installed = systemPackages({ ...view, runs }, stage);
  return !installed.isCertain || copiesLibraries(view) ? null : installed;
}

/** What another stage has installed may be there already, as in an environment that is copied whole. */
function isFilledBefore(view: DockerfileView, stage: Stage, index: number): boolean {
  return chainOf(stage)
    .flatMap(each => each.instructions)
    .some(
      each =>
        each.kind === "COPY" &&
        each.index < index &&
        stageReferences(each).some(reference => findStage(view.graph, reference, stage) !== null),
    );
}

/** Libraries may come from another stage. */
function copiesLibraries(view: DockerfileView): boolean {
  return view.instructions.some(each => each.kind === "COPY" && /\/usr\/(?:lib|include)/.test(each.body.text));
}
