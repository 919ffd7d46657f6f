import { inWords } from "../cite";
import { isInside, joinPath, nameOf, parentOf } from "../../model/paths";
import { OF_VERSION_CONTROL, type Repairs } from "../layout/requirements";
import type { InstallDesign, InstallStep } from "./install-design";
import {
  hasFile,
  inUnit,
  mount,
  PIP_CACHE,
  seenFromUnit,
  shellWords,
  VENV,
  type InstallRequest,
} from "./install-request";

/** `python -m venv`: the same in both stages, so that the copied environment finds its interpreter. */
export const MAKE_VENV: InstallStep = {
  comment: null,
  cache: null,
  mounts: [],
  commands: [`python -m venv ${VENV}`],
  decision: "python.version",
};

/** `pip install --group` (PEP 735) came with pip 25.1, which is newer than the one in the image of Python 3.11. */
export function venvFor(groups: readonly string[]): InstallStep {
  return groups.length > 0 ? { ...MAKE_VENV, commands: [`python -m venv --upgrade-deps ${VENV}`] } : MAKE_VENV;
}

export function groupStep(request: InstallRequest, groups: readonly string[]): readonly InstallStep[] {
  const command = `pip install ${groups.map(group => `--group ${shellWords(group)}`).join(" ")}`;
  const mounts = [mount(request, inUnit(request, "pyproject.toml"))];
  return groups.length === 0 ? [] : [{ comment: null, cache: PIP_CACHE, mounts, commands: [command] }];
}

/** An installer in an environment of its own, so that what it needs is not mixed with what the program needs. */
export function ownEnvironment(name: string, packages: readonly string[], comment: string | null = null): InstallStep {
  return {
    comment,
    cache: PIP_CACHE,
    mounts: [],
    commands: [
      `python -m venv /opt/${name}`,
      `/opt/${name}/bin/pip install ${shellWords(...packages)}`,
      `ln -s /opt/${name}/bin/${name} /usr/bin/${name}`,
    ],
  };
}

/** requirements.txt, compiled by pip-tools or written by hand, with hashes or without. */
export function designPip(request: InstallRequest): InstallDesign {
  const mainSteps = request.requirements.map(path => requirementsStep(request, path, installComment(request)));
  // Beside lists the groups for work are another way to the same.
  const devGroups = request.requirements.length > 0 ? [] : request.devGroups;
  const groups = [...request.mainGroups, ...devGroups];
  const devSteps = request.devRequirements.map(path => requirementsStep(request, path, null, request.devHeld));
  return {
    manager: request.recon.packageManager.name,
    tool: null,
    environment: PIP_ENVIRONMENT,
    toolCopy: null,
    toolSteps: [venvFor(groups)],
    mainSteps: [
      ...mainSteps,
      ...groupStep(request, request.mainGroups),
      ...addStep(
        request.requirements.length > 0 ? request.added : [...request.added, ...request.held],
        request.requirements.length > 0 || request.mainGroups.length > 0
          ? "Not among the requirements, but the application needs it to start."
          : "No file lists what runs: this is what the code imports, and what its start command needs.",
      ),
    ],
    devSteps: [...groupStep(request, devGroups), ...devSteps, ...addStep(request.devAdded, null)],
    projectSteps: request.installsProject ? [installProject(request, false)] : [],
    devProjectSteps: request.installsProject ? [installProject(request, true)] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: [
      ...(groups.length > 0 ? [inUnit(request, "pyproject.toml")] : []),
      ...[...request.requirements, ...request.devRequirements].flatMap(path => closure(request, path)),
    ],
  };
}

export const PIP_ENVIRONMENT = { PIP_DISABLE_PIP_VERSION_CHECK: "1" } as const;

export function addStep(names: readonly string[], comment: string | null): readonly InstallStep[] {
  return names.length === 0
    ? []
    : [{ comment, cache: PIP_CACHE, mounts: [], commands: [`pip install ${shellWords(...names)}`] }];
}

/** The requirements file with everything that it includes, and the local folders that it installs. */
export function closure(request: InstallRequest, path: string): readonly string[] {
  const seen = new Set<string>();
  const waiting = [path];
  for (let at = 0; at < waiting.length; at++) {
    const current = waiting[at] ?? "";
    if (seen.has(current) || !hasFile(request, current)) continue;
    seen.add(current);
    waiting.push(...(request.layout.requirements.get(current)?.includes ?? []));
  }
  return [...seen];
}

