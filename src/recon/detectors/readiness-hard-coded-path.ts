import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { boundLiterals } from "../readiness/literals";
import { fromEnvironment } from "../readiness/suggestion";

const IN_CODE = among(isProductionCode, inCode);

/** Paths of one machine: a home folder, a Windows drive. */
export const detector = defineDetector({
  id: "readiness-hard-coded-path",
  title: "Hard-coded paths",
  reads: { everything: true },
  detect({ each }) {
    return each(IN_CODE);
  },
});

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return boundLiterals(file).flatMap(literal => {
    const { text, offset, name, isTemplate, from } = literal;
    if (!/^(?:\/|[A-Za-z]:)/.test(text)) return [];
    const home = /^(?:\/home\/(?!app\b|appuser\b|user\/app\b)[\w.-]+|\/Users\/[\w.-]+|\/root)(?:\/|$)/.exec(text)?.[0];
    // One letter behind the drive is a key of some store (`t:/o`) rather than a folder.
    const windows = /^[A-Za-z]:(?:\\|\/(?=[^\\/]{2}))(?![\\/])/.test(text) && text.length > 3;
    if (home === undefined && (!windows || isForWindows(file))) return [];
    return [
      {
        claim: "readiness" as const,
        rule: "hard-coded-path",
        what: `${name} is a path of one machine`,
        why: windows
          ? "A Windows path does not exist in a Linux container."
          : "This home folder does not exist in the container.",
        place: project.place(file, offset),
        fix: "Take the folder from a variable, with a default beside the code or under /data.",
        ...(isTemplate || from === "call" ? {} : fromEnvironment(project, file, literal)),
      },
    ];
  });
}

/** Code in a folder for Windows runs nowhere else, so no container has it to run. */
function isForWindows({ path }: PythonFile): boolean {
  return /(?:^|\/)win(?:dows|32|64)?\//i.test(path);
}
