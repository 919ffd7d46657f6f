import { effective } from "../../../docker/compose/project";
import { lastOf } from "../../../docker/dockerfile/stages";
import { lineIndexOf } from "../../../docker/line-map";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { lineEnd, shorten, suggestion } from "../../query/fixing";
import { isPrepared } from "../../query/prepared-paths";
import { isPlainBase, rootOf } from "../../query/python-base";

export const rule = defineRule({
  target: "workspace",
  id: "unwritable-path",
  code: "DD3020",
  severity: "warning",
  mirrors: [],
  what: "A named volume at a path that the image does not make, under a user that is not root.",
  why: "The engine makes the path for root, so the program may not write there.",
  todo: "Make the folder in the Dockerfile and give it to the user: the volume takes that over.",
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nRUN useradd --create-home app\nUSER app\nCMD ["python", "app.py"]\n',
    "compose.yaml": "services:\n  web:\n    build: .\n    volumes:\n      - media:«/srv/media»\nvolumes:\n  media:\n",
  },
  good: {
    Dockerfile:
      'FROM python:3.13-slim\nRUN useradd --create-home app\nRUN mkdir -p /srv/media && chown app /srv/media\nUSER app\nCMD ["python", "app.py"]\n',
    "compose.yaml": "services:\n  web:\n    build: .\n    volumes:\n      - media:/srv/media\nvolumes:\n  media:\n",
  },
  check: context => {
    for (const { view, stage, service } of buildsOf(context)) {
      if (stage === null || service === null) continue;
      const user = lastOf(stage, "USER");
      const name = user?.body.text.split(":")[0] ?? "";
      if (user === null || name === "" || name === "root" || name === "0" || name.includes("$")) continue;
      if (
        service.parts.some(
          part => part.service.node.kind === "map" && part.service.node.entries.some(each => each.key === "user"),
        )
      )
        continue;
      const root = rootOf(view, stage);
      // Other images may bring the folder.
      if (root === null || !isPlainBase(root.reference)) continue;
      if (effective(service.parts, each => each.build?.inline ?? null) !== null) continue;
      for (const part of service.parts) {
        for (const mount of part.service.volumes) {
          const { target } = mount;
          if (
            mount.type !== "volume" ||
            target === null ||
            mount.readOnly ||
            !target.startsWith("/") ||
            target.includes("$")
          )
            continue;
          if (
            /^\/(?:tmp|var\/tmp|dev)(?:\/|$)/.test(target) ||
            isPrepared(view, stage, target.replace(/\/+$/, ""), true)
          )
            continue;
          if (target.startsWith(`/home/${name}`)) continue;
          const { lines } = view.file;
          const at = lines[lineIndexOf(lines, user.span.start)] ?? 0;
          const isHere = stage.instructions.includes(user) && !/\s/.test(target);
          context.report(
            part.file.path,
            mount.targetSpan,
            `\`${shorten(target, 36)}\` belongs to root, and \`${shorten(name, 20)}\` runs the program, so it may not write there. Make it in the Dockerfile.`,
            {
              related: [context.placeOf(view.path, user.span)],
              fixes: isHere
                ? [
                    suggestion(`Make ${target} for ${name}`, {
                      path: view.path,
                      span: { start: at, end: at },
                      text: `RUN mkdir -p ${target} && chown ${name} ${target}${lineEnd(view)}`,
                    }),
                  ]
                : [],
            },
          );
        }
      }
    }
  },
});
