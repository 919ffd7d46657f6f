import { wholeServices } from "../../docker/compose/whole-services";
import { joinPath, nameOf, parentOf, pathInside } from "../../model/paths";
import { asString, asText, at, items, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { required } from "../decisions/connection-value";
import { isEnvSample, parseEnv } from "./env-samples";

export interface MissingEnvFile {
  readonly path: string;
  readonly sample: { readonly path: string; readonly text: string } | null;
  /** Names of the services that read it; none where only the Compose file itself refers to its variables. */
  readonly services: readonly string[];
}

/** Compose files and what they name are few: these are the environment files to load before the rest can be read. */
export function namedEnvFiles(workspace: Workspace, path: string | null): readonly string[] {
  if (path === null) return [];
  const folder = parentOf(path);
  const named = wholeServices(workspace, path).flatMap(({ value }) =>
    readEnvFiles(folder, value).map(file => file.path),
  );
  return [...new Set([joinPath(folder, ".env"), ...named])];
}

/** The files of variables that a Compose file reads, or whose sample answers what it asks, and that are not there. */
export function missingEnvFiles(
  workspace: Workspace,
  composePath: string,
  services: readonly { readonly name: string; readonly envFiles: readonly string[] }[],
): readonly MissingEnvFile[] {
  const wanted = new Map<string, string[]>();
  for (const { name, envFiles } of services) {
    for (const file of envFiles) wanted.set(file, [...(wanted.get(file) ?? []), name]);
  }
  const main = joinPath(parentOf(composePath), ".env");
  const shown = sampleOf(workspace, main);
  if (!wanted.has(main) && shown !== null) {
    const names = [...parseEnv(shown.text).keys()];
    const text = workspace.text(composePath) ?? "";
    // `${NAME}` and `$NAME` without a preset are empty where nothing answers them, which few images take.
    if (names.some(name => new RegExp(`(?<!\\$)\\$(?:${name}\\b|\\{${name}(?:\\}|:?\\?))`).test(text)))
      wanted.set(main, []);
  }
  return [...wanted]
    .filter(([file]) => workspace.text(file) === null)
    .map(([file, names]) => ({ path: file, sample: sampleOf(workspace, file), services: names }));
}

/** Variables without which Compose refuses a file: `${NAME:?text}`. */
export function insistedIn(text: string): readonly string[] {
  const code = text.replace(/^[ \t]*#.*$/gm, "");
  return [...new Set([...code.matchAll(/(?<!\$)\$\{(\w+):?\?/g)].flatMap(([, name]) => name ?? []))];
}

/** The file beside it that shows what goes into it. */
function sampleOf(workspace: Workspace, file: string): MissingEnvFile["sample"] {
  const beside = workspace.files
    .map(({ path }) => path)
    .filter(path => parentOf(path) === parentOf(file) && workspace.text(path) !== null);
  const named = beside.find(path => SAMPLE_ENDS.some(end => path === file + end));
  const found = named ?? (/^\.env(?:\.\w+)?$/.test(nameOf(file)) ? beside.find(isEnvSample) : undefined);
  return found === undefined ? null : { path: found, text: workspace.text(found) ?? "" };
}

const SAMPLE_ENDS = [".example", ".sample", ".template", ".dist", "-example", "-sample", ".tmpl"];

/** What `env_file` of a service names, below the analysed folder. */
export function readEnvFiles(
  folder: string,
  node: DataNode | undefined,
): readonly { readonly path: string; readonly isRequired: boolean }[] {
  const found = at(node, "env_file");
  const one = asString(found);
  return [...(one === undefined ? [] : [found]), ...items(found)].flatMap(item => {
    const written = asString(item) ?? asString(at(item, "path"));
    // A path outside, or one that a variable decides, is not ours to write.
    const path = written === undefined || /^\/|^~|\$/.test(written) ? null : pathInside(folder, written);
    return path === null ? [] : [{ path, isRequired: asText(at(item, "required")) !== "false" }];
  });
}

/** A committed file hides nothing; of another one only the names of secrets go on, which `.env` (`main`) answers. */
export function fileVariables(
  workspace: Workspace,
  path: string,
  main: string,
): readonly (readonly [string, string])[] {
  const text = workspace.text(path);
  const isOpen = path !== main && text !== null && workspace.has(path);
  return [...parseEnv(text ?? sampleOf(workspace, path)?.text ?? "")]
    .filter(([, value]) => value !== "")
    .map(([name, value]) => [name, !isOpen && mayHoldSecret(name) ? required(name) : value]);
}

function mayHoldSecret(name: string): boolean {
  return /PASS|SECRET|TOKEN|KEY|URL|URI|DSN/i.test(name);
}
