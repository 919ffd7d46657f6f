import { isDeepStrictEqual } from "node:util";
import { lastName } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import type { WrittenFile } from "../../model/recon";
import type { Value } from "../../python/facts";
import { joinPath } from "../../model/paths";
import { namesIn } from "../../python/values";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { belowFolder } from "../readiness/suggestion";
import {
  ownerOf,
  WRITES,
  type WritingFunction,
  writingFunctions,
  writtenBy,
  writtenThrough,
} from "../readiness/written-by";

/** Folders of the system, and of the machine that the code was written on, which a rule of its own tells. */
const OF_SYSTEM =
  /^\/(?:(?:bin|boot|dev|etc|home|lib|lib64|proc|root|run|sbin|sys|tmp|usr|var\/(?:run|tmp)|Users)(?:\/|$)|$)/;

/** Settings that hold a folder for what is written. */
const SETTING =
  /^(?:MEDIA_ROOT|\w*(?:UPLOADS?|STORAGE|EXPORTS?|ATTACHMENTS?|DOWNLOADS?|ARCHIVE|MEDIA)_(?:FOLDER|DIR|DIRECTORY|PATH|ROOT))$/;

const IN_CODE = among(isProductionCode, inCode);

/** Data written beside the code, by a relative path, or in the home folder: lost with the container, refused on a read-only file system. */
export const detector = defineDetector({
  id: "readiness-local-data",
  title: "Data beside the code",
  reads: { everything: true },
  detect({ each, project, python }) {
    const found = project.whole(writingFunctions, isDeepStrictEqual);
    const names = new Set(found.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)));
    const through = python
      .filter(isProductionCode)
      .flatMap(file =>
        project.keep(`written through\0${file.path}`, [found, file], () =>
          throughFunctions(project, file, found, names),
        ),
      );
    return [...each(IN_CODE), ...through];
  },
});

/** `SECRET = load_or_make(os.path.join(BASE, "secret.txt"))`, where that function writes the file. */
function throughFunctions(
  project: PythonProject,
  file: PythonFile,
  found: readonly WritingFunction[],
  names: ReadonlySet<string>,
): readonly Evidence[] {
  return file.facts.calls.flatMap(call => {
    if (!names.has(lastName(call.callee))) return [];
    const name = project.qualify(file, call.callee, call.scope);
    const writer = found.find(one => one.name === name || one.name === `${file.module}.${name}`);
    const target = writer === undefined ? null : writtenThrough(call, writer);
    const path = target === null ? null : project.string(file, target, call.scope);
    if (target === null || path === null) return [];
    return finding(project, file, { path, kind: "file", offset: call.offset, target });
  });
}

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  const told = file.facts.calls.flatMap(call => {
    const last = lastName(call.callee);
    const target = WRITES.has(last) ? writtenBy(project, file, call, last) : null;
    const path = target === null ? null : project.string(file, target, call.scope);
    const kind = last === "makedirs" || last === "mkdir" ? "folder" : "file";
    return target === null || path === null ? [] : finding(project, file, { path, kind, offset: call.offset, target });
  });
  return [...told, ...foldersOfParameters(project, file), ...foldersOfSettings(project, file)];
}

/** `MEDIA_ROOT = "/vol/media"`. */
function foldersOfSettings(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return file.facts.assignments.flatMap(({ target, key, value, scope, offset }) => {
    const name = key?.kind === "string" ? key.value : target;
    const path = value && SETTING.test(name) ? project.string(file, value, scope) : null;
    return value && path?.startsWith("/")
      ? finding(project, file, { path, kind: "folder", offset, target: value })
      : [];
  });
}

/** `def __init__(self, storage_dir: str = "data/orders")`: what a file that makes that folder is given by default. */
function foldersOfParameters(project: PythonProject, file: PythonFile): readonly Evidence[] {
  const made = file.facts.calls
    .filter(({ callee }) => /(?:^|\.)(?:makedirs|mkdir)$/.test(callee))
    .flatMap(call => [ownerOf(call), ...call.arguments].flatMap(namesIn))
    .map(name => name.replace(/^self\./, "").split(".", 1)[0]);
  return file.facts.definitions.flatMap(({ parameters }) =>
    parameters.flatMap(({ name, default: preset }) =>
      /_(?:dir|directory|folder|path)$/.test(name) &&
      made.includes(name) &&
      preset?.kind === "string" &&
      !/\.\w{1,4}$/.test(preset.value)
        ? finding(project, file, { path: preset.value, kind: "folder", offset: preset.offset, target: preset })
        : [],
    ),
  );
}

interface Written extends WrittenFile {
  readonly offset: number;
  readonly target: Value;
}

function finding(project: PythonProject, file: PythonFile, written: Written): Evidence[] {
  const { kind, offset, target } = written;
  const path = written.path.includes("..") ? joinPath(written.path) : written.path;
  // `:memory:` and `file:…?mode=ro` of SQLite keep nothing here.
  if (path === "" || /^(?::|file:|[A-Za-z]:)|:\/\//.test(path) || OF_SYSTEM.test(path)) return [];
  const isHome = path.startsWith("~");
  const where = isHome ? "in the home folder" : path.startsWith("/") ? "in the container" : "beside the code";
  return [
    {
      claim: "readiness" as const,
      rule: "local-data",
      what: `${path} is written ${where}`,
      why: "It is lost with the container, and a read-only file system refuses it.",
      place: project.place(file, offset),
      fix: "Write below a folder that a variable names, and keep that folder in a volume.",
      ...(isHome ? {} : { writes: { path, kind } }),
      ...belowFolder(project, file, target),
    },
  ];
}
