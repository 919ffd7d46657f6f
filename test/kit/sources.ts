import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

/** The checkout's own folder. */
export const projectRoot = path.resolve(__dirname, "../..");

/** Files below a folder of the project, relative to it, sorted. */
export function projectFiles(folder: string, ending = ".ts"): readonly string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => path.relative(projectRoot, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort();
}

export function projectText(file: string): string {
  return readFileSync(path.join(projectRoot, file), "utf8");
}

/** Module specifiers that a TypeScript source imports, re-exports, requires or imports dynamically, types included. */
export function importsOf(text: string): readonly string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\b(?:import|require)\(\s*["']([^"']+)["']\s*\)/g,
  );
  return [...found].flatMap(match => match[1] ?? match[2] ?? match[3] ?? []);
}
