import { joinPath, parentOf } from "../../model/paths";
import type { PythonFile } from "../../python/project";
import { asText, at } from "../../workspace/data-node";
import { alembicFiles, scriptLocation } from "../commands/alembic-files";
import { defineDetector, type DetectContext } from "../define-detector";
import { addressProblem, readAddress } from "../integrations/address";
import { readConnection } from "../integrations/connection-text";
import { isNear } from "../integrations/fixed-address";
import { integration, type IntegrationEvidence } from "../integrations/integration-evidence";

const FROM_FILE = /^(?:async_)?engine_from_config$/;
/** Imported names that an address comes from elsewhere with. */
const ELSEWHERE =
  /(?:^|[._])(?:settings?|config|conf|env|environ|getenv|url|dsn|(?:create_)?(?:async_)?engine|dotenv|decouple)$/i;

/** The database that `alembic.ini`, or another file with its section, names, where env.py goes by it: nothing can set that one from outside. */
export const detector = defineDetector({
  id: "integration-alembic",
  title: "Databases of Alembic's file",
  reads: { files: ["**/*.ini"], modules: ["alembic"] },
  detect(context) {
    const files = new Set(alembicFiles(context));
    return context.files.filter(path => files.has(path)).flatMap(path => databaseOf(context, path));
  },
});

function databaseOf({ workspace, project }: DetectContext, path: string): readonly IntegrationEvidence[] {
  const { root } = workspace.data(path);
  const node = at(root, "alembic", "sqlalchemy.url");
  const text = asText(node)?.replaceAll("%%", "%");
  const address = text === undefined ? null : readAddress(text);
  const whole = text === undefined ? null : readConnection(text);
  const scripts = scriptLocation(workspace, path).replace(/^(?:%\(here\)s|\.)\//, "");
  const environment = project.file(joinPath(parentOf(path), scripts, "env.py"));
  if (!node || !text || !address || !whole || !isNear(whole.host)) return [];
  if (!environment || !goesByFile(environment)) return [];
  const place = workspace.place(path, node.span.start);
  return [
    integration(address.service, "url", place, {
      breaks: addressProblem(text),
      fixed: { ...whole, password: whole.password === null ? null : place, place },
      scheme: address.scheme,
    }),
  ];
}

/** Whether an env.py is as Alembic's template has it: it makes its engine from the file, and nothing in it knows another address. */
function goesByFile({ facts: { imports, calls, subscripts, assignments } }: PythonFile): boolean {
  const imported = imports.flatMap(({ module, names }) => [
    ...(/^(?:logging|sqlalchemy)(?:\.|$)/.test(module) ? [] : [module]),
    ...(names ?? []).map(({ name }) => name).filter(name => !FROM_FILE.test(name)),
  ]);
  return (
    imports.some(({ names }) => names?.some(({ name }) => FROM_FILE.test(name)) === true) &&
    !imported.some(name => ELSEWHERE.test(name)) &&
    !calls.some(
      ({ callee, keywords }) =>
        /(?:^|[._])(?:set_(?:main|section)_option|getenv|environ\.get)$/.test(callee) ||
        (FROM_FILE.test(callee) && keywords.some(({ name }) => name === "url")),
    ) &&
    !subscripts.some(({ base }) => /(?:^|\.)environ$/.test(base)) &&
    !assignments.some(({ key }) => key?.kind === "string" && key.value === "sqlalchemy.url")
  );
}
