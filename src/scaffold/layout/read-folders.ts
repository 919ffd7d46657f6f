import { isInside, joinPath, parentOf } from "../../model/paths";
import type { Recon } from "../../model/recon";
import { loadedFiles } from "../../recon/loaded-files";
import type { Workspace } from "../../workspace/workspace";
import { findPath } from "./path-expression";
import { isBesideCode } from "./writing-code";

/** Beside the code of most projects, and no part of what runs. */
const SELDOM_READ = ["docs", "doc", "dist", "k8s", "terraform"];

/**
 * Those of them, and of `others`, that the program names as a path in the files which it loads: texts of an API's pages, a
 * built front end, what a service beside it keeps. All are relative to the unit.
 */
export function foldersReadByCode(
  workspace: Workspace,
  recon: Recon,
  unit: string,
  others: readonly string[] = [],
): ReadonlySet<string> {
  const there = [...SELDOM_READ, ...others].filter(name =>
    workspace.files.some(({ path }) => isInside(joinPath(unit, name), path)),
  );
  if (there.length === 0) return new Set();
  const texts = [...loadedFiles(recon)]
    .filter(path => path.endsWith(".py") && isInside(unit, path) && !isBesideCode(path))
    .map(path => workspace.text(path) ?? "");
  const isNamed = (name: string): boolean =>
    texts.some(text => findPath(text, name) >= 0 || (name.includes("/") && joinedFrom(name).test(text)));
  // What names the folder above several of them may read any.
  const above = new Set(others.map(parentOf).filter(name => name !== ""));
  const searched = texts.flatMap(text => [...text.matchAll(SEARCHED)].map(([, name]) => name));
  const isNamedAlone = (name: string): boolean =>
    searched.includes(name) || texts.some(text => findPath(text, name, true) >= 0);
  return new Set([
    ...there.filter(name => isNamed(name) || isNamed(`./${name}`)),
    ...[...above].filter(name => isNamedAlone(name) || isNamedAlone(`./${name}`)),
  ]);
}

const SEARCHED = /\bsys\.path\.\w+\((?:\s*\d+\s*,)?\s*["']([^"'\n]+)["']\s*\)/g;

/** The parts of a path one by one: `join(ROOT, "services", "mail")`, `ROOT / "services" / "mail"`, or as a module's name. */
function joinedFrom(name: string): RegExp {
  const parts = name.split("/").map(part => part.replace(/[^\w-]/g, "\\$&"));
  return new RegExp(`["'](?:\\./)?${parts.join(`(?:[/.]|["'][\\s,/).]*(?:joinpath\\()?\\s*["'])`)}["'/.]`);
}
