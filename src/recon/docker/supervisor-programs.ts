import { asText, at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** One program of a Supervisor or Circus configuration. */
export interface SupervisorProgram {
  readonly name: string;
  readonly text: string;
  readonly offset: number;
  /** It may end at once (`startsecs=0`), or is not started again (`autorestart=false`). */
  readonly ends: boolean;
  /** It runs from the start on: `autostart=false` waits for a person. */
  readonly startsItself: boolean;
}

/** The programs of a loaded configuration file (Supervisor: "[program:x] Section Settings"). */
export function supervisorPrograms(workspace: Workspace, path: string): readonly SupervisorProgram[] {
  return entries(workspace.data(path).root).flatMap(({ key, value }) => {
    const name = /^(?:program|watcher):(.+)$/.exec(key)?.[1]?.trim();
    const node = at(value, "command") ?? at(value, "cmd");
    const text = asText(node);
    if (name === undefined || node === undefined || text === undefined) return [];
    const first = asText(at(value, "numprocs_start")) ?? "0";
    const ends = asText(at(value, "startsecs")) === "0" || asText(at(value, "autorestart")) === "false";
    const startsItself = !/^(?:false|off|no|0)$/i.test(asText(at(value, "autostart")) ?? "true");
    return [{ name, text: expanded(text, name, first), offset: node.span.start, ends, startsItself }];
  });
}

/** What Supervisor fills in, as the first process of a program gets it ("Program:x Section Settings"); `ENV_X` is a variable. */
function expanded(text: string, name: string, first: string): string {
  return text.replace(/%%|%\((\w+)\)0?(\d*)[a-z]/g, (_, key: string | undefined, width: string) => {
    if (key === undefined) return "%";
    if (key.startsWith("ENV_")) return `$${key.slice(4)}`;
    if (key === "process_num") return first.padStart(Number(width), "0");
    if (key === "host_node_name") return "$HOSTNAME";
    return key === "program_name" || key === "group_name" ? name : "";
  });
}
