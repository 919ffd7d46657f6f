import type { Evidence } from "../../model/evidence";
import type { Confidence } from "../../model/place";
import type { DetectContext } from "../define-detector";
import { launches, launchFolders, withoutPreparation } from "../docker/launch";
import { commandEvidence, type CommandOrigin } from "./command-evidence";

/** A shell command line of a file of the workspace that starts in one of its folders. */
export interface ShellText {
  readonly text: string;
  /** File that holds the text, with the offset of its first character. */
  readonly path: string;
  readonly offset: number;
  /** Working directory in the workspace. */
  readonly folder: string;
  readonly confidence?: Confidence;
}

/** What the commands of a shell text prove; scripts of the workspace that it calls are followed. */
export function shellEvidence(
  context: DetectContext,
  shell: ShellText,
  origin: Omit<CommandOrigin, "place" | "folders">,
): readonly Evidence[] {
  const { workspace } = context;
  // The workspace folder stands for the file system's root, so that `cd` and relative paths are followed alike.
  const facts = { copies: [{ source: shell.folder, destination: "/" }], context: shell.folder, workdir: "/" };
  const launchContext = { workspace, facts, variables: origin.variables ?? new Map<string, string>() };
  const form = { words: null, shell: shell.text, offset: shell.offset, isVerbatim: true };
  const started = withoutPreparation(
    context,
    launches(launchContext, null, form, { entrypoint: shell.path, command: shell.path }),
  );
  return started.flatMap((launch, index) =>
    commandEvidence(context, launch.words, {
      ...origin,
      // Of several commands in a row only the last is what a supervisor keeps running, and what a script leaves running.
      staysRunning: launch.isBackground ?? ((origin.staysRunning ?? false) && index === started.length - 1),
      folders: launchFolders(launchContext, launch),
      bare: launch.bare,
      variables: new Map([...launch.variables, ...(origin.variables ?? [])]),
      place: workspace.place(launch.path, launch.offset, shell.confidence ?? "high"),
    }),
  );
}
