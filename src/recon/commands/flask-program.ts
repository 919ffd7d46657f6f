import type { PythonFile, PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { applicationIndex, type Application } from "../applications/application-index";
import type { Exposure } from "../applications/exposures";
import { workingDirectoryOf } from "../targets/working-directory";

export interface FlaskProgram {
  /** `flask`, with the application where Flask does not find it by itself. */
  readonly words: readonly string[];
  /** The folder that it is started in; null where no application was found. */
  readonly folder: string | null;
}

/** Flask's own command for the application that a file belongs to. */
export function flaskProgram(workspace: Workspace, project: PythonProject, file: PythonFile): FlaskProgram {
  const exposure = flaskExposure(project, file);
  if (!exposure) return { words: ["flask"], folder: null };
  // Flask finds `app` and `wsgi` by itself.
  const isFound = /^(?:app|wsgi)$/.test(exposure.file.module);
  const isUsual = exposure.isFactory && exposure.name === "create_app";
  const target = `${exposure.file.module}${isUsual ? "" : `:${exposure.name}`}`;
  return {
    words: ["flask", ...(isFound ? [] : ["--app", target])],
    folder: workingDirectoryOf(workspace, exposure.file),
  };
}

/** The name under which the Flask application that a file belongs to can be loaded. */
export function flaskExposure(project: PythonProject, file: PythonFile): Exposure | undefined {
  const application = nearest(applicationIndex(project).applications, file);
  return application?.exposures.find(({ needsArguments, isGuarded }) => !needsArguments && !isGuarded);
}

/** Of several Flask applications the one that a file belongs to: no helper script's, and nearest to the file. */
function nearest(applications: readonly Application[], { path }: PythonFile): Application | undefined {
  const folder = path.split("/");
  const shared = ({ file }: Application): number => {
    const parts = file.path.split("/");
    const end = parts.findIndex((part, at) => part !== folder[at]);
    return end < 0 ? parts.length : end;
  };
  return applications
    .filter(({ framework }) => framework.name === "flask")
    .sort(
      (left, right) =>
        Number(left.file.role === "script") - Number(right.file.role === "script") || shared(right) - shared(left),
    )[0];
}
