import { isInside, joinPath } from "../../model/paths";
import { pinned } from "../knowledge/tools";
import type { InstallDesign, InstallStep } from "./install-design";
import { hasFile, mount, shellWords, VENV, type InstallRequest } from "./install-request";
import { FROM_SOURCE, ownEnvironment } from "./pip";

const UV_CACHE = "/root/.cache/uv";

/** `uv sync` in two steps: dependencies from the lock alone, then the project (uv documentation, Using uv in Docker). */
export function designUv(request: InstallRequest): InstallDesign {
  const { layout } = request;
  const root = layout.workspaceRoot?.path ?? layout.path;
  const tool = request.tool ?? pinned("uv", request.python);
  const isImage = tool.includes("/");
  const lock = joinPath(root, "uv.lock");
  const isLocked = hasFile(request, lock);
  const member = layout.workspaceRoot !== null ? layout.pyproject?.name : null;
  const isWorkspace = layout.workspaceRoot !== null || (layout.pyproject?.uv.members.length ?? 0) > 0;
  const extras = request.extras.map(extra => `--extra ${shellWords(extra)}`);
  const devExtras = request.devExtras.map(extra => `--extra ${shellWords(extra)}`);
  const own = request.mainGroups.map(group => `--group ${shellWords(group)}`);
  const groups = [...own, ...request.devGroups.map(group => `--group ${shellWords(group)}`)];
  const locals = localFolders(request, root);
  // Manifests of members and path dependencies are not there in the first step, so it can only be told not to look.
  // A lock that is older than its manifest is refused by `--locked`.
  const isStale = layout.isLockStale;
  const firstLock = !isLocked ? [] : isStale || isWorkspace || locals.length > 0 ? ["--frozen"] : ["--locked"];
  const lastLock = !isLocked ? [] : isStale ? ["--frozen"] : ["--locked"];
  const only = member ? [`--package ${shellWords(member)}`] : layout.startsOtherMember ? ["--all-packages"] : [];
  const configuration = layout.packageIndexes.uvConfiguration;
  const manifests = [
    ...(isLocked ? [lock] : []),
    joinPath(root, "pyproject.toml"),
    ...(configuration !== null && isInside(request.context, configuration) ? [configuration] : []),
  ];
  if (isWorkspace)
    manifests.push(...[joinPath(layout.path, "pyproject.toml")].filter(path => !manifests.includes(path)));
  const sync = (...options: readonly string[]): string => ["uv sync", ...options].join(" ");
  const skipped = isWorkspace ? "--no-install-workspace" : "--no-install-project";
  const skipLocals = locals.length > 0 ? [...(isLocked ? ["--no-install-local"] : [])] : [];
  const first = (options: readonly string[], comment: string | null): InstallStep => ({
    comment,
    cache: UV_CACHE,
    mounts: manifests.map(path => mount(request, path)),
    commands: [sync(...firstLock, ...only, skipped, ...skipLocals, ...options)],
  });
  const fromSource = layout.asksGitForData && !isWorkspace;
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
    toolCopy: isImage ? tool : null,
    toolSteps: isImage ? [] : [ownEnvironment("uv", [tool])],
    mainSteps: [
      first(
        ["--no-dev", ...extras, ...own],
        `The dependencies come before the source, so that editing code never installs them again.${isLocked && isStale ? " The pyproject.toml was changed after its lock, which is installed as it stands." : ""}`,
      ),
      ...addSteps(request.added, "Not in the lock, but the application needs it to start."),
    ],
    devSteps: [first(["--inexact", ...extras, ...devExtras, ...groups], null), ...addSteps(request.devAdded, null)],
    projectSteps: needsLast
      ? [
          {
            ...plainStep(
              sync(
                ...lastLock,
                ...only,
                "--no-dev",
                ...(fromSource ? [] : ["--no-editable"]),
                "--inexact",
                ...projectFlag(request),
                ...extras,
              ),
            ),
            ...(fromSource ? { comment: FROM_SOURCE } : {}),
          },
        ]
      : [],
    devProjectSteps: needsLast
      ? [
          plainStep(
            sync(...lastLock, ...only, "--inexact", ...projectFlag(request), ...extras, ...devExtras, ...groups),
          ),
        ]
      : [],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: [...manifests, ...locals],
  };
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
function localFolders(request: InstallRequest, root: string): readonly string[] {
  const tables = [request.layout.pyproject, request.layout.workspaceRoot?.pyproject];
  const own = request.layout.pyproject?.uv.paths ?? [];
  const found = tables.length > 0 ? own.map(path => joinPath(request.layout.path, path)) : [];
  return [...new Set(found)].filter(path => path !== root && isInside(request.context, path));
}
