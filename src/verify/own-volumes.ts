import { isInside, nameOf, parentOf } from "../model/paths";
import type { Files } from "../model/ports";
import { knownImage } from "../lint/query/known-images";
import { decodeText } from "../workspace/decode";
import { OwnFiles } from "../workspace/own-files";
import { copiedPaths } from "./copied-paths";
import type { Stack, StackBind, StackService } from "./compose-stack";
import { ownFiles } from "./verifying";

/** A stack that leaves a person's data alone, and what it has instead. */
export interface ApartStack {
  readonly stack: Stack;
  /** Sentences for the report: folders that have an empty volume in their place. */
  readonly replaced: readonly string[];
  /** Sentences for the report: what is mounted as it is, although it may be written to. */
  readonly kept: readonly string[];
  /** Sentences for the report: code that is mounted over that of an image, which therefore is not tried. */
  readonly covered: readonly string[];
}

/** Parts of this machine that a container is given to work with; disks that a desktop mounts are none. */
const MACHINE = /^\/(?:dev|etc|lib|lib64|proc|run(?!\/media\/)|sys|usr|var\/run)(?:\/|$)/;
/** Settings and caches in a person's home. */
const SETTINGS =
  /^(?:~|\/root|\/(?:home|Users)\/[^/]+)\/\.(?:aws|azure|cache|config|docker|gitconfig|gnupg|kube|netrc|npmrc|pip|pypirc|ssh)(?:\/|$)/;
const DATA_FILE = /\.(?:dat|data|db3?|dump|mdb|rdb|sqlite3?)$/i;
/** What keeps an empty folder in a repository. */
const PLACEHOLDER = /^(?:\.git(?:keep|ignore)|\.keep|\.empty|readme(?:\.\w+)?)$/i;

type PathTest = (path: string) => boolean;

type Fate = "replaced" | "kept" | "told";

/**
 * The stack with empty volumes of its own in place of folders that hold a person's data: those outside the workspace, those
 * that hold none of its files (ignored by git, empty, not there yet, unreadable), and those where a known image keeps its data.
 * A verification runs migrations and loads the application; two servers over one folder of data would also destroy it.
 */
export async function apartStack(files: Files, stack: Stack): Promise<ApartStack> {
  const mounted = stack.services.flatMap(service => service.binds.map(bind => ({ service, bind })));
  const writable = mounted.filter(({ bind }) => !bind.readOnly);
  const replaced = stack.theirVolumes.map(
    name => `the volume ${name} is an empty one, so that data in the one that the file names stays as it is`,
  );
  if (mounted.length === 0) return { stack, replaced, kept: [], covered: [] };
  const { isFile, holdsOwn, holdsCode } = await filesOf(files);
  const fates = writable.map(({ service, bind }) => ({ service, bind, fate: fateOf(service, bind, isFile, holdsOwn) }));
  const sources = new Set(fates.flatMap(({ fate, bind: { source } }) => (fate === "replaced" ? source : [])));
  const names = new Map([...sources].map((source, index) => [source, `drydock-own-${index + 1}`]));
  // What one writes and another only reads is one folder for both.
  const services = stack.services.map(service => ({
    ...service,
    ownVolumes: service.binds.flatMap(({ source, target, readOnly }) => {
      const name = names.get(source);
      return name === undefined ? [] : [{ name, target, readOnly }];
    }),
  }));
  return {
    stack: { ...stack, services },
    replaced: [
      ...replaced,
      ...fates.flatMap(({ service, bind: { source, target }, fate }) =>
        fate === "replaced"
          ? `${service.name} has an empty volume at ${target} in place of ${shown(source)}, so that data there stays as it is`
          : [],
      ),
    ],
    kept: fates.flatMap(({ service, bind: { source, target }, fate }) =>
      fate === "told" ? `${service.name} may write to ${shown(source)}, which is mounted at ${target}` : [],
    ),
    covered: await coveredCode(files, stack.services, path => !isOutside(path) && holdsCode(path)),
  };
}

/** Mounted code that lies over what its image has there, as a sentence each. */
async function coveredCode(
  files: Files,
  services: readonly StackService[],
  isCode: PathTest,
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const { name, build, binds } of services) {
    const mounted = binds.filter(({ source }) => isCode(source));
    if (build === null || mounted.length === 0) continue;
    const isCopied = await copiedPaths(files, build);
    for (const { source, target } of mounted.filter(bind => isCopied(bind.target)))
      told.push(`${name} has ${shown(source)} mounted at ${target}, so what its image has there was not tried`);
  }
  return told;
}

function isOutside(source: string): boolean {
  return /^(?:[/~]|\.\.|[A-Za-z]:)/.test(source);
}

/** Reports are committed, and what a machine has elsewhere is nobody's business. */
function shown(source: string): string {
  return isOutside(source) ? "what lies outside of the workspace" : source || "this folder";
}

function fateOf(
  { image, build }: StackService,
  { source, target }: StackBind,
  isFile: (path: string) => boolean,
  holdsOwn: (path: string) => boolean,
): Fate {
  // A volume is a folder and cannot stand for a file; what is no file of the workspace tells it by its name.
  const isNamedAsFile = /^(?:.+\.\w+|\.env.*)$/.test(nameOf(source));
  if (isFile(source)) return DATA_FILE.test(source) ? "told" : "kept";
  if (source === "") return "told";
  const data = build === null ? knownImage(image)?.data : null;
  if (data && (isInside(target, data) || (isInside(data, target) && !isNamedAsFile))) return "replaced";
  if (!isOutside(source) && holdsOwn(source)) return build === null ? "kept" : "told";
  if (isNamedAsFile && DATA_FILE.test(source)) return "told";
  return isNamedAsFile || (isOutside(source) && (MACHINE.test(source) || SETTINGS.test(source))) ? "kept" : "replaced";
}

/** Tells files of the workspace, and folders that hold one, or one of Python, which git does not leave out. */
async function filesOf(files: Files): Promise<Readonly<Record<"isFile" | "holdsOwn" | "holdsCode", PathTest>>> {
  const listed = (await ownFiles(files)).map(({ path }) => path);
  const own = new OwnFiles(null);
  for (const path of listed) {
    const bytes = nameOf(path) === ".gitignore" ? await files.read(path) : null;
    if (bytes) own.add(parentOf(path), decodeText(bytes));
  }
  const present = new Set(listed);
  const holds = (folder: string, isMeant: PathTest): boolean =>
    (folder === "" || own.hasFolder(folder, [])) &&
    listed.some(path => isInside(folder, path) && isMeant(path) && own.has(path));
  return {
    isFile: path => present.has(path),
    holdsOwn: folder => holds(folder, path => !PLACEHOLDER.test(nameOf(path))),
    holdsCode: folder => holds(folder, path => path.endsWith(".py")),
  };
}
