import { environmentFile } from "../docker/compose-services";
import type { DetectContext } from "../define-detector";
import type { Workspace } from "../../workspace/workspace";
import type { CommandOrigin } from "./command-evidence";
import type { CommandReading } from "./reading";
import { fileByEnd, gunicornFile, readServerConfiguration, type ServerConfiguration } from "./server-configuration";

/** A command whose configuration file says the rest, and whose target's path is one of the workspace. */
export function configured(context: DetectContext, read: CommandReading, origin: CommandOrigin): CommandReading {
  const { workspace, project } = context;
  const given = origin.variables?.get("GRANIAN_INTERFACE");
  if (read.tool === "granian" && given === "wsgi" && read.kind === "asgi") {
    return { ...read, kind: "wsgi", words: [...read.words, "--interface", "wsgi"] };
  }
  if (read.tool === "flask" && read.target === "") return { ...read, target: flaskApplication(context, origin) };
  const isAbsolute = read.target.startsWith("/");
  const target = isAbsolute ? insideWorkspace(workspace, read.target, origin.folders) : read.target;
  const path = configurationPath(context, read, origin.folders);
  const file = path === null ? null : readServerConfiguration(workspace, project, path);
  if (!file)
    return isAbsolute && target !== read.target ? { ...read, target: insideFolder(target, origin.folders) } : read;
  return completed({ ...read, target }, file);
}

/** What the words leave open, as the server's configuration says it. */
function completed(read: CommandReading, file: ServerConfiguration): CommandReading {
  const { target, kind } = read;
  return {
    ...read,
    target: target === "" || target === read.configuration ? (file.target?.text ?? target) : target,
    port: read.port ?? file.port?.number ?? null,
    kind: /uvicorn|asgi/i.test(file.workerClass ?? "") && kind === "wsgi" ? "asgi" : kind,
  };
}

/** The file of `--config gunicorn.conf.py`, or of Gunicorn's `--config python:shop.gunicorn`; without one Gunicorn's usual file. */
function configurationPath(
  { workspace, project }: DetectContext,
  { tool, configuration }: CommandReading,
  folders: readonly string[],
): string | null {
  if (configuration === null) return tool === "gunicorn" ? gunicornFile(workspace, folders[0] ?? "") : null;
  const module = /^python:([\w.]+)$/.exec(configuration)?.[1];
  if (module === undefined) return fileByEnd(workspace, configuration, folders);
  return (project.module(module) ?? project.named(module))?.path ?? null;
}

/** `/app/pkg/main.py` of an image as the workspace has it; with a name in it (`/app/pkg/main.py:app`) as the module. */
function insideWorkspace(workspace: Workspace, target: string, folders: readonly string[]): string {
  const [, path = target, name] = /^(.*\.(?:py|wsgi))(:.*)$/.exec(target) ?? [];
  const found = fileByEnd(workspace, path, folders);
  if (found === null) return target;
  if (name !== undefined && found.endsWith(".wsgi")) return `${found}${name}`;
  return name === undefined ? found : `${insideFolder(found, folders).slice(0, -3).replaceAll("/", ".")}${name}`;
}

/** `FLASK_APP` of the command's surroundings, else of the files that Flask reads (Flask: "Environment Variables From dotenv"). */
function flaskApplication({ workspace }: DetectContext, { variables, folders }: CommandOrigin): string {
  const given = variables?.get("FLASK_APP");
  if (given !== undefined && given !== "") return given;
  for (const folder of folders) {
    for (const name of [".env", ".flaskenv"]) {
      const found = environmentFile(workspace, folder === "" ? name : `${folder}/${name}`).get("FLASK_APP");
      if (found !== undefined && found !== "") return found;
    }
  }
  return "";
}

/** A workspace path as seen from the first working directory that holds it. */
function insideFolder(path: string, folders: readonly string[]): string {
  const folder = folders.find(candidate => candidate !== "" && path.startsWith(`${candidate}/`));
  return folder === undefined ? path : path.slice(folder.length + 1);
}
