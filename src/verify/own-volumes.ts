import { isInside, nameOf, parentOf } from "../model/paths";
import type { Files } from "../model/ports";
import { knownImage } from "../lint/query/known-images";
import { decodeText } from "../workspace/decode";
import { OwnFiles } from "../workspace/own-files";
import type { OwnVolume, Stack, StackBind, StackService } from "./compose-stack";
import { ownFiles } from "./verifying";

/** A stack that leaves a person's data alone, and what it has instead. */
interface ApartStack {
  readonly stack: Stack;
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
}

/** Parts of this machine that a container is given to work with, settings and caches of a person among them. */
const MACHINE = /^\/(?:dev|etc|lib|lib64|proc|run|sys|usr|var\/run)(?:\/|$)|\/\.[\w-]/;
/** What keeps an empty folder in a repository. */
const PLACEHOLDER = /^(?:\.git(?:keep|ignore)|\.keep|\.empty|readme(?:\.\w+)?)$/i;

/**
 * The stack with empty volumes of its own in place of folders that hold a person's data: those outside the workspace, those
 * that hold none of its files (ignored by git, empty, not there yet, unreadable), and those where a known image keeps its data.
 * A verification runs migrations and loads the application; two servers over one folder of data would also destroy it.
 */
export async function apartStack(files: Files, stack: Stack): Promise<ApartStack> {
  if (stack.services.every(({ binds }) => binds.length === 0)) return { stack, leftOut: [] };
  const committed = await committedFiles(files);
  const names = new Map<string, string>();
  const leftOut: { what: string; why: string }[] = [];
  const replaced = (service: StackService, bind: StackBind): readonly OwnVolume[] => {
    if (!holdsData(service, bind, committed)) return [];
    const name = names.get(bind.source) ?? `drydock-own-${names.size + 1}`;
    names.set(bind.source, name);
    const why = `${service.name} has an empty volume at ${bind.target} in place of ${bind.source}, so that data there stays as it is`;
    leftOut.push({ what: "your data", why });
    return [{ name, target: bind.target }];
  };
  const services = stack.services.map(service => ({
    ...service,
    ownVolumes: service.binds.flatMap(bind => replaced(service, bind)),
  }));
  return { stack: { ...stack, services }, leftOut };
}

function holdsData({ image, build }: StackService, { source, target }: StackBind, committed: Committed): boolean {
  const data = build === null ? knownImage(image)?.data : null;
  if (data && (isInside(data, target) || isInside(target, data))) return true;
  // Outside of the workspace nothing is looked up: a file is told by its name.
  if (/^(?:[/~]|\.\.|[A-Za-z]:)/.test(source)) return !MACHINE.test(source) && !/\.\w+$/.test(nameOf(source));
  return source !== "" && !committed(source);
}

/** Whether a path is a file of the workspace, or a folder that holds one which git does not leave out. */
type Committed = (path: string) => boolean;

async function committedFiles(files: Files): Promise<Committed> {
  const listed = (await ownFiles(files)).map(({ path }) => path);
  const own = new OwnFiles(null);
  for (const path of listed) {
    const bytes = nameOf(path) === ".gitignore" ? await files.read(path) : null;
    if (bytes) own.add(parentOf(path), decodeText(bytes));
  }
  return source =>
    listed.some(
      path =>
        path === source ||
        (isInside(source, path) && !PLACEHOLDER.test(nameOf(path)) && own.hasFolder(source, []) && own.has(path)),
    );
}
