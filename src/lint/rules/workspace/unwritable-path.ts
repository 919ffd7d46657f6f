import { effective } from "../../../docker/compose/project";
import { chainOf, lastOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { lineIndexOf } from "../../../docker/line-map";
import type { ShellCommand } from "../../../docker/shell/types";
import type { DockerfileView } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { lineEnd, shorten, suggestion } from "../../query/fixing";
import { isPlainBase, rootOf } from "../../query/python-base";
import { runsOf } from "../../query/run-facts";

/** True where an instruction may have made the path, or given it to the user. */
function isPrepared(view: DockerfileView, stage: Stage, target: string): boolean {
  const chain = chainOf(stage);
  const isMade = runsOf(view, stage).some(run => run.commands.some(command => mayPrepare(command, target)));
  return (
    isMade ||
    chain.some(part =>
      part.instructions.some(each => {
        if (each.kind === "RUN") return each.body.text.includes(target) && !isMadeByRoot(view, chain, each, target);
        if (each.kind === "VOLUME") return each.body.text.includes(target);
        if (each.kind === "COPY" || each.kind === "ADD") {
          const isGiven = each.flags.some(flag => flag.name === "chown" || flag.name === "chmod");
          return isGiven && (each.destination === null || mayHold(each.destination.value, target));
        }
        return each.kind === "WORKDIR" && each.body.text === target;
      }),
    )
  );
}

/** True where all that a step does with the path is to make it, before another user than root is in force. */
function isMadeByRoot(view: DockerfileView, chain: readonly Stage[], run: Instruction, target: string): boolean {
  const step = view.runs.find(each => each.instruction === run);
  if (
    step === undefined ||
    chain.some(stage => stage.instructions.some(each => each.kind === "USER" && each.index < run.index))
  )
    return false;
  return step.commands.every(
    ({ name, words }) => name === "mkdir" || !words.some(word => word.value === null || word.text.includes(target)),
  );
}

const OWNING: ReadonlySet<string> = new Set(["chown", "chmod", "install", "chgrp", "setfacl"]);

/** A change of owner or mode that may reach the path, or a script, which may do anything. */
function mayPrepare(command: ShellCommand, target: string): boolean {
  if (command.name === null || /\.(?:sh|py)$/.test(command.name)) return true;
  const words = command.arguments;
  if (/^(?:ba|da|k|z)?sh$|^python[\d.]*$/.test(command.name)) return words.some(word => !word.text.startsWith("-"));
  return OWNING.has(command.name) && words.some(word => word.value === null || mayHold(word.value, target));
}

/** Whether a path is the target or holds it; a relative one, or one with a wildcard, is not followed and may. */
function mayHold(path: string, target: string): boolean {
  if (/[$*?]/.test(path) || path === "." || path === "..") return true;
  const clean = path.replace(/\/+$/, "");
  return path.startsWith("/") && (target === clean || target.startsWith(`${clean}/`));
}

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
          if (/^\/(?:tmp|var\/tmp|dev)(?:\/|$)/.test(target) || isPrepared(view, stage, target.replace(/\/+$/, "")))
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
