import { joinPath, parentOf } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";
import { lastName } from "../each-call";
import type { PythonFacts } from "../facts";
import { oncePerFacts } from "../once-per-facts";
import { childPath } from "./source-tree";

/** What takes the name of a file or folder from the working folder on. */
const OPENS = new Set(["open", "Path", "StaticFiles", "Jinja2Templates", "FileSystemLoader", "load_dotenv"]);

/**
 * Folders that are no package and whose code says that it is started in them: it puts other folders on `sys.path` itself, or
 * opens what lies beside it by its bare name.
 */
export function startedFolders(workspace: Workspace, facts: ReadonlyMap<string, PythonFacts>): readonly string[] {
  const folders = new Set<string>();
  for (const [path, own] of facts) {
    const folder = parentOf(path);
    if (folder === "" || folders.has(folder) || workspace.has(childPath(folder, "__init__.py"))) continue;
    const isThere = (name: string): boolean => workspace.has(name) || workspace.hasFolder(name);
    const isBeside = (name: string): boolean => isThere(joinPath(folder, name)) && !isThere(joinPath(name));
    if (changesPath(own) || openedNames(own).some(isBeside)) folders.add(folder);
  }
  return [...folders];
}

/** Whether code adds to the folders that imports are looked for in. */
export const changesPath = oncePerFacts(({ calls }) =>
  calls.some(({ callee }) => /^(?:sys\.path\.(?:append|insert|extend)|site\.addsitedir)$/.test(callee)),
);

const openedNames = oncePerFacts(({ calls }) =>
  calls
    .filter(({ callee }) => OPENS.has(lastName(callee)))
    .flatMap(call => [call.arguments[0], call.keywords.find(({ name }) => name === "directory")?.value])
    .flatMap(value => (value?.kind === "string" && /^[\w.][^:]*$/.test(value.value) ? value.value : [])),
);
