import type { InstallDesign, InstallStep } from "./install-design";
import {
  hasFile,
  inUnit,
  mount,
  PIP_CACHE,
  localFolders,
  seenFromUnit,
  shellWords,
  type InstallRequest,
} from "./install-request";
import {
  addStep,
  closure,
  groupStep,
  heldWords,
  installComment,
  installProject,
  PIP_ENVIRONMENT,
  requirementsStep,
  venvFor,
} from "./pip";
import { compareMinor } from "../knowledge/tools";

/** setuptools, Hatch, Flit and every other PEP 517 backend: pip builds the project and reads its metadata. */
export function designSetuptools(request: InstallRequest): InstallDesign {
  const groups = [...request.mainGroups, ...request.devGroups];
  return {
    manager: request.recon.packageManager.name,
    tool: null,
    environment: PIP_ENVIRONMENT,
    toolCopy: null,
    toolSteps: [venvFor(groups)],
    mainSteps: [
      ...dependencySteps(request),
      ...groupStep(request, request.mainGroups),
      ...addStep(request.added, "Not among the dependencies, but the application needs it to start."),
    ],
    devSteps: [
      ...groupStep(request, request.devGroups),
      ...extrasSteps(request, request.devExtras),
      ...hatchSteps(request),
      // Lists beside the metadata: `requirements/dev.txt`, which tox or a workflow installs.
      ...request.devRequirements.map(path => requirementsStep(request, path, null, request.devHeld)),
      ...addStep(request.devAdded, null),
    ],
    projectSteps: request.installsProject ? [installProject(request, false)] : [],
    devProjectSteps: request.installsProject ? [installProject(request, true)] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: [
      ...["pyproject.toml", "setup.cfg", "setup.py"]
        .map(name => inUnit(request, name))
        .filter(path => hasFile(request, path)),
      ...request.devRequirements.flatMap(path => closure(request, path)),
    ],
  };
}

/** The dependencies alone, read from the metadata that needs no source to be read. */
function dependencySteps(request: InstallRequest): readonly InstallStep[] {
  const { pyproject, setup } = request.layout;
  if (pyproject?.hasStaticDependencies) return [tomlStep(request, request.extras, true, installComment(request))];
  if (setup?.cfgHasRequirements) return [configurationStep(request)];
  const names = mainRequirements(request);
  return names.length === 0
    ? []
    : [
        {
          comment: `${installComment(request)} setup.py cannot be read without running it: what is missing here comes with the project.`,
          cache: PIP_CACHE,
          mounts: [],
          commands: [`pip install ${shellWords(...names, ...request.held)}`],
        },
      ];
}

function extrasSteps(request: InstallRequest, extras: readonly string[]): readonly InstallStep[] {
  if (extras.length === 0 || !request.layout.pyproject?.hasProject) return [];
  return [tomlStep(request, extras, false, null)];
}

/** Prints the requirements of `pyproject.toml` as pip reads them. tomllib is part of Python from 3.11 on; pip brings tomli. */
function tomlStep(
  request: InstallRequest,
  extras: readonly string[],
  withMain: boolean,
  comment: string | null,
): InstallStep {
  const reader =
    compareMinor(request.python, "3.11") >= 0 ? "import tomllib" : "from pip._vendor import tomli as tomllib";
  const parts = [
    ...(withMain ? ["*p.get('dependencies', [])"] : []),
    ...extras.map(extra => `*p.get('optional-dependencies', {}).get('${extra}', [])`),
  ];
  // Distributions that only a folder of the workspace has are named by their folder beside the list.
  const locals = withMain ? localFolders(request) : [];
  const names = locals.map(path => `${shellWords(seenFromUnit(request, path))} `).join("");
  return {
    comment,
    cache: PIP_CACHE,
    mounts: [mount(request, inUnit(request, "pyproject.toml")), ...locals.map(path => mount(request, path, true))],
    commands: [
      `python -c "${reader}; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; print(${parts.join(", ")}, sep='\\n')" > /tmp/requirements.txt`,
      `pip install ${names}--requirement /tmp/requirements.txt${heldWords(withMain ? request.held : request.devHeld)}`,
    ],
  };
}

function configurationStep(request: InstallRequest): InstallStep {
  return {
    comment: installComment(request),
    cache: PIP_CACHE,
    mounts: [
      mount(request, inUnit(request, "setup.cfg")),
      ...localFolders(request).map(path => mount(request, path, true)),
    ],
    commands: [
      `python -c "import configparser; c = configparser.ConfigParser(); c.read('setup.cfg'); print(c['options']['install_requires'])" > /tmp/requirements.txt`,
      `pip install ${localFolders(request)
        .map(path => `${shellWords(seenFromUnit(request, path))} `)
        .join("")}--requirement /tmp/requirements.txt${heldWords(request.held)}`,
    ],
  };
}

function hatchSteps(request: InstallRequest): readonly InstallStep[] {
  const names = request.layout.pyproject?.hatch.groups.flat() ?? [];
  const plain = [...new Set(names)].filter(name => !name.includes("{"));
  return plain.length === 0
    ? []
    : [{ comment: null, cache: PIP_CACHE, mounts: [], commands: [`pip install ${shellWords(...plain)}`] }];
}

/** What recon read of `install_requires`, as requirements. */
function mainRequirements(request: InstallRequest): readonly string[] {
  return request.recon.dependencies
    .filter(({ direct, group, place }) => direct && group === "main" && !place.path.endsWith(".txt"))
    .map(({ name, extras, specifier, marker }) => {
      const extra = extras.length > 0 ? `[${extras.join(",")}]` : "";
      return `${name}${extra}${specifier}${marker ? `; ${marker}` : ""}`;
    });
}
