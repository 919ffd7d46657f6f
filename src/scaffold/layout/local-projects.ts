import type { Workspace } from "../../workspace/workspace";
import { asString, at } from "../../workspace/data-node";
import { joinPath, nameOf, parentOf } from "../../model/paths";

/** Distributions that folders of the workspace make, by name as PEP 503 writes it: they need not come from an index. */
export function readLocalProjects(workspace: Workspace): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of workspace.paths("pyproject.toml", "setup.cfg", "setup.py")) {
    const folder = parentOf(path);
    if (folder === "" || workspace.text(path) === null) continue;
    const name =
      nameOf(path) === "setup.py"
        ? (workspace.text(path) ?? "").match(/\bname\s*=\s*["']([\w.-]+)["']/)?.[1]
        : nameIn(workspace, path);
    if (name) found.set(normalName(name), folder);
  }
  return found;
}

function nameIn(workspace: Workspace, path: string): string | undefined {
  const { root } = workspace.data(path);
  return (
    asString(at(root, "project", "name")) ??
    asString(at(root, "tool", "poetry", "name")) ??
    asString(at(root, "metadata", "name"))
  );
}

function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** Folders of the projects that `names` need, those that they need in turn included. */
export function localClosure(
  workspace: Workspace,
  projects: ReadonlyMap<string, string>,
  names: readonly string[],
  own: string,
): readonly string[] {
  const found = new Set<string>();
  const waiting = [...names];
  for (let index = 0; index < waiting.length; index++) {
    const folder = projects.get(normalName(waiting[index] ?? ""));
    if (folder === undefined || folder === own || found.has(folder)) continue;
    found.add(folder);
    waiting.push(...requirementsOf(workspace, folder));
  }
  return [...found];
}

/** Names that a project's metadata lists, read as far as it stands there literally. */
export function requirementsOf(workspace: Workspace, folder: string): readonly string[] {
  const { root } = workspace.data(joinPath(folder, "pyproject.toml"));
  const listed = at(root, "project", "dependencies");
  const texts = listed?.kind === "list" ? listed.items.flatMap(item => asString(item) ?? []) : [];
  const poetry = at(root, "tool", "poetry", "dependencies");
  const cfg = asString(at(workspace.data(joinPath(folder, "setup.cfg")).root, "options", "install_requires")) ?? "";
  return [
    ...texts.flatMap(text => text.match(/^\s*([\w.-]+)/)?.[1] ?? []),
    ...(poetry?.kind === "map" ? poetry.entries.map(({ key }) => key) : []),
    ...cfg.split("\n").flatMap(line => line.match(/^\s*([\w.-]+)/)?.[1] ?? []),
  ];
}
