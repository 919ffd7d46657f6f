import { parentOf } from "../../model/paths";
import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector } from "../define-detector";
import { supervisorPrograms } from "../docker/supervisor-programs";

/** Programs of Supervisor: each is a process that deserves a container of its own. */
export const detector = defineDetector({
  id: "supervisor",
  title: "Supervisor programs",
  reads: {
    files: [
      "*supervisor*.conf",
      "*supervisor*.ini",
      "supervisor/*",
      "**/supervisor/*",
      "supervisor*/*.conf",
      "**/conf.d/*.conf",
      "circus.ini",
    ],
  },
  detect(context) {
    const own = context.files.filter(path => !IN_PROSE.test(path));
    const found = own.flatMap(path =>
      supervisorPrograms(context.workspace, path).map(program => ({ path, ...program })),
    );
    const forUse = found.filter(({ path }) => !FOR_DEVELOPMENT.test(path));
    return (forUse.length > 0 ? forUse : found).flatMap(({ path, name, text, offset, ends }) =>
      shellEvidence(
        context,
        { text, path, offset, folder: folderOf(context.unit, path) },
        { source: "server-config", name, staysRunning: !ends },
      ),
    );
  },
});

/** Samples that a documentation shows. */
const IN_PROSE = /(?:^|\/)(?:docs?|documentation|examples?|samples?|tutorials?)\//;
const FOR_DEVELOPMENT = /(?:^|[/._-])(?:dev|devel|development|local)(?:[/._-])/;

/** Configuration folders hold no code: their commands run in the project above. */
function folderOf(unit: string, path: string): string {
  const folder = parentOf(path);
  return /(?:^|\/)(?:supervisor\w*|conf\.d|config|conf|docker|deploy|deployment|etc|ops|build|compose)(?:\/|$)/.test(
    folder,
  )
    ? unit
    : folder;
}
