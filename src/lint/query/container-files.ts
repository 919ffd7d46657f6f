import { envValues } from "../../docker/compose/env-file";
import { cleanPath } from "../../docker/dockerignore";
import type { Stage } from "../../docker/dockerfile/stages";
import { joinPath, parentOf } from "../../model/paths";
import type { WorkspaceContext } from "../workspace-context";
import type { Build } from "./builds";
import { imagePath } from "./image-files";
import type { ImagePath } from "./image-files";
import type { RunService } from "./projects";
import { exists, isFolder, SAMPLE_ENDINGS } from "./workspace-paths";

/** What an absolute path of a service's container holds: a bind mount's file before the image's. */
export function containerPath(
  context: WorkspaceContext,
  build: Build,
  stage: Stage,
  service: RunService | null,
  path: string,
): ImagePath {
  for (const part of service?.parts.toReversed() ?? []) {
    if (grantedFiles(part.service).some(file => isAtOrBelow(path, file))) return { kind: "unknown" };
    for (const mount of part.service.volumes) {
      const target = mount.target === null || mount.target.includes("$") ? null : cleanPath(mount.target);
      if (target === null) return { kind: "unknown" };
      if (!isAtOrBelow(path, target)) continue;
      const source = mount.source ?? "";
      if (mount.type !== "bind" || !source.startsWith(".") || source.includes("$")) return { kind: "unknown" };
      const host = joinPath(parentOf(part.file.path), source);
      if (host.startsWith("..") || !isFolder(context, host)) return { kind: "unknown" };
      const rest = path.slice(target.length).replace(/^\//, "");
      const found = joinPath(host, rest);
      return exists(context, found) ? { kind: "found", path: found } : { kind: "absent" };
    }
  }
  return imagePath(context, build, stage, path);
}

/** Where the configs and secrets of a service lie in its container. */
function grantedFiles({ configs, secrets }: RunService["parts"][number]["service"]): readonly string[] {
  return [
    ...configs.map(each => each.target ?? each.name).map(each => cleanPath(`/${each}`)),
    ...secrets
      .map(each => each.target ?? each.name)
      .map(each => cleanPath(each.startsWith("/") ? each : `/run/secrets/${each}`)),
  ];
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

/** The variables that a service is given by Compose; null where a file that is not seen may give any. */
export function variablesOf(context: WorkspaceContext, service: RunService): ReadonlySet<string> | null {
  const names = new Set<string>();
  for (const { file, service: part } of service.parts) {
    for (const variable of part.environment) names.add(variable.name);
    for (const each of part.envFiles) {
      const path = joinPath(parentOf(file.path), each.path);
      // The file itself is seldom committed; its pattern has the same names.
      const text = [path, ...SAMPLE_ENDINGS.map(ending => `${path}.${ending}`)]
        .map(name => context.read(name))
        .find(one => one !== null);
      if (each.path.includes("$") || text == null) return null;
      for (const name of envValues(text).keys()) names.add(name);
    }
  }
  return names;
}

/** Programs that listen on a port of their own where a start script runs them. */
const LISTENERS =
  /\b(?:nginx|supervisord|gunicorn|uvicorn|hypercorn|daphne|runserver|socat|haproxy|caddy|honcho|redis-server)\b/;

/** True for a start script that is seen, begins no server itself, and hands over to the command behind it. */
export function handsOver(context: WorkspaceContext, build: Build | null, script: string): boolean {
  if (build?.stage == null || !script.startsWith("/")) return false;
  const found = imagePath(context, build, build.stage, cleanPath(script));
  const text = found.kind === "found" ? context.read(found.path) : null;
  return text !== null && /(?:^|\s)(?:exec\s+)?"?\$@"?/.test(text) && !LISTENERS.test(text);
}
