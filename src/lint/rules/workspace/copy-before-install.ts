import type { CopyInstruction } from "../../../docker/dockerfile/types";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import { chainOf } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { buildsOf, literalSources } from "../../query/builds";
import { lineEnd, lineStartOf, removeInstruction, shorten, suggestion } from "../../query/fixing";
import { includedLists } from "../../query/included-lists";
import { installedBy, LOCK_FILES, projectInstalls } from "../../query/installs";
import type { ProjectInstall } from "../../query/installs";
import { inContext, isFolder } from "../../query/workspace-paths";

const PYPROJECT = "pyproject.toml";

/** Tools with an option that leaves the project itself out (`--no-root`, `--no-install-project`, `--no-self`). */
const ALONE: ReadonlySet<ProjectInstall["installer"]> = new Set(["poetry", "uv", "pdm"]);

/** True where packages lie in folders of the project: then the source has to be there. */
function hasMembers(text: string | null): boolean {
  return text === null || /\bworkspace\b|\bpath\s*=|file:/.test(text);
}

/** The files that an install reads, as people write them. */
function manifestOf(install: ProjectInstall): string {
  if (install.manifest !== null) return install.manifest.text;
  return install.installer === "pip" ? PYPROJECT : LOCK_FILES[install.installer];
}

export const rule = defineRule({
  target: "workspace",
  id: "copy-before-install",
  code: "DD3016",
  severity: "warning",
  mirrors: [],
  what: "The whole source is copied before the packages are installed.",
  why: "Each change of any file makes the build install everything again.",
  todo: "Copy the requirements or the lock file, install, and copy the source then.",
  needs: ["dependencies"],
  bad: {
    Dockerfile:
      'FROM python:3.13-slim\nWORKDIR /app\n«COPY . .»\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
    "requirements.txt": "flask==3.1.0\n",
    "app.py": "",
  },
  good: {
    Dockerfile:
      'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
    "requirements.txt": "flask==3.1.0\n",
    "app.py": "",
  },
  check: context => {
    for (const { view, folder } of buildsOf(context)) {
      for (const install of projectInstalls(view)) {
        const { stage, instruction: run } = install.run;
        // What installs the source itself cannot come before it, but for tools that can install the packages alone first.
        if (stage === null || run.kind !== "RUN") continue;
        if (install.needsSource && (install.manifest !== null || !ALONE.has(install.installer))) continue;
        if (mountsOf(run).some(mount => mount.type === "bind")) continue;
        const lock = manifestOf(install);
        const isThere = (name: string): boolean =>
          context.paths.has((folder === null ? null : inContext(folder, name)) ?? "");
        const manifest = install.manifest === null && !isThere(lock) && isThere(PYPROJECT) ? PYPROJECT : lock;
        if (install.manifest !== null && (install.manifest.value === null || manifest.startsWith("/"))) continue;
        const copy = stage.instructions.find(
          (each): each is CopyInstruction =>
            (each.kind === "COPY" || each.kind === "ADD") &&
            each.index < run.index &&
            copiesSource(each) &&
            isWhole(each),
        );
        if (copy === undefined) continue;
        const own = folder === null ? null : inContext(folder, manifest);
        if (context.paths.size > 0 && (own === null || !context.paths.has(own))) continue;
        // An earlier step, of this stage or of one that it stands on, has brought most of it already.
        const chain = chainOf(stage);
        const earlier = projectInstalls(view).some(
          each =>
            each !== install &&
            each.run.stage !== null &&
            chain.includes(each.run.stage) &&
            each.run.instruction.index < copy.index,
        );
        if (earlier) continue;
        if (includesLocal(own === null ? null : context.read(own))) continue;
        if (
          install.needsSource &&
          hasMembers(folder === null ? null : context.read(inContext(folder, PYPROJECT) ?? ""))
        )
          continue;
        const packages =
          context.recon === null ? [] : installedBy(install, context.recon.dependencies, view.path, context.paths);
        const names = new Set(packages.map(each => each.name));
        const what = names.size > 1 ? `${String(names.size)} packages` : "every package";
        const shown = shorten(view.text.slice(copy.span.start, copy.span.end), 24);
        const first = packages[0]?.place;
        const end = lineEnd(view);
        const at = lineStartOf(view, copy);
        const text = view.text.slice(run.span.start, run.span.end);
        const isAdjacent = stage.instructions[stage.instructions.indexOf(copy) + 1] === run;
        const lists = own === null ? [] : includedLists(context, own);
        const canMove =
          isAdjacent &&
          lists.length === 0 &&
          install.manifest !== null &&
          install.run.commands.length === 1 &&
          run.heredocs.length === 0 &&
          run.comments.length === 0;
        const target = manifest.includes("/") ? manifest : "./";
        context.report(
          view.path,
          copy.span,
          `\`${shown}\` comes before the install, so each source change reinstalls ${what}. Copy \`${shorten(manifest, 34)}\`${lists.length === 0 ? "" : " and what it includes"} first.`,
          {
            related:
              own === null || context.paths.size === 0
                ? []
                : [first?.path === own ? first : context.placeOf(own, { start: 0, end: 0 })],
            fixes: canMove
              ? [
                  suggestion(
                    `Copy ${manifest} Before the Install`,
                    {
                      span: { start: at, end: at },
                      text: `COPY ${manifest} ${target}${end}${text}${end}`,
                      path: view.path,
                    },
                    { ...removeInstruction(view, run), path: view.path },
                  ),
                ]
              : [],
          },
        );
      }
    }

    /** True for `COPY . .`, or a folder that holds the code. */
    function isWhole(copy: CopyInstruction): boolean {
      return literalSources(copy).some(
        ({ path }) => /^\.?\/?$/.test(path) || (path !== "" && isFolder(context, path) && path === "./"),
      );
    }
  },
});

function copiesSource(copy: CopyInstruction): boolean {
  return !copy.flags.some(flag => flag.name === "from") && !copy.onbuild;
}

/** True where the manifest installs folders of the source: then the source has to be there. */
function includesLocal(text: string | null): boolean {
  return text !== null && /^\s*(?:-e\s|--editable|\.{1,2}\/|file:|-r\s+\.\.|\.\s*$|\.\[)/m.test(text);
}
