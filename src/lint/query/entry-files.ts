import { effective } from "../../docker/compose/project";
import { cleanPath } from "../../docker/dockerignore";
import type { Stage } from "../../docker/dockerfile/stages";
import type { ShellWord } from "../../docker/shell/types";
import type { WorkspaceContext } from "../workspace-context";
import type { Build } from "./builds";
import { containerPath } from "./container-files";
import { environmentOf, workdirOf } from "./image-files";
import type { ImagePath } from "./image-files";
import type { RunService } from "./projects";
import { valueOf } from "./start-variables";
import type { Start } from "./starts";

/** The folders that Python looks for the module in; null where one is not known. */
export function searchFolders(start: Start, build: Build, stage: Stage): readonly string[] | null {
  const own = start.service === null ? null : effective(start.service.parts, each => each.workingDirectory);
  if (own?.value.text.includes("$") === true) return null;
  const workdir = own === null ? workdirOf(build.view, stage) : own.value.text;
  if (workdir === null) return null;
  if (start.folder === null) return null;
  const inside = (base: string, folder: string): string =>
    folder === "" ? base : folder.startsWith("/") ? folder : cleanPath(`${base}/${folder}`);
  const base = inside(inside(workdir, start.folder), start.reading?.folder ?? "");
  const python = environmentOf(build.view, stage).get("PYTHONPATH");
  const composed = start.service?.parts
    .flatMap(part => part.service.environment)
    .find(each => each.name === "PYTHONPATH");
  if (python === null || composed !== undefined) return null;
  return [
    base,
    ...(python ?? "")
      .split(":")
      .filter(each => each !== "")
      .map(each => (each.startsWith("/") ? cleanPath(each) : cleanPath(`${workdir}/${each}`))),
  ];
}

/** Where Python finds a module in the container. */
export function findModule(
  context: WorkspaceContext,
  build: Build,
  stage: Stage,
  service: RunService | null,
  folders: readonly string[],
  module: string,
): ImagePath {
  const path = module.replaceAll(".", "/");
  let isUnknown = false;
  for (const folder of folders) {
    for (const end of [".py", "/__init__.py", "/__main__.py"]) {
      const found = containerPath(context, build, stage, service, cleanPath(`${folder}/${path}${end}`));
      if (found.kind === "found") return found;
      if (found.kind === "unknown") isUnknown = true;
    }
  }
  return { kind: isUnknown ? "unknown" : "absent" };
}

/** The file or module that a start gives to Python itself, `manage.py` included; null for other programs. */
export interface Script {
  readonly word: ShellWord;
  /** True for `-m shop.main`. */
  readonly isModule: boolean;
}

export function scriptOf(start: Start): Script | null {
  const at = start.words.findIndex(word => /^(?:.*\/)?python[\d.]*$/.test(valueOf(word)));
  const rest = at === -1 ? [] : start.words.slice(at + 1);
  // Options of the interpreter itself, none of which has a word of its own.
  const from = rest.findIndex(word => !/^-[bBdEiIOPqsSuvx]+$/.test(valueOf(word)));
  const [first, second] = from === -1 ? [] : rest.slice(from);
  if (first?.value == null) return null;
  if (first.value === "-m") return second?.value == null ? null : { word: second, isModule: true };
  return /^[\w./-]+\.py$/.test(first.value) ? { word: first, isModule: false } : null;
}

/** Where the container holds what a start gives to Python; unknown where a variable or a step hides it. */
export function scriptPath(context: WorkspaceContext, start: Start, script: Script): ImagePath {
  const { build, service } = start;
  const folders = build?.stage == null ? null : searchFolders(start, build, build.stage);
  if (build?.stage == null || folders === null) return { kind: "unknown" };
  const text = valueOf(script.word);
  if (!script.isModule) {
    const path = text.startsWith("/") ? text : `${folders[0] ?? ""}/${text}`;
    return containerPath(context, build, build.stage, service, cleanPath(path));
  }
  return findModule(context, build, build.stage, service, folders, text);
}
