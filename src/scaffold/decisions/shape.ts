import type { ApplicationKind } from "../blueprint";
import type { EntryPoint } from "../../model/recon";
import { isInside, joinPath, nameOf, relativeTo } from "../../model/paths";
import type { PyprojectFacts } from "../layout/pyproject";
import { memberFolders } from "../layout/uv-members";
import { slug } from "../text/slug";
import { isPackable } from "./packable";
import type { Subject } from "./subject";

/** Why the project has to be installed, or null where running from its folder is enough. */
export function installReason(
  subject: Subject,
  kind: ApplicationKind,
  main: EntryPoint | null,
  /** The command that brings the database up to date, where there is one. */
  migrate: readonly string[] | null,
): string | null {
  const { layout, path, recon } = subject;
  const { pyproject } = layout;
  if (!isBuildable(subject) || !isPackable(layout, path)) return null;
  if (kind === "cli" && main?.kind === "cli") return "Its console script comes into being by installing the project.";
  if (pyproject && installsNoPackage(pyproject)) return null;
  if (hasPackagesBelowSrc(subject))
    return "The packages lie below src/, where they are found only once the project is installed.";
  const installer = pyproject?.backend ? packageInstaller(pyproject, recon.packageManager.name) : null;
  if (installer !== null) return `The project is a package: ${installer} installs it together with its dependencies.`;
  if (startsOwnScript(subject)) return "A start command is a console script of the project.";
  if (isOwnScript(subject, migrate?.[0]))
    return "The command that migrates the database is a console script of the project.";
  if (kind === "library") return "A library is tested as it is installed.";
  const list = joinPath(path, "requirements.txt");
  if (layout.requirements.get(list)?.namesProject === true)
    return `${list} installs the project itself, with what that declares.`;
  return listsPackages(subject) ? "The project's metadata says which packages it consists of." : null;
}

/** Poetry's own table with `package-mode = false`: the project is its dependencies alone. */
function installsNoPackage({ poetry, hasProject }: PyprojectFacts): boolean {
  return poetry.isUsed && !hasProject && !poetry.isPackage;
}

/** Whether pip can build it: by the backend that it names, or by a setup.py. */
function isBuildable({ layout: { pyproject, setup } }: Subject): boolean {
  return (pyproject?.backend ?? null) !== null || setup?.hasSetupPy === true;
}

function startsOwnScript({ layout, recon }: Subject): boolean {
  const scripts = layout.pyproject?.scripts ?? [];
  return recon.entryPoints.some(
    ({ command, kind, place, commandPlace = place }) =>
      kind !== "cli" && (scripts.includes(command[0] ?? "") || /^setup\.(?:py|cfg)$/.test(nameOf(commandPlace.path))),
  );
}

/** Whether installing the project makes a program of this name. */
function isOwnScript({ layout, recon }: Subject, program: string | undefined): boolean {
  if (program === undefined) return false;
  const scripts = recon.entryPoints.filter(({ kind, command }) => kind === "cli" && command.length === 1);
  return (
    layout.pyproject?.scripts.includes(program) === true || scripts.some(({ command: [name] }) => name === program)
  );
}

/** Whether the metadata lists packages, and what reads it is the manager itself. */
function listsPackages({ layout: { pyproject, setup }, recon }: Subject): boolean {
  const isManaged = ["setuptools", "hatch"].includes(recon.packageManager.name);
  return isManaged && (pyproject?.declaresPackages === true || setup !== null);
}

function hasPackagesBelowSrc({ layout, path, recon }: Subject): boolean {
  if (layout.setup?.isSourceLayout === true) return true;
  // Code that writes `from src.config import …` takes `src` for a package of its own.
  if (recon.modules.some(({ name }) => name === "src" || name.startsWith("src."))) return false;
  const source = joinPath(path, "src");
  return layout.files.some(file => isInside(source, file) && /^[^/]+\/__init__\.py$/.test(relativeTo(source, file)));
}

/** The tool that installs a project which its own table calls a package. */
function packageInstaller({ uv, pdm }: PyprojectFacts, manager: string): string | null {
  if (manager === "uv" && uv.isPackage) return "uv";
  return manager === "pdm" && pdm.isPackage ? "PDM" : null;
}

/** Folders and files outside the unit that its install reads; they make the whole workspace the build context. */
export function outsideNeeds({ layout, path }: Subject, requirements: readonly string[]): readonly string[] {
  if (path === "") return [];
  const seen = new Set<string>();
  const waiting = [...requirements];
  const found: string[] = [];
  for (let at = 0; at < waiting.length; at++) {
    const current = waiting[at] ?? "";
    const file = seen.has(current) ? undefined : layout.requirements.get(current);
    seen.add(current);
    if (!isInside(path, current)) found.push(current);
    if (!file) continue;
    waiting.push(...file.includes);
    found.push(...file.locals.map(local => local.path).filter(local => !isInside(path, local)));
  }
  found.push(
    ...(layout.pyproject?.uv.paths ?? []).map(local => joinPath(path, local)).filter(local => !isInside(path, local)),
  );
  found.push(...layout.siblings.filter(folder => !isInside(path, folder)));
  if (layout.workspaceRoot) {
    const root = layout.workspaceRoot.path;
    const members = layout.workspaceRoot.pyproject.uv.members;
    // Every member has to be there for `uv sync --locked`, which looks at the manifests of all of them.
    found.push(
      joinPath(root, "pyproject.toml"),
      joinPath(root, "uv.lock"),
      ...memberFolders(layout.allFiles, root, members).filter(folder => folder !== path),
    );
  }
  return [...new Set(found)].filter(name => name !== "" && !name.startsWith(".."));
}

/** Tests that the runtime image does without, relative to the folder: the unit's own, or one that its install takes in. */
export function testFolders({ layout, path }: Subject, folder: string = path): readonly string[] {
  const found = new Set<string>();
  const files = folder === path ? layout.files : layout.allFiles.filter(file => file.startsWith(`${folder}/`));
  for (const file of files) {
    const own = relativeTo(folder, file);
    const parts = own.split("/");
    const at = parts.findIndex(part => part === "tests" || part === "test");
    if (at < 0 || at === parts.length - 1) continue;
    if (/^(?:test_.*|.*_test|conftest)\.py$/.test(parts.at(-1) ?? "")) found.add(parts.slice(0, at + 1).join("/"));
  }
  for (const file of files) {
    const own = relativeTo(folder, file);
    if (!own.includes("/") && /^(?:test_.*|conftest)\.py$|^(?:pytest|tox)\.ini$/.test(own)) found.add(own);
  }
  const folders = [...found].sort();
  return folders.filter(folder => !folders.some(other => other !== folder && folder.startsWith(`${other}/`)));
}

/** A name for the image: the project's, else the folder's. */
export function imageName({ layout, path, unit }: Subject): string {
  return slug(unit ?? (layout.pyproject?.name || (path === "" ? layout.root : nameOf(path))));
}
