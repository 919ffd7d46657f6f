import { isInside, joinPath } from "../../model/paths";
import { pinned } from "../knowledge/tools";
import { memberFolders } from "../layout/uv-members";
import type { InstallDesign, InstallStep } from "./install-design";
import { hasFile, mount, shellWords, VENV, type InstallRequest } from "./install-request";
import { FROM_SOURCE, ownEnvironment } from "./pip";

const UV_CACHE = "/root/.cache/uv";

/** uv is copied out of an image, or installed where it is named as a release. */
function uvFrom(tool: string): Pick<InstallDesign, "toolCopy" | "toolSteps"> {
  return tool.includes("/")
    ? { toolCopy: tool, toolSteps: [] }
    : { toolCopy: null, toolSteps: [ownEnvironment("uv", [tool])] };
}

/** `uv sync` in two steps: dependencies from the lock alone, then the project (uv documentation, Using uv in Docker). */
export function designUv(request: InstallRequest): InstallDesign {
  const { layout } = request;
  const root = layout.workspaceRoot?.path ?? layout.path;
  const tool = request.tool ?? pinned("uv", request.python);
  const isLocked = hasFile(request, joinPath(root, "uv.lock"));
  const isWorkspace = layout.workspaceRoot !== null || (layout.pyproject?.uv.members.length ?? 0) > 0;
  const extras = request.extras.map(extra => `--extra ${shellWords(extra)}`);
  const devExtras = request.devExtras.map(extra => `--extra ${shellWords(extra)}`);
  const own = request.mainGroups.map(group => `--group ${shellWords(group)}`);
  const groups = [...own, ...request.devGroups.map(group => `--group ${shellWords(group)}`)];
  const locals = localFolders(request, root);
  // A lock that is older than its manifest is refused by `--locked`.
  const isStale = layout.isLockStale;
  const lockFlag = (isFrozen: boolean): readonly string[] => (isLocked ? [isFrozen ? "--frozen" : "--locked"] : []);
  // Manifests of members and path dependencies are not there in the first step, so it can only be told not to look.
  const firstLock = lockFlag(isStale || isWorkspace || locals.length > 0);
  const lastLock = lockFlag(isStale);
  const only = packagesFlag(request);
  const manifests = manifestsOf(request, root, isWorkspace);
  const sync = (...options: readonly string[]): string => ["uv sync", ...options].join(" ");
  const skipped = isWorkspace ? "--no-install-workspace" : "--no-install-project";
  const skipLocals = locals.length > 0 && isLocked ? ["--no-install-local"] : [];
  const first = (options: readonly string[], comment: string | null): InstallStep => ({
    comment,
    cache: UV_CACHE,
    mounts: [
      ...manifests.map(path => mount(request, path)),
      ...(isLocked ? [] : locals.map(path => mount(request, path, true))),
    ],
    commands: [sync(...firstLock, ...only, skipped, ...skipLocals, ...options)],
  });
  const installed = (editable: readonly string[]): InstallStep =>
    plainStep(sync(...lastLock, ...only, "--no-dev", ...editable, "--inexact", ...projectFlag(request), ...extras));
  const project =
    layout.asksGitForData && !isWorkspace ? { ...installed([]), comment: FROM_SOURCE } : installed(["--no-editable"]);
  const devProject = plainStep(
    sync(...lastLock, ...only, "--inexact", ...projectFlag(request), ...extras, ...devExtras, ...groups),
  );
  const needsLast = request.installsProject || isWorkspace || locals.length > 0;
  return {
    manager: "uv",
    tool,
    environment: {
      UV_PROJECT_ENVIRONMENT: VENV,
      UV_PYTHON: request.python,
      // A Python of uv's own would lie under /root, where the image's user may not read it.
      UV_PYTHON_DOWNLOADS: "never",
      UV_LINK_MODE: "copy",
      UV_COMPILE_BYTECODE: "1",
    },
    ...uvFrom(tool),
    mainSteps: [
      first(
        ["--no-dev", ...extras, ...own],
        `The dependencies come before the source, so that editing code never installs them again.${isLocked && isStale ? " The pyproject.toml was changed after its lock, which is installed as it stands." : ""}`,
      ),
      ...addSteps(request.added, "Not in the lock, but the application needs it to start."),
    ],
    devSteps: [first(["--inexact", ...extras, ...devExtras, ...groups], null), ...addSteps(request.devAdded, null)],
    projectSteps: needsLast ? [project] : [],
    devProjectSteps: needsLast ? [devProject] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: [...manifests, ...locals],
  };
}

/** One member of a workspace, or all of them where another one than the project is started. */
function packagesFlag({ layout }: InstallRequest): readonly string[] {
  const member = layout.workspaceRoot !== null ? layout.pyproject?.name : null;
  if (member) return [`--package ${shellWords(member)}`];
  return layout.startsOtherMember ? ["--all-packages"] : [];
}

/** What uv reads before the source is there. */
function manifestsOf(request: InstallRequest, root: string, isWorkspace: boolean): readonly string[] {
  const { layout, context } = request;
  const lock = joinPath(root, "uv.lock");
  const isLocked = hasFile(request, lock);
  const members = (layout.workspaceRoot?.pyproject ?? layout.pyproject)?.uv.members ?? [];
  const configuration = layout.packageIndexes.uvConfiguration;
  const read = [
    ...(isLocked ? [lock] : []),
    joinPath(root, "pyproject.toml"),
    ...(configuration !== null && isInside(context, configuration) ? [configuration] : []),
    ...(isWorkspace ? [joinPath(layout.path, "pyproject.toml")] : []),
    // Without a lock uv reads what each member needs.
    ...(isLocked
      ? []
      : memberFolders(layout.allFiles, root, members).map(folder => joinPath(folder, "pyproject.toml"))),
  ];
  return [...new Set(read)];
}

function projectFlag(request: InstallRequest): readonly string[] {
  return request.installsProject ? [] : ["--no-install-project"];
}

function plainStep(command: string): InstallStep {
  return { comment: null, cache: UV_CACHE, mounts: [], commands: [command] };
}

function addSteps(names: readonly string[], comment: string | null): readonly InstallStep[] {
  return names.length === 0
    ? []
    : [{ comment, cache: UV_CACHE, mounts: [], commands: [`uv pip install --python ${VENV} ${shellWords(...names)}`] }];
}

/** Folders of path dependencies, inside or outside the unit, that the context holds. */
function localFolders({ layout, context }: InstallRequest, root: string): readonly string[] {
  const found = (layout.pyproject?.uv.paths ?? []).map(path => joinPath(layout.path, path));
  return [...new Set(found)].filter(path => path !== root && isInside(context, path));
}
