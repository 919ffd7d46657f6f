import { effective } from "../../../docker/compose/project";
import { joinPath } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildPaths, isBuiltFromElsewhere } from "../../query/builds";
import { nearest } from "../../../model/nearest";
import { shorten } from "../../query/fixing";
import type { WorkspaceContext } from "../../workspace-context";
import { changeTo } from "../../query/compose";
import { allServices } from "../../query/projects";
import { filesBelow, isFolder, isInSubmodule, isLeftOut } from "../../query/workspace-paths";

export const rule = defineRule({
  target: "workspace",
  id: "missing-dockerfile",
  code: "DD3023",
  severity: "error",
  mirrors: [],
  what: "A service is built from a Dockerfile or a folder that does not exist.",
  why: "The build stops.",
  todo: "Correct the path: `dockerfile` counts from `context`, and `context` from the Compose file.",
  bad: {
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      dockerfile: «docker/Dockerfile.prd»\n",
    "docker/Dockerfile.prod": "FROM python:3.13-slim\n",
  },
  good: {
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile.prod\n",
    "docker/Dockerfile.prod": "FROM python:3.13-slim\n",
  },
  check: context => {
    if (context.paths.size === 0) return;
    for (const service of allServices(context)) {
      const where = buildPaths(service, context.paths);
      const found = effective(service.parts, each => each.build);
      if (where === null || found === null || context.paths.has(where.dockerfile)) continue;
      const { part, value: build } = found;
      const file = effective(service.parts, each => each.build?.dockerfile ?? null);
      if (isLeftOut(context, where.dockerfile) || isInSubmodule(context, where.folder)) continue;
      if (isBuiltFromElsewhere(context, service)) continue;
      const says = (path: string): string =>
        `\`${shorten(path, 50)}\` does not exist, so \`${shorten(service.name, 24)}\` cannot be built.`;
      const span = build.context?.span ?? build.span;
      if (!isFolder(context, where.folder)) {
        context.report(part.file.path, span, `${says(where.folder)} Correct the path.`);
        continue;
      }
      const hint = nearestDockerfile(context, where.folder, file?.value.text ?? "Dockerfile");
      const todo = hint === null ? "Correct the path." : `Write \`${shorten(hint, 40)}\`.`;
      if (file === null) {
        context.report(part.file.path, span, `${says(where.dockerfile)} ${todo}`);
        continue;
      }
      const target = file.part.file;
      context.report(target.path, file.value.span, `${says(where.dockerfile)} ${todo}`, {
        fixes: changeTo(hint, target.document.text, { name: file.value.text, span: file.value.span }),
      });
    }
  },
});

/** The Dockerfile below the context whose name is most like the one that is written. */
function nearestDockerfile(context: WorkspaceContext, folder: string, wanted: string): string | null {
  const own = filesBelow(context, folder).map(path => path.slice(folder === "" ? 0 : folder.length + 1));
  return nearest(
    joinPath("", wanted),
    own.filter(path => /dockerfile|containerfile/i.test(path)),
  );
}
