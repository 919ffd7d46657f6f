import type { ImagePart } from "../model/verification";
import type { LayerFile } from "../model/ports";
import { historyInstructions, textOf, type BuiltFile } from "./instruction-places";
import type { ImageTree } from "./image-tree";

/** A file from this size on is a part of its own. */
const LARGE = 1_000_000;
/** Parts below this share are added up, so that a picture stays readable. */
const SMALL = 200_000;

/** `RECORD` of each installed distribution by its path in the image. */
export type Records = ReadonlyMap<string, string>;

export function isRecordFile(path: string): boolean {
  return /\/(?:site|dist)-packages\/[^/]+\.dist-info\/RECORD$/.test(path);
}

/** What an image weighs: instruction, then distribution or folder, then large file. */
export function imageParts(
  tree: ImageTree,
  records: Records,
  built: BuiltFile,
  unused: ReadonlySet<string>,
): readonly ImagePart[] {
  const instructions = historyInstructions(built, tree.history);
  const owners = ownersOf(records);
  const base: ImagePart[] = [];
  const own: ImagePart[] = [];
  for (const { index, files, lostBytes } of tree.layers) {
    const instruction = instructions[index] ?? null;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes === 0) continue;
    const text = instruction ? textOf(built, instruction) : (tree.history[index]?.instruction ?? "");
    const parts = instruction ? groups(files, owners, unused) : [];
    const part: ImagePart = {
      name: oneLine(text) || "first layer",
      kind: instruction ? kindOf(parts) : "base",
      bytes,
      place: instruction ? built.placeOf(instruction) : null,
      advice:
        lostBytes >= LARGE
          ? `A later instruction deletes or replaces ${megabytes(lostBytes)} of it, which weigh all the same: do it in the same instruction, or in a stage that is left behind.`
          : null,
      parts,
    };
    (instruction ? own : base).push(part);
  }
  return base.length === 0 ? own : [basePart(built, base), ...own];
}

/** The layers that the base image brings, as one part that stands at its FROM. */
function basePart(built: BuiltFile, layers: readonly ImagePart[]): ImagePart {
  let stage = built.stage;
  while (stage?.base) stage = stage.base;
  return {
    name: stage?.from?.image?.value ?? "base image",
    kind: "base",
    bytes: layers.reduce((sum, part) => sum + part.bytes, 0),
    place: stage?.from ? built.placeOf(stage.from) : null,
    advice: null,
    parts: layers,
  };
}

/**
 * Bytes of the Dockerfile's own layers that need not be there: package lists, caches and temporary files, and what a
 * later layer deletes. Those of the base image are not decided here.
 */
export function leftoverBytes(tree: ImageTree, built: BuiltFile): number {
  const instructions = historyInstructions(built, tree.history);
  let bytes = 0;
  for (const { index, lostBytes } of tree.layers) if (instructions[index]) bytes += lostBytes;
  for (const [path, { file, layer }] of tree.files)
    if (instructions[layer] && LEFTOVERS.test(path)) bytes += file.bytes;
  return bytes;
}

/** The database of debconf and the index of ldconfig lie among caches, but each package that is installed keeps them. */
const LEFTOVERS =
  /^(?:var\/lib\/apt\/lists\/|var\/cache\/(?!debconf\/|ldconfig\/)|root\/\.cache\/|home\/[^/]+\/\.cache\/|tmp\/|var\/tmp\/|root\/\.npm\/)|\/\.git\//;

function ownersOf(records: Records): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const [path, text] of records) {
    const [, folder = "", name = ""] = /^(.*\/(?:site|dist)-packages)\/([^/]+)\.dist-info\/RECORD$/.exec(path) ?? [];
    for (const line of text.split("\n")) {
      const file = line.startsWith('"') ? line.slice(1, line.indexOf('"', 1)) : line.slice(0, line.indexOf(","));
      if (file !== "" && !file.startsWith("..") && !file.startsWith("/")) owners.set(`${folder}/${file}`, name);
    }
  }
  return owners;
}

interface Group {
  readonly kind: ImagePart["kind"];
  bytes: number;
  tests: number;
  /** Folders and files that hold all of it, absolute. */
  readonly roots: Set<string>;
  readonly large: ImagePart[];
}

