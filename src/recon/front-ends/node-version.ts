import type { Place } from "../../model/place";
import { asString, at } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { NODE_LIMITS } from "../knowledge/node-tools";
import { nodeFor } from "../knowledge/node-releases";
import { inFolder, type PackageJson } from "./package-json";

const CODENAMES: Readonly<Record<string, string>> = {
  erbium: "12",
  fermium: "14",
  gallium: "16",
  hydrogen: "18",
  iron: "20",
  jod: "22",
  krypton: "24",
};

/** What asks for a version of Node, nearest first: a version file, volta, `engines`, a package that runs on old ones only. */
export function nodeVersion(
  workspace: Workspace,
  json: PackageJson,
): { readonly major: string; readonly place: Place } | null {
  for (const folder of new Set([json.folder, ""])) {
    for (const name of [".nvmrc", ".node-version", ".tool-versions"]) {
      const path = inFolder(folder, name);
      const found = versionIn(workspace.text(path) ?? "", name);
      if (found !== null) return { major: found.major, place: workspace.place(path, found.offset) };
    }
  }
  const volta = at(json.root, "volta", "node");
  const pinned = /^\d+/.exec(asString(volta) ?? "")?.[0];
  if (volta && pinned !== undefined) return { major: pinned, place: workspace.place(json.path, volta.span.start) };
  for (const [name, limits] of Object.entries(NODE_LIMITS)) {
    const limit = limits[/\d+/.exec(json.dependencies.get(name) ?? "")?.[0] ?? ""];
    const offset = (workspace.text(json.path) ?? "").indexOf(`"${name}"`);
    if (limit !== undefined) return { major: limit, place: workspace.place(json.path, Math.max(offset, 0)) };
  }
  const engines = at(json.root, "engines", "node");
  const major = engines ? nodeFor(asString(engines) ?? "") : null;
  return engines && major !== null ? { major, place: workspace.place(json.path, engines.span.start) } : null;
}

function versionIn(text: string, name: string): { readonly major: string; readonly offset: number } | null {
  const match =
    name === ".tool-versions" ? /^nodejs\s+(\d+)/m.exec(text) : /^\s*v?(\d+)(?:\.[\d.x*]+)?\s*$/m.exec(text);
  if (match?.[1] !== undefined) return { major: match[1], offset: match.index };
  const code = /^\s*lts\/(\w+)/m.exec(text);
  const named = code?.[1] === undefined ? undefined : CODENAMES[code[1].toLowerCase()];
  return code && named !== undefined ? { major: named, offset: code.index } : null;
}
