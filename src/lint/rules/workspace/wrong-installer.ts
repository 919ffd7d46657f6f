import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { hasFlag } from "../../query/commands";
import { buildsOf } from "../../query/builds";
import { LOCK_FILES, projectInstalls } from "../../query/installs";
import type { Installer } from "../../query/installs";
import { shorten } from "../../query/fixing";

const NAMES: Readonly<Record<Installer, string>> = {
  pip: "pip",
  uv: "uv",
  poetry: "Poetry",
  pdm: "PDM",
  pipenv: "Pipenv",
};

export const rule = defineRule({
  target: "workspace",
  id: "wrong-installer",
  code: "DD3018",
  severity: "error",
  mirrors: [],
  what: "The install is made with another tool than the one that wrote the lock file.",
  why: "The tool finds no lock file of its own: it stops, or installs other versions than those that were tested.",
  todo: "Install with the tool of the lock file.",
  needs: ["packageManager"],
  bad: {
    Dockerfile: "FROM python:3.13-slim\nCOPY . .\nRUN «poetry» install --no-root\n",
    "pyproject.toml": '[project]\nname = "shop"\n',
    "uv.lock": "version = 1\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nCOPY . .\nRUN uv sync --frozen\n",
    "pyproject.toml": '[project]\nname = "shop"\n',
    "uv.lock": "version = 1\n",
  },
  facts: { packageManager: { name: "uv", lock: "uv.lock", place: null } },
  check: context => {
    if (context.recon === null || context.paths.size === 0) return;
    const { packageManager } = context.recon;
    const paths = [...context.paths];
    for (const { view } of buildsOf(context)) {
      for (const install of projectInstalls(view)) {
        const { installer, command } = install;
        if (installer === "pip" || install.manifest !== null) continue;
        if (hasOwnFile(paths, installer)) continue;
        // Without a lock file of any kind each tool reads pyproject.toml well enough.
        const other = packageManager.lock === null ? undefined : packageManager.name;
        const isUv = installer === "uv" && !hasFlag(command, "frozen", "locked");
        const isOther = other !== undefined && other !== installer && Object.hasOwn(LOCK_FILES, other);
        if (!isOther || isUv || readsOwnTable(context.read, paths, installer)) continue;
        const word = command.words[0];
        context.report(
          view.path,
          word?.span ?? command.span,
          `${NAMES[installer]} finds no \`${LOCK_FILES[installer]}\`: the versions of this project are in \`${shorten(packageManager.lock ?? "", 30)}\`. Install with \`${other}\`.`,
          { related: packageManager.place === null ? [] : [packageManager.place] },
        );
      }
    }
  },
});

/** A lock file of the tool's own, or the Pipfile that Pipenv makes one from. */
function hasOwnFile(paths: readonly string[], installer: Exclude<Installer, "pip">): boolean {
  const names = [LOCK_FILES[installer], ...(installer === "pipenv" ? ["Pipfile"] : [])];
  return paths.some(path => names.includes(nameOf(path)));
}

/** A table of the tool's own in pyproject.toml says that it is used, whatever else is. */
function readsOwnTable(read: (path: string) => string | null, paths: readonly string[], installer: Installer): boolean {
  return paths.some(
    path => /(?:^|\/)pyproject\.toml$/.test(path) && (read(path)?.includes(`[tool.${installer}`) ?? false),
  );
}