export function installComment(request: InstallRequest): string {
  const held = request.held.length > 0 ? " What is held below a release would break the rest." : "";
  return `The dependencies come before the source, so that editing code never installs them again.${held}`;
}

/** In one command with the requirements, so that one resolution finds releases that fit each other. */
export function heldWords(held: readonly string[]): string {
  return held.length === 0 ? "" : ` ${shellWords(...held)}`;
}

const READ_TABLE = "/tmp/requirements.txt";

/** Name and version of each row of `pip list`, below the dashes where it has them; PowerShell writes such a file as UTF-16. */
function tableCommand(path: string): string {
  const code = [
    `text = open('${path.replace(/['\\]/g, "")}', 'rb').read()`,
    "rows = text.decode('utf-16' if text[:2] in (b'\\xff\\xfe', b'\\xfe\\xff') else 'utf-8-sig').splitlines()",
    "start = next((at + 1 for at, row in enumerate(rows) if row.strip().startswith('---')), 0)",
    `open('${READ_TABLE}', 'w').write('\\n'.join('=='.join(row.split()[:2]) for row in rows[start:] if row.strip()))`,
  ];
  return `python -c "${code.join("; ")}"`;
}

/** The project itself, `-e .` or `.`, with a comment or without, in a file with line ends of Unix or of Windows. */
const WITHOUT_PROJECT = "/^(-e|--editable)?[ =]*\\.\\/?(\\[.*\\])?([[:space:]]+#.*)?[[:space:]]*$/d";

function repairScript({ dropped, moved, hasOldGit }: Repairs): readonly string[] {
  const names = [...new Set(dropped)].map(name => name.replace(/\./g, "\\."));
  return [
    ...(names.length > 0 ? [`/^(${names.join("|")})([^A-Za-z0-9._-]|$)/d`] : []),
    ...(moved.length > 0 ? ["s/ *@ *file:\\/\\/\\/[^;]*//"] : []),
    ...(hasOldGit ? ["s#(git\\+)?git://github#git+https://github#"] : []),
  ];
}

/** What a list has to be read as, where pip cannot take it as it is written: what sed does to it, and the name it then has. */
interface RepairedList {
  readonly script: readonly string[];
  readonly seen: string;
  readonly name: string;
}

/** A list and those that it includes, the innermost first, as far as pip cannot take them as they are written. */
function repairedLists(
  request: InstallRequest,
  path: string,
  lists = new Map<string, RepairedList | null>(),
): ReadonlyMap<string, RepairedList | null> {
  const file = request.layout.requirements.get(path);
  if (lists.has(path) || !file || !hasFile(request, path)) return lists;
  lists.set(path, null);
  const renamed = file.includes.flatMap(include => {
    const list = repairedLists(request, include, lists).get(include);
    const name = nameOf(include).replace(/\./g, "\\.");
    return list && /^[\w\\.-]+$/.test(name)
      ? [
          `s#^((-r|--requirement|-c|--constraint)[[:space:]=]*(.*/)?)${name}[[:space:]]*([[:space:]]\\#.*)?$#\\1${nameOf(list.name)}#`,
        ]
      : [];
  });
  // `-e .` needs the whole source, which is not there yet: it is left out here and installed once the source is.
  const script = [...(file.namesProject ? [WITHOUT_PROJECT] : []), ...repairScript(file.repairs), ...renamed];
  const seen = seenFromUnit(request, path);
  const name = joinPath(parentOf(seen), nameOf(seen).replace(/\.txt$/, "") + ".dependencies.txt");
  // Set again, so that it comes after those that it includes.
  lists.delete(path);
  return lists.set(path, script.length > 0 ? { script, seen, name } : null);
}

function sedOf({ script, seen, name }: RepairedList, isWide: boolean): string {
  const sed = `sed -E '${script.join("; ")}'`;
  const file = shellWords(seen);
  // Without its NULs and its mark, UTF-16 of names and versions is ASCII.
  const text = isWide ? `tr -d '\\000\\377\\376' < ${file} | ${sed}` : `${sed} ${file}`;
  return `${text} > ${shellWords(name)}`;
}

