import { lineEndOf } from "../../../docker/line-map";
import type { CopyInstruction, InstructionOf } from "../../../docker/dockerfile/types";
import { cleanPath } from "../../../docker/dockerignore";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import { chainOf, type Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import type { DockerfileView } from "../../dockerfile-context";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";
import { buildsOf, literalSources, type Build } from "../../query/builds";
import { lineStartOf, removeInstruction, shorten, suggestion } from "../../query/fixing";
import { includedLists } from "../../query/included-lists";
import { installedBy, LOCK_FILES, projectInstalls } from "../../query/installs";
import type { ProjectInstall } from "../../query/installs";
import { imagePath, workdirOf } from "../../query/image-files";
import { filesBelow, inContext } from "../../query/workspace-paths";

const PYPROJECT = "pyproject.toml";

/** A list of packages by its name or its folder's: other texts lie beside code as well (`robots.txt`). */
const LIST = /(?:^|\/)(?:requirements?|reqs|constraints?|deps)[^/]*(?:\/[^/]+)?\.(?:txt|in|lock)$/;

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
    for (const build of buildsOf(context)) {
      for (const install of projectInstalls(build.view)) {
        const late = lateInstall(context, build, install);
        if (late) report(context, late);
      }
    }
  },
});

/** An install that comes behind a copy of the whole source, though its list could be copied alone. */
interface LateInstall {
  readonly view: DockerfileView;
  readonly install: ProjectInstall;
  readonly run: InstructionOf<"RUN">;
  readonly stage: Stage;
  readonly copy: CopyInstruction;
  /** As the Dockerfile would name it, and its path in the workspace where that is known. */
  readonly manifest: string;
  readonly own: string | null;
  /** True where a step before the copy has brought the list already. */
  readonly isThere: boolean;
}

function canComeFirst({ manifest, needsSource, installer }: ProjectInstall, run: InstructionOf<"RUN">): boolean {
  // What installs the source itself cannot come before it, but for tools that can install the packages alone first.
  if (needsSource && (manifest !== null || !ALONE.has(installer))) return false;
  return manifest?.value !== null && !mountsOf(run).some(mount => mount.type === "bind");
}

function lateInstall(context: WorkspaceContext, build: Build, install: ProjectInstall): LateInstall | null {
  const { view, folder } = build;
  const { stage, instruction: run } = install.run;
  if (stage === null || run.kind !== "RUN" || !canComeFirst(install, run)) return null;
  const placed = placedList(context, build, stage, install);
  const manifest = placed ?? listOf(context, build, install);
  if (manifest.startsWith("/")) return null;
  const copy = stage.instructions.find(
    (each): each is CopyInstruction =>
      (each.kind === "COPY" || each.kind === "ADD") &&
      each.index < run.index &&
      copiesSource(each) &&
      (isWhole(each) || (placed !== null && bringsCode(context, build, each, placed))),
  );
  if (copy === undefined || isBroughtEarlier(view, install, stage, copy)) return null;
  const own = folder === null ? null : inContext(folder, manifest);
  if (context.paths.size > 0 && (own === null || !context.paths.has(own))) return null;
  if (includesLocal(own === null ? null : context.read(own))) return null;
  const project = folder === null ? null : context.read(inContext(folder, PYPROJECT) ?? "");
  if (install.needsSource && hasMembers(project)) return null;
  const isThere = placed !== null && placedList(context, build, stage, install, copy.index) === placed;
  return { view, install, run, stage, copy, manifest, own, isThere };
}

/** The list behind `-r` as the build context names it, found by what the steps before have copied; null where that is not known. */
function placedList(
  context: WorkspaceContext,
  build: Build,
  stage: Stage,
  { manifest, run, command }: ProjectInstall,
  before = run.instruction.index,
): string | null {
  const { folder, view } = build;
  const moves = run.commands.some(({ name, span }) => name === "cd" && span.start < command.span.start);
  const workdir = moves ? null : workdirOf(view, stage, run.instruction.index);
  if (manifest?.value == null || folder === null || workdir === null) return null;
  const path = cleanPath(manifest.value.startsWith("/") ? manifest.value : `${workdir}/${manifest.value}`);
  const found = imagePath(context, build, stage, path, before);
  return found.kind !== "found" ? null : folder === "" ? found.path : found.path.slice(folder.length + 1);
}

