import type { Evidence } from "../../model/evidence";
import { nameOf, parentOf } from "../../model/paths";
import { commandLines } from "../build-scripts/command-lines";
import { BUILD_SCRIPT_GLOBS, buildScriptKind } from "../build-scripts/script-kinds";
import { expandFilePatterns } from "../commands/file-patterns";
import { simpleCommands } from "../commands/simple-commands";
import { readTestCommand } from "../commands/test-command";
import { defineDetector } from "../define-detector";

/** Kinds whose commands are the authors' own way of testing; makefiles and task files have detectors of their own. */
const KINDS = new Set(["ci", "tox", "nox", "shell"]);

/** How continuous integration, tox and scripts named after tests run them. */
export const detector = defineDetector({
  id: "test-commands",
  title: "Commands that run the tests",
  reads: { files: BUILD_SCRIPT_GLOBS },
  detect(context) {
    const { workspace } = context;
    return context.files.flatMap((path): readonly Evidence[] => {
      const kind = buildScriptKind(path);
      const text = workspace.text(path);
      if (text === null || kind === null || !KINDS.has(kind)) return [];
      if (kind === "shell" && !/test|coverage/i.test(nameOf(path))) return [];
      return commandLines(workspace, path, kind, text).flatMap(line =>
        simpleCommands(line).flatMap(({ words }): readonly Evidence[] => {
          const read = readTestCommand(words);
          if (read === null) return [];
          const { runner } = read;
          const known = read.words.filter(word => word !== "X" && !word.startsWith("$"));
          const folders = kind === "shell" ? [parentOf(path), context.unit, ""] : [context.unit, ""];
          const command = expandFilePatterns(workspace, folders, known);
          // A script whose path only a variable knows cannot be run by anybody else.
          if (runner === "script" && !command.slice(1).some(word => /^[\w./]+$/.test(word))) return [];
          const at = text.indexOf(words.join(" "));
          return [
            {
              claim: "tests",
              source: "task-runner",
              runner,
              command,
              place: workspace.place(path, at < 0 ? Math.max(0, text.indexOf(words[0] ?? "")) : at, "medium"),
            },
          ];
        }),
      );
    });
  },
});
