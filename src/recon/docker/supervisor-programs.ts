import { asText, at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** One program of a Supervisor or Circus configuration. */
export interface SupervisorProgram {
  readonly name: string;
  readonly text: string;
  readonly offset: number;
}

/** The programs of a loaded configuration file (Supervisor: "[program:x] Section Settings"). */
export function supervisorPrograms(workspace: Workspace, path: string): readonly SupervisorProgram[] {
  return entries(workspace.data(path).root).flatMap(({ key, value }) => {
    const name = /^(?:program|watcher):(.+)$/.exec(key)?.[1]?.trim();
    const node = at(value, "command") ?? at(value, "cmd");
    const text = asText(node);
    if (name === undefined || node === undefined || text === undefined) return [];
    // Supervisor expands `%(ENV_X)s` from the environment.
    return [
      { name, text: text.replace(/%\(ENV_(\w+)\)s/g, "$$$1").replace(/%\(\w+\)\w/g, ""), offset: node.span.start },
    ];
  });
}
