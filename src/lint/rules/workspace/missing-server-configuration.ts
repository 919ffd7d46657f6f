import { cleanPath } from "../../../docker/dockerignore";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { ShellWord } from "../../../docker/shell/types";
import { joinPath, nameOf, parentOf } from "../../../model/paths";
import { isGitIgnored } from "../../../workspace/git-ignored";
import { defineRule } from "../../define-rule";
import { containerPath } from "../../query/container-files";
import { searchFolders } from "../../query/entry-files";
import { shorten } from "../../query/fixing";
import { startVariables, valueOf } from "../../query/start-variables";
import { startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import type { WorkspaceContext } from "../../workspace-context";

/** Programs with the options whose value is a file that they stop without. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    gunicorn: ["-c", "--config", "--log-config"],
    uvicorn: ["--log-config", "--env-file"],
    hypercorn: ["-c", "--config"],
    alembic: ["-c", "--config"],
    supervisord: ["-c", "--configuration"],
    uwsgi: ["--ini", "--yaml"],
  }),
);

interface Configuration {
  readonly path: string;
  readonly word: ShellWord;
  /** True where no option names it. */
  readonly isDefault: boolean;
}

/** The file that an option names, or the one that `alembic` reads without being told; null where none is surely read. */
function configurationOf({ words }: Start): Configuration | null {
  const at = words.findIndex(word => OPTIONS.has(nameOf(valueOf(word))));
  const program = words[at];
  if (program === undefined) return null;
  const options = OPTIONS.get(nameOf(valueOf(program))) ?? [];
  const rest = words.slice(at + 1);
  for (const [index, word] of rest.entries()) {
    const text = valueOf(word);
    const option = options.find(each => text === each || (each.startsWith("--") && text.startsWith(`${each}=`)));
    if (option === undefined) continue;
    const value = text === option ? rest[index + 1] : word;
    if (value?.value == null) return null;
    return { path: text === option ? value.value : text.slice(option.length + 1), word: value, isDefault: false };
  }
  const isUpgrade = valueOf(program) === "alembic" && rest.some(word => valueOf(word) === "upgrade");
  return isUpgrade ? { path: "alembic.ini", word: program, isDefault: true } : null;
}

/** True where `alembic` may be told elsewhere than in alembic.ini: by ALEMBIC_CONFIG, or by its table in pyproject.toml. */
function isToldElsewhere(
  context: WorkspaceContext,
  { path, build, service }: Start,
  stage: Stage,
  folder: string,
): boolean {
  const variable = "ALEMBIC_CONFIG";
  // What a file that is not there sets is not known.
  const files = service?.parts.flatMap(({ file, service: part }) =>
    part.envFiles.map(each => joinPath(parentOf(file.path), each.path)),
  );
  if (files?.some(each => context.read(each)?.includes(variable) ?? true) === true) return true;
  if (build === null || startVariables(context, build, service).has(variable)) return true;
  if ([build.view.text, context.read(path) ?? ""].some(text => text.includes(variable))) return true;
  const project = containerPath(context, build, stage, service, cleanPath(`${folder}/pyproject.toml`));
  if (project.kind !== "found") return project.kind === "unknown";
  return /^\s*\[tool\.alembic\b/m.test(context.read(project.path) ?? "");
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-server-configuration",
  code: "DD3033",
  severity: "error",
  mirrors: [],
  what: "A server or a migration reads a configuration file that the container does not hold.",
  why: "The program stops at its start.",
  todo: "Copy the file, correct its path, or take it out of `.dockerignore`.",
  bad: {
    Dockerfile:
      'FROM python:3.13-slim\nWORKDIR /app\nCOPY shop ./shop\nCMD ["gunicorn", "-c", «"gunicorn.conf.py"», "shop:app"]\n',
    "shop/__init__.py": "",
    "gunicorn.conf.py": "workers = 2\n",
  },
  good: {
    Dockerfile:
      'FROM python:3.13-slim\nWORKDIR /app\nCOPY gunicorn.conf.py ./\nCOPY shop ./shop\nCMD ["gunicorn", "-c", "gunicorn.conf.py", "shop:app"]\n',
    "shop/__init__.py": "",
    "gunicorn.conf.py": "workers = 2\n",
  },
  check: context => {
    for (const start of startsOf(context)) {
      const { build, service } = start;
      const found = configurationOf(start);
      if (found === null || build?.stage == null || !/^[\w./-]+\.\w+$/.test(found.path)) continue;
      const [workdir] = searchFolders(start, build, build.stage) ?? [];
      if (workdir === undefined) continue;
      const path = cleanPath(found.path.startsWith("/") ? found.path : `${workdir}/${found.path}`);
      if (containerPath(context, build, build.stage, service, path).kind !== "absent") continue;
      if (found.isDefault && isToldElsewhere(context, start, build.stage, workdir)) continue;
      if (isGitIgnored(nameOf(path), each => context.read(each))) continue;
      // `python -m` and an own program may have another folder by then.
      if (service?.parts.some(part => part.service.envFiles.some(each => each.path.includes("$"))) === true) continue;
      context.report(
        start.path,
        found.word.span,
        `The container holds no \`${shorten(found.path, 40)}\`, so \`${shorten(nameOf(valueOf(start.words[0] ?? found.word)), 20)}\` stops at its start. Copy it, or correct the path.`,
      );
    }
  },
});
