import { joinPath, parentOf } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";

const IMPORT = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+([^\n]*)/gm;
/** Settings that take others in by no import that can be followed. */
const LOADS_OTHERS = /\bimport_module\(|\bexec(?:file)?\(|\binclude\(|\bsplit_settings\b|\bload_\w+\(/;

/**
 * The files that a module of settings consists of: its own and what it imports from; null where it is not there or takes
 * others in by code.
 */
export function settingsChain(workspace: Workspace, module: string): ReadonlySet<string> | null {
  const found = new Set<string>();
  const open = filesOf(workspace, module.replaceAll(".", "/"));
  if (open.length === 0) return null;
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const text = found.has(path) ? null : workspace.text(path);
    found.add(path);
    if (text === null) continue;
    if (LOADS_OTHERS.test(text)) return null;
    for (const [, dots = "", name = "", names = ""] of text.matchAll(IMPORT)) {
      let folder = dots === "" ? null : parentOf(path);
      for (let step = 1; folder !== null && step < dots.length; step++) folder = parentOf(folder);
      const inner = name.replaceAll(".", "/");
      const members = [...names.matchAll(/\w+/g)].map(([member]) => joinPath(inner, member));
      for (const each of [inner, ...members].filter(part => part !== ""))
        open.push(...(folder === null ? filesOf(workspace, each) : filesAt(workspace, joinPath(folder, each))));
      if (folder !== null && inner === "") open.push(...filesAt(workspace, folder));
    }
  }
  return found;
}

function filesOf(workspace: Workspace, path: string): string[] {
  return [...workspace.paths(`**/${path}.py`), ...workspace.paths(`**/${path}/__init__.py`)];
}

function filesAt(workspace: Workspace, path: string): string[] {
  return [`${path}.py`, `${path}/__init__.py`].filter(file => workspace.has(file));
}