function repairComment(all: readonly Repairs[]): string | null {
  const dropped = all.flatMap(repairs => repairs.dropped);
  const moved = all.flatMap(repairs => repairs.moved);
  const hasOldGit = all.some(repairs => repairs.hasOldGit);
  const told = [
    dropped.length > 0 ? `${inWords([...new Set(dropped)])}: for another system only, so left out.` : null,
    moved.length > 0
      ? "What comes from a folder of the machine on which the list was written is taken from the index."
      : null,
    hasOldGit ? "GitHub answers https, and no longer git://." : null,
  ];
  return told.filter(Boolean).join(" ") || null;
}

/** Such a list is a lock and complete, so that neither part has to ask for what it needs. */
function unhashedCommands(list: string): readonly string[] {
  const found = OF_VERSION_CONTROL.source;
  return [
    `sed -E '/${found}/d' ${shellWords(list)} > /tmp/hashed.txt`,
    "pip install --require-hashes --no-deps --requirement /tmp/hashed.txt",
    `grep -E '${found}' ${shellWords(list)} > /tmp/unhashed.txt`,
    "pip install --no-deps --requirement /tmp/unhashed.txt",
  ];
}

export function requirementsStep(
  request: InstallRequest,
  path: string,
  comment: string | null,
  held: readonly string[] = request.held,
): InstallStep {
  const files = closure(request, path);
  const facts = files.flatMap(file => request.layout.requirements.get(file) ?? []);
  const locals = [...new Set(facts.flatMap(file => file.locals.map(local => local.path)))].filter(
    local =>
      local !== request.layout.path &&
      request.layout.allFiles.some(file => file === local || file.startsWith(`${local}/`)),
  );
  // A distribution of the workspace that is required by its name alone comes from its folder, not from an index.
  const siblings = request.layout.siblings.filter(
    folder => !locals.includes(folder) && isInside(request.context, folder),
  );
  const hasHashes = request.layout.requirements.get(path)?.hasHashes ?? false;
  const seen = seenFromUnit(request, path);
  const folders = siblings.map(folder => `${shellWords(seenFromUnit(request, folder))} `).join("");
  const isTable = request.layout.requirements.get(path)?.isTable ?? false;
  const lists = repairedLists(request, path);
  const list = isTable ? READ_TABLE : (lists.get(path)?.name ?? seen);
  const hasUnhashed = request.layout.requirements.get(path)?.hasUnhashed ?? false;
  const install = hasUnhashed
    ? unhashedCommands(list)
    : [
        `pip install ${hasHashes ? "--require-hashes " : ""}${folders}--requirement ${shellWords(list)}${hasHashes ? "" : heldWords(held)}`,
      ];
  const repairs = [...lists].flatMap(([own, repaired]) =>
    repaired ? [sedOf(repaired, request.layout.requirements.get(own)?.repairs.isWide ?? false)] : [],
  );
  return {
    comment:
      [
        comment,
        repairComment(facts.map(file => file.repairs)),
        hasUnhashed ? "What comes from version control has no hash, and pip takes all with hashes or none." : null,
      ]
        .filter(Boolean)
        .join(" ") || null,
    cache: PIP_CACHE,
    mounts: [
      ...files.map(file => mount(request, file)),
      ...[...locals, ...siblings].map(folder => mount(request, folder, true)),
    ],
    commands: isTable ? [tableCommand(seen), ...install] : [...repairs, ...install],
  };
}

export const FROM_SOURCE =
  "Which files beside the modules belong to its packages is asked of Git elsewhere: here they are used where they lie.";

/** Once the source is there; `--no-deps` is left out where the metadata may name more than was installed. */
export function installProject(request: InstallRequest, isEditable: boolean): InstallStep {
  const extras = isEditable ? [...request.extras, ...request.devExtras] : request.extras;
  const target = extras.length > 0 ? `.[${extras.join(",")}]` : ".";
  const { asksGitForData } = request.layout;
  return {
    comment: asksGitForData && !isEditable ? FROM_SOURCE : null,
    cache: PIP_CACHE,
    mounts: [],
    commands: [
      `pip install ${isEditable || asksGitForData ? "--editable " : ""}${target.includes("[") ? `"${target}"` : target}`,
    ],
  };
}
