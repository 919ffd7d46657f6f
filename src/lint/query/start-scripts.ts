import { cleanPath } from "../../docker/dockerignore";
import { plainText } from "../../docker/dockerfile/logical-text";
import { parseShell } from "../../docker/shell/parse";
import type { ShellCommand } from "../../docker/shell/types";
import type { WorkspaceContext } from "../workspace-context";
import { containerPath } from "./container-files";
import { searchFolders } from "./entry-files";
import { programWord, valueOf } from "./start-variables";
import type { Start } from "./starts";

/** A shell script that a container starts. */
export interface StartScript {
  readonly path: string;
  readonly text: string;
  readonly commands: readonly ShellCommand[];
}

/** The script that a start runs: null where it runs none, `hidden` where the container's file is not known. */
export function startScript(context: WorkspaceContext, start: Start): StartScript | "hidden" | null {
  const word = programWord(start);
  if (word === undefined || !/\.(?:ba|z)?sh$|^\.{0,2}\/.*entrypoint/.test(valueOf(word))) return null;
  const { build, service } = start;
  const [workdir] = build?.stage == null ? [] : (searchFolders(start, build, build.stage) ?? []);
  if (build?.stage == null || workdir === undefined || word.value === null) return "hidden";
  const path = cleanPath(word.value.startsWith("/") ? word.value : `${workdir}/${word.value}`);
  const found = containerPath(context, build, build.stage, service, path);
  const text = found.kind === "found" ? context.read(found.path) : null;
  if (found.kind !== "found" || text === null) return "hidden";
  return { path: found.path, text, commands: parseShell(plainText(text, 0)).commands };
}
