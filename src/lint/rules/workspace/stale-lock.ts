import { chainOf } from "../../../docker/dockerfile/stages";
import type { ShellCommand } from "../../../docker/shell/types";
import { nameOf, parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import type { DockerfileView } from "../../dockerfile-context";
import { buildsOf } from "../../query/builds";
import { hasFlag, operands } from "../../query/commands";
import { exampleDependency } from "../../query/example-dependency";
import { shorten } from "../../query/fixing";
import { LOCK_FILES, projectInstalls, type ProjectInstall } from "../../query/installs";
import { instructionsBefore } from "../../query/known-runs";
import { literalPattern } from "../../../model/patterns";

/** True where the lock has a package of this name, however its separators are written. */
function holds(lock: string, name: string): boolean {
  const written = literalPattern(name).replaceAll(/[-_]/g, "[-_.]");
  return new RegExp(`["']${written}["'[]`, "i").test(lock);
}

/** True where the image's own steps write the lock file anew before the install, or copy it from a stage that may. */
function isRenewed({ runs }: DockerfileView, { installer, run, command }: ProjectInstall): boolean {
  if (installer === "pip" || run.stage === null) return false;
  const own = new Set(chainOf(run.stage));
  const commands = runs.filter(({ stage }) => stage !== null && own.has(stage)).flatMap(each => each.commands);
  return (
    commands.slice(0, commands.indexOf(command)).some(each => each.name === installer && writesLock(each)) ||
    instructionsBefore(run.stage, run.instruction.index).some(
      each =>
        each.kind === "COPY" &&
        each.flags.some(({ name }) => name === "from") &&
        each.sources.some(({ value }) => nameOf(value) === LOCK_FILES[installer]),
    )
  );
}

/** True where the install itself locks anew what differs: uv and Pipenv unless they are told to take the lock as it is, PDM too. */
function locksAnew({ text }: DockerfileView, { installer, command }: ProjectInstall): boolean {
  const isInstall = operands(command)[0]?.text === "install";
  if (installer === "uv") return !hasFlag(command, "frozen", "locked") && !/\bUV_(?:FROZEN|LOCKED)\b/.test(text);
  if (installer === "pipenv") return isInstall && !hasFlag(command, "deploy", "ignore-pipfile");
  return installer === "pdm" && isInstall && !hasFlag(command, "frozen-lockfile", "no-lock", "check");
}

/** `lock` that does not only compare. */
function writesLock(command: ShellCommand): boolean {
  return operands(command)[0]?.text === "lock" && !hasFlag(command, "check", "locked", "frozen", "dry-run");
}

export const rule = defineRule({
  target: "workspace",
  id: "stale-lock",
  code: "DD3029",
  severity: "warning",
  mirrors: [],
  what: "The image installs from a lock file that lacks a package which the manifest declares.",
  why: "The install stops, leaves the package out so that the import fails at the start, or takes versions that nobody has tested.",
  todo: "Renew the lock file and commit it.",
  needs: ["dependencies"],
  bad: {
    Dockerfile:
      "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN «uv sync --frozen --no-install-project»\n",
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["boto3"]\n',
    "uv.lock": '[[package]]\nname = "shop"\n',
  },
  good: {
    Dockerfile:
      "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen --no-install-project\n",
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["boto3"]\n',
    "uv.lock": '[[package]]\nname = "boto3"\n[[package]]\nname = "shop"\n',
  },
  facts: {
    dependencies: [
      exampleDependency("boto3", "", { path: "pyproject.toml", line: 4, column: 18, text: 'dependencies = ["boto3"]' }),
    ],
  },
  check: context => {
    const { recon } = context;
    if (recon === null) return;
    const dependencies = [recon, ...recon.units.map(unit => unit.recon)].flatMap(each => each.dependencies);
    for (const { view, folder } of buildsOf(context)) {
      if (folder === null) continue;
      for (const install of projectInstalls(view)) {
        if (install.installer === "pip" || install.manifest !== null || isRenewed(view, install)) continue;
        const name = LOCK_FILES[install.installer];
        const path = folder === "" ? name : `${folder}/${name}`;
        const lock = context.read(path);
        if (lock === null) continue;
        const missing = dependencies.filter(
          each =>
            each.direct &&
            each.group === "main" &&
            each.locked === null &&
            parentOf(each.place.path) === folder &&
            /^(?:pyproject\.toml|Pipfile)$/.test(nameOf(each.place.path)) &&
            !holds(lock, each.name),
        );
        const [first] = missing;
        if (first === undefined) continue;
        const anew = locksAnew(view, install) ? ", so each build takes its own versions" : "";
        const many = missing.length === 1 ? "" : ` and ${String(missing.length - 1)} more`;
        context.report(
          view.path,
          install.command.span,
          `\`${nameOf(first.place.path)}\` declares \`${shorten(first.name, 30)}\`${many}, which \`${path}\` lacks${anew}. Run \`${install.installer} lock\` and commit the lock file.`,
          { related: missing.map(each => each.place) },
        );
      }
    }
  },
});