/** True for the copy of a folder that holds the list, and code beside it: more than a script among several lists of packages. */
function bringsCode(context: WorkspaceContext, { folder }: Build, copy: CopyInstruction, list: string): boolean {
  return literalSources(copy).some(({ path }) => {
    const own = cleanPath(path);
    const whole = inContext(folder ?? "", own);
    if (whole === null || !list.startsWith(`${own}/`)) return false;
    const held = filesBelow(context, whole);
    const code = held.filter(each => each.endsWith(".py")).length;
    return code > 0 && code >= held.filter(each => LIST.test(each)).length;
  });
}

/** The list that is read: the lock where there is one, else the project's own manifest. */
function listOf(context: WorkspaceContext, { folder }: Build, install: ProjectInstall): string {
  const lock = manifestOf(install);
  const isThere = (name: string): boolean =>
    context.paths.has((folder === null ? null : inContext(folder, name)) ?? "");
  return install.manifest === null && !isThere(lock) && isThere(PYPROJECT) ? PYPROJECT : lock;
}

/** An earlier step, of this stage or of one that it stands on, has brought most of it already. */
function isBroughtEarlier(view: DockerfileView, install: ProjectInstall, stage: Stage, copy: CopyInstruction): boolean {
  const chain = chainOf(stage);
  return projectInstalls(view).some(
    each =>
      each !== install &&
      each.run.stage !== null &&
      chain.includes(each.run.stage) &&
      each.run.instruction.index < copy.index,
  );
}

function report(context: WorkspaceContext, late: LateInstall): void {
  const { view, install, copy, manifest, own, isThere } = late;
  const packages =
    context.recon === null ? [] : installedBy(install, context.recon.dependencies, view.path, context.paths);
  const count = new Set(packages.map(each => each.name)).size;
  const what = count > 1 ? `${String(count)} packages` : "every package";
  const shown = shorten(view.text.slice(copy.span.start, copy.span.end), 24);
  const lists = own === null ? [] : includedLists(context, own);
  const first = packages[0]?.place;
  const included = lists.length === 0 ? "" : " and what it includes";
  const todo = isThere ? "Install before it." : `Copy \`${shorten(manifest, 34)}\`${included} first.`;
  context.report(
    view.path,
    copy.span,
    `\`${shown}\` comes before the install, so each source change reinstalls ${what}. ${todo}`,
    {
      related:
        own === null || context.paths.size === 0
          ? []
          : [first?.path === own ? first : context.placeOf(own, { start: 0, end: 0 })],
      fixes: lists.length === 0 && canMove(late) ? [moveInstall(late)] : [],
    },
  );
}

/** Only an install that stands alone, right behind the copy, can be put before it word for word. */
function canMove({ stage, copy, run, install, manifest }: LateInstall): boolean {
  return (
    install.manifest?.value === manifest &&
    stage.instructions[stage.instructions.indexOf(copy) + 1] === run &&
    install.run.commands.length === 1 &&
    run.heredocs.length === 0 &&
    run.comments.length === 0
  );
}

function moveInstall({ view, copy, run, manifest, isThere }: LateInstall): ReportedFix {
  const end = lineEndOf(view.text);
  const at = lineStartOf(view, copy);
  const text = view.text.slice(run.span.start, run.span.end);
  const target = manifest.includes("/") ? manifest : "./";
  const list = isThere ? "" : `COPY ${manifest} ${target}${end}`;
  return suggestion(
    isThere ? "Install before the COPY" : `Copy ${manifest} Before the Install`,
    { span: { start: at, end: at }, text: `${list}${text}${end}`, path: view.path },
    { ...removeInstruction(view, run), path: view.path },
  );
}

/** True for `COPY . .` and its like. */
function isWhole(copy: CopyInstruction): boolean {
  return literalSources(copy).some(({ path }) => /^\.?\/?$/.test(path));
}

function copiesSource(copy: CopyInstruction): boolean {
  return !copy.flags.some(flag => flag.name === "from") && !copy.onbuild;
}

/** True where the manifest installs folders of the source: then the source has to be there. */
function includesLocal(text: string | null): boolean {
  return text !== null && /^\s*(?:-e\s|--editable|\.{1,2}\/|file:|-r\s+\.\.|\.\s*$|\.\[)/m.test(text);
}
