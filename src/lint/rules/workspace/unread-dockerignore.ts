import { nameOf, parentOf } from "../../../model/paths";
import { effective } from "../../../docker/compose/project";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "workspace",
  id: "unread-dockerignore",
  code: "DD3034",
  severity: "warning",
  mirrors: [],
  what: "A `.dockerignore` lies beside a Dockerfile that is built with another folder as its context.",
  why: "Docker reads the one at the top of the context, or `NAME.dockerignore` beside the Dockerfile. This one excludes nothing.",
  todo: "Move it to the context's folder, or name it after the Dockerfile: `Dockerfile.dockerignore`.",
  bad: {
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      dockerfile: «docker/Dockerfile»\n",
    "docker/Dockerfile": "FROM python:3.13-slim\nCOPY . /app\n",
    "docker/.dockerignore": ".git\n",
    "app.py": "",
  },
  good: {
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n",
    "docker/Dockerfile": "FROM python:3.13-slim\nCOPY . /app\n",
    "docker/Dockerfile.dockerignore": ".git\n",
    "app.py": "",
  },
  check: context => {
    const builds = buildsOf(context);
    const told = new Set<string>();
    for (const { view, folder, ignore, service } of builds) {
      const beside = parentOf(view.path);
      const unread = beside === "" ? ".dockerignore" : `${beside}/.dockerignore`;
      if (service === null || folder === null || folder === beside || told.has(unread)) continue;
      if (ignore?.path === `${view.path}.dockerignore` || !context.paths.has(unread)) continue;
      // Another build has that folder as its context.
      if (builds.some(each => each.folder === beside)) continue;
      const file = effective(service.parts, each => each.build?.dockerfile ?? null);
      if (file === null) continue;
      told.add(unread);
      context.report(
        file.part.file.path,
        file.value.span,
        `\`${shorten(unread, 40)}\` is not read: the context is \`${folder === "" ? "." : shorten(folder, 24)}\`. Move it there, or name it \`${shorten(nameOf(view.path), 24)}.dockerignore\`.`,
        { related: [context.placeOf(unread, { start: 0, end: 0 })] },
      );
    }
  },
});
