import { effective } from "../../../docker/compose/project";
import type { ComposeMount } from "../../../docker/compose/mounts";
import { lastOf, type Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { lineEndOf, lineIndexOf } from "../../../docker/line-map";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import type { DockerfileView } from "../../dockerfile-context";
import { buildsOf } from "../../query/builds";
import { shorten, suggestion } from "../../query/fixing";
import { isPrepared } from "../../query/prepared-paths";
import type { RunService } from "../../query/projects";
import { isPlainBase, rootOf } from "../../query/python-base";
import type { ReportedFix } from "../../rule";

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
      const user = plainUser(stage, service);
      const root = rootOf(view, stage);
      // Other images may bring the folder.
      if (user === null || root === null || !isPlainBase(root.reference)) continue;
      if (effective(service.parts, each => each.build?.inline ?? null) !== null) continue;
      for (const part of service.parts) {
        for (const { target, targetSpan } of part.service.volumes.flatMap(writtenVolume)) {
          if (isPrepared(view, stage, target.replace(/\/+$/, ""), true) || target.startsWith(`/home/${user.name}`))
            continue;
          context.report(
            part.file.path,
            targetSpan,
            `\`${shorten(target, 36)}\` belongs to root, and \`${shorten(user.name, 20)}\` runs the program, so it may not write there. Make it in the Dockerfile.`,
            {
              related: [context.placeOf(view.path, user.instruction.span)],
              fixes: stage.instructions.includes(user.instruction) ? folderFix(view, user, target) : [],
            },
          );
        }
      }
    }
  },
});

interface ImageUser {
  readonly name: string;
  readonly instruction: Instruction;
}

/** The user of the image, if it is not root and the service names no other. */
function plainUser(stage: Stage, { parts }: RunService): ImageUser | null {
  const instruction = lastOf(stage, "USER");
  const name = instruction?.body.text.split(":")[0] ?? "";
  if (instruction === null || name === "" || name === "root" || name === "0" || name.includes("$")) return null;
  const isOther = parts.some(
    ({ service: { node } }) => node.kind === "map" && node.entries.some(({ key }) => key === "user"),
  );
  return isOther ? null : { name, instruction };
}

/** A named volume that the program may write to, at a path that no image has prepared for everybody. */
function writtenVolume({
  type,
  target,
  targetSpan,
  readOnly,
}: ComposeMount): readonly { readonly target: string; readonly targetSpan: Span }[] {
  if (type !== "volume" || target === null || readOnly) return [];
  const isPlain = target.startsWith("/") && !target.includes("$") && !/^\/(?:tmp|var\/tmp|dev)(?:\/|$)/.test(target);
  return isPlain ? [{ target, targetSpan }] : [];
}

function folderFix(view: DockerfileView, { name, instruction }: ImageUser, target: string): readonly ReportedFix[] {
  if (/\s/.test(target)) return [];
  const { lines } = view.file;
  const at = lines[lineIndexOf(lines, instruction.span.start)] ?? 0;
  return [
    suggestion(`Make ${target} for ${name}`, {
      path: view.path,
      span: { start: at, end: at },
      text: `RUN mkdir -p ${target} && chown ${name} ${target}${lineEndOf(view.text)}`,
    }),
  ];
}
