import type { PythonFile, PythonProject } from "../../python/project";
import type { Value } from "../../python/facts";
import { defineDetector } from "../define-detector";
import { integration, type IntegrationEvidence } from "../integrations/integration-evidence";
import { among, isOwnCode } from "../integrations/own-code";

/** Settings that hold a folder for what users upload, by the names that frameworks and habit give them. */
const UPLOAD_SETTINGS =
  /(?:^|[._])(?:MEDIA_ROOT|UPLOAD_FOLDER|UPLOADS?_(?:DIR|DIRECTORY|PATH|ROOT|FOLDER)|UPLOADED_\w+_DEST|FILE_UPLOAD_DIR|ATTACHMENTS?_(?:DIR|PATH|ROOT|FOLDER)|MEDIA_(?:DIR|PATH|FOLDER)|STORAGE_(?:DIR|PATH|ROOT|FOLDER))$/i;

const UPLOADS = among(isOwnCode, uploads);

/** Data kept in files: upload folders named in settings, and database files that lie in the workspace. */
export const detector = defineDetector({
  id: "integration-files",
  title: "Data in files",
  reads: { everything: true, files: ["*.sqlite", "*.sqlite3", "*.db"] },
  detect({ workspace, files, each }) {
    const found = each(UPLOADS).slice();
    for (const path of files) {
      if (/(?:^|\/)(?:tests?|fixtures|docs|examples)\//.test(path)) continue;
      if (/\.sqlite3?$/.test(path)) found.push(integration("sqlite", "code", workspace.place(path, 0, "medium")));
    }
    return found;
  },
});

function uploads(project: PythonProject, file: PythonFile): readonly IntegrationEvidence[] {
  const found: IntegrationEvidence[] = [];
  for (const { target, key, value, scope, offset } of file.facts.assignments) {
    const name = key?.kind === "string" ? `${target}.${key.value}` : target;
    if (!value || !UPLOAD_SETTINGS.test(name) || /FIXTURE|TEST|STATIC/i.test(name)) continue;
    // `document.storage_path = …` is a column of a table: settings are constants, keys or fields with a path.
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (last !== last.toUpperCase() && !(target === name && isPath(value))) continue;
    const resolved = project.resolve(file, value, scope);
    if (resolved.value.kind === "string" && resolved.value.value === "") continue;
    if (resolved.value.kind === "constant" && resolved.variables.length === 0) continue;
    found.push(
      integration("uploads", "settings", project.place(file, offset), {
        variables: resolved.variables,
        optional: file.role === "script",
      }),
    );
  }
  return found;
}

/** A text, a join of paths or something read from the environment; not the row of a table. */
function isPath(value: Value): boolean {
  if (value.kind === "call")
    return /(?:^|\.)(?:Path|PurePath|join|getenv|environ\.get|env|config|Field)$/.test(value.callee);
  return value.kind === "string" || value.kind === "template" || (value.kind === "operation" && value.operator === "/");
}