function groups(
  files: readonly LayerFile[],
  owners: ReadonlyMap<string, string>,
  unused: ReadonlySet<string>,
): readonly ImagePart[] {
  const found = new Map<string, Group>();

  for (const { path, bytes, kind } of files) {
    if (kind !== "file") continue;
    const { name, kind: group } = groupOf(path, owners);
    const known = found.get(name) ?? { kind: group, bytes: 0, tests: 0, roots: new Set<string>(), large: [] };
    found.set(name, known);
    known.bytes += bytes;
    const root = rootOf(path);
    if (root !== null) known.roots.add(root);
    if (/\/(?:site|dist)-packages\/.*\/tests?\//.test(path)) known.tests += bytes;
    if (bytes >= LARGE)
      known.large.push({ name: `/${path}`, kind: group, bytes, place: null, advice: null, parts: [] });
  }
  // A folder that several distributions share, such as a namespace package, belongs to none of them.
  const claims = new Map<string, number>();
  for (const { roots } of found.values()) for (const root of roots) claims.set(root, (claims.get(root) ?? 0) + 1);
  const ownRoots = (roots: ReadonlySet<string>): readonly string[] =>
    [...roots].some(root => claims.get(root) !== 1) ? [] : [...roots].sort();
  const parts = [...found].map(([name, { kind, bytes, tests, roots, large }]) => ({
    name,
    kind,
    bytes,
    place: null,
    ...advice(name, kind, bytes, tests, unused, ownRoots(roots)),
    parts: large.sort((left, right) => right.bytes - left.bytes),
  }));
  const shown = parts.filter(({ bytes }) => bytes >= SMALL).sort((left, right) => right.bytes - left.bytes);
  const rest = parts.filter(({ bytes }) => bytes < SMALL);
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  const [kind = "application"] = rest.map(part => part.kind);
  return restBytes === 0
    ? shown
    : [
        ...shown,
        {
          name: `${rest.length} smaller ${rest.length === 1 ? "part" : "parts"}`,
          kind,
          bytes: restBytes,
          place: null,
          advice: null,
          parts: [],
        },
      ];
}

function groupOf(path: string, owners: ReadonlyMap<string, string>): { name: string; kind: ImagePart["kind"] } {
  const owner =
    owners.get(path) ?? owners.get(path.replace(/__pycache__\/([^/]+)\.cpython-\d+(?:\.opt-\d)?\.pyc$/, "$1.py"));
  if (owner !== undefined) return { name: owner.replace(/-(?=\d)/, " "), kind: "packages" };
  const installed = /^(.*\/(?:site|dist)-packages)\/(?:([^/]+)\/)?/.exec(path);
  if (installed) return { name: installed[2] ?? "site-packages", kind: "packages" };
  const [first = "", second] = path.split("/");
  if (LEFTOVERS.test(path)) return { name: `/${first}/${second ?? ""}`, kind: "leftovers" };
  if (/^(?:usr|lib|lib64|bin|sbin|etc|var)$/.test(first)) return { name: `/${first}/${second ?? ""}`, kind: "system" };
  return {
    name: second !== undefined && path.split("/").length > 2 ? `/${first}/${second}` : `/${first}`,
    kind: "application",
  };
}

function kindOf(parts: readonly ImagePart[]): ImagePart["kind"] {
  const [largest] = [...parts].sort((left, right) => right.bytes - left.bytes);
  return largest?.kind ?? "application";
}

function advice(
  name: string,
  kind: ImagePart["kind"],
  bytes: number,
  tests: number,
  unused: ReadonlySet<string>,
  paths: readonly string[],
): Pick<ImagePart, "advice" | "remove"> {
  const leaveOut = (only: "files" | "tests"): Pick<ImagePart, "remove"> =>
    paths.length === 0 ? {} : { remove: { paths, only } };
  if (kind === "leftovers")
    return {
      advice: `-${megabytes(bytes)}: delete it in the instruction that makes it, or use a cache mount.`,
      ...leaveOut("files"),
    };
  const distribution = name.split(" ", 1)[0]?.toLowerCase().replace(/[._]+/g, "-") ?? "";
  if (unused.has(distribution))
    return { advice: `-${megabytes(bytes)}: no import of the code names it.`, ...leaveOut("files") };
  return tests >= LARGE
    ? { advice: `-${megabytes(tests)} without its tests.`, ...leaveOut("tests") }
    : { advice: null };
}

/** The folder or file that can be left out as a whole: in site-packages the first level, of leftovers what makes them such. */
function rootOf(path: string): string | null {
  const installed = /^.*\/(?:site|dist)-packages\/(?:__pycache__\/)?[^/]+/.exec(path);
  if (installed) return `/${installed[0]}`;
  const leftover = LEFTOVERS.exec(path);
  return leftover ? `/${path.slice(0, leftover.index + leftover[0].length).replace(/\/$/, "")}` : null;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function oneLine(text: string): string {
  return text
    .replace(/^\s*#.*$/gm, "")
    .replace(/\\\r?\n/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}
