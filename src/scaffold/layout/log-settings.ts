import { isInside } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";

/** Files that configure `logging`, by the names that they usually have. */
export const LOG_SETTINGS: readonly string[] = [
  "log",
  "logs",
  "logger",
  "logging",
  "log_*",
  "log-*",
  "logging*",
  "logconf*",
].flatMap(name => ["ini", "conf", "cfg", "yaml", "yml", "json"].map(ending => `${name}.${ending}`));

const FILE_HANDLER = /\b\w*FileHandler\b/;
/** `args=("logs/app.log", "a")` of `fileConfig`; its `kwargs`, and `dictConfig` in YAML or JSON, name the file. */
const ARGUMENT = /^args[ \t]*[=:][ \t]*\([ \t]*["']([^"'\n]+)["']/gm;
const KEY = /\bfilename["']?[ \t]*:[ \t]*["']?([^\s"',#}]+)/g;

export interface ConfiguredLog {
  readonly path: string;
  readonly offset: number;
  /** As it is written: seen from where the program starts. */
  readonly log: string;
}

/** Files that handlers of logging write to, as the configurations of a unit name them. */
export function readConfiguredLogs(workspace: Workspace, unit: string): readonly ConfiguredLog[] {
  return workspace
    .paths(...LOG_SETTINGS)
    .filter(path => isInside(unit, path))
    .flatMap(path => {
      const text = workspace.text(path) ?? "";
      // The arguments of other handlers, of the same file, are no paths.
      const sections = [...text.matchAll(/^(?:\[[^\n]*\n)?(?:(?!^\[)[^])+/gm)].filter(([own]) =>
        FILE_HANDLER.test(own),
      );
      return sections.flatMap(({ index, 0: section }) =>
        [...section.matchAll(ARGUMENT), ...section.matchAll(KEY)].map(match => ({
          path,
          offset: index + match.index,
          log: match[1] ?? "",
        })),
      );
    });
}
