import { joinPath } from "../../model/paths";
import { pinnedPoetry } from "../knowledge/tools";
import type { InstallDesign, InstallStep } from "./install-design";
import {
  firstComment,
  hasFile,
  inUnit,
  localFolders,
  mount,
  PIP_CACHE,
  shellWords,
  type InstallRequest,
} from "./install-request";
import { addStep, MAKE_VENV, ownEnvironment } from "./pip";

const POETRY_CACHE = "/root/.cache/pypoetry";
const EXPORTED = "/tmp/requirements.txt";

/**
 * Poetry lives in an environment of its own. With a lock it exports what is locked (it refuses a lock that does not fit) and
 * pip installs it; without one Poetry installs by itself into `/opt/venv`, which VIRTUAL_ENV names.
 */
export function designPoetry(request: InstallRequest): InstallDesign {
  const { layout } = request;
  const tool = request.tool ?? pinnedPoetry(layout.lockVersion, request.python);
  const manifests = ["pyproject.toml", "poetry.lock", "poetry.toml"]
    .map(name => inUnit(request, name))
    .filter(path => hasFile(request, path));
  const locals = (layout.pyproject?.uv.paths ?? []).map(path => joinPath(layout.path, path));
  const isLocked = hasFile(request, inUnit(request, "poetry.lock"));
  const install = isLocked ? exported(request, locals.length > 0) : direct(locals.length > 0);
  // Poetry takes nothing of a lock that is older than its manifest; what the lock holds stays where it still fits.
  const isStale = isLocked && layout.isLockStale && locals.length === 0;
  const renewal = isStale ? [`poetry lock${tool.includes("==1.") ? " --no-update" : ""}`] : [];
  const step = (commands: readonly string[], comment: string | null): InstallStep => ({
    comment,
    cache: install.cache,
    mounts: [
      ...manifests.map(path => mount(request, path, isStale && path.endsWith(".lock"))),
      // Without a lock Poetry reads what the projects in these folders need.
      ...(isLocked ? [] : localFolders(request).map(path => mount(request, path, true))),
    ],
    commands: [...renewal, ...commands],
  });
  const extras = request.extras;
  const all = [...request.extras, ...request.devExtras];
  return {
    manager: "poetry",
    tool,
    environment: { POETRY_NO_INTERACTION: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
    toolCopy: null,
    toolSteps: [MAKE_VENV, ownEnvironment("poetry", [tool, ...(isLocked ? [exportPlugin(tool)] : [])])],
    mainSteps: [
      step(
        install.commands(extras, [], request.mainGroups),
        `${firstComment("Poetry", isLocked)}${isStale ? " The pyproject.toml was changed after its lock, which is renewed here: run poetry lock and commit it to get the same image again." : ""}`,
      ),
      ...addStep(request.added, "Not in the lock, but the application needs it to start."),
    ],
    devSteps: [
      step(install.commands(all, request.devGroups, request.mainGroups), null),
      ...addStep(request.devAdded, null),
    ],
    projectSteps: [
      ...(locals.length > 0 ? [plain("poetry install --only main --no-root --compile")] : []),
      // Poetry installs its own project editable; pip installs the same metadata as a copy.
      ...(request.installsProject ? [{ ...plain("pip install --no-deps ."), cache: PIP_CACHE }] : []),
    ],
    devProjectSteps: [
      ...(locals.length > 0 ? [plain("poetry install --only main --no-root")] : []),
      ...(request.installsProject ? [{ ...plain("pip install --no-deps --editable ."), cache: PIP_CACHE }] : []),
    ],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: [...manifests, ...locals],
  };
}

function withGroups(groups: readonly string[]): readonly string[] {
  return groups.length === 0 ? [] : [`--with ${groups.map(group => shellWords(group)).join(",")}`];
}

interface Way {
  readonly cache: string;
  readonly commands: (
    extras: readonly string[],
    devGroups: readonly string[],
    mainGroups: readonly string[],
  ) => readonly string[];
}

/** Sources under version control and folders have no hash, and pip then wants none at all. */
function exported({ layout }: InstallRequest, hasLocals: boolean): Way {
  const plainLock = layout.lockHasSources || hasLocals;
  return {
    cache: PIP_CACHE,
    commands: (extras, devGroups, mainGroups) => [
      [
        "poetry export",
        ...withGroups([...mainGroups, ...devGroups]),
        ...extras.map(extra => `--extras ${shellWords(extra)}`),
        ...(plainLock ? ["--without-hashes"] : []),
        `--output ${EXPORTED}`,
      ].join(" "),
      ...(hasLocals ? [`sed -i '/file:\\/\\//d' ${EXPORTED}`] : []),
      `pip install --no-deps ${plainLock ? "" : "--require-hashes "}--requirement ${EXPORTED}`,
    ],
  };
}

function direct(hasLocals: boolean): Way {
  return {
    cache: POETRY_CACHE,
    commands: (extras, devGroups, mainGroups) => [
      [
        "poetry install --no-root",
        ...(devGroups.length > 0
          ? withGroups([...mainGroups, ...devGroups])
          : [`--only ${["main", ...mainGroups].map(group => shellWords(group)).join(",")}`, "--compile"]),
        ...(hasLocals ? ["--no-directory"] : []),
        ...extras.map(extra => `--extras ${shellWords(extra)}`),
      ].join(" "),
    ],
  };
}

/** The plugin that Poetry kept apart from itself; its version follows Poetry's major one. */
function exportPlugin(tool: string): string {
  const major = tool.match(/==(\d+)/)?.[1];
  return major === "2"
    ? "poetry-plugin-export==1.10.1"
    : major === "1"
      ? "poetry-plugin-export==1.8.0"
      : "poetry-plugin-export";
}

function plain(command: string): InstallStep {
  return { comment: null, cache: POETRY_CACHE, mounts: [], commands: [command] };
}
