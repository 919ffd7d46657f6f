import { lineEndOf } from "../../../docker/line-map";
import { chainOf, lastOf } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { defineRule } from "../../define-rule";
import { insert, lineStartOf, shorten, suggestion } from "../../query/fixing";
import { isRootName, userName, userText } from "../../query/known-runs";
import { isPrepared } from "../../query/prepared-paths";
import { isPlainBase, rootOf } from "../../query/python-base";
import { instructionsOf } from "../../query/stages";

/** Folders that images bring, or that anyone may write to. */
const BROUGHT = /^\/(?:tmp|var|dev|etc|usr|run|proc|sys|lib|home)(?:\/|$)|^\/$/;

export const rule = defineRule({
  target: "dockerfile",
  id: "unwritable-volume",
  code: "DD1191",
  severity: "warning",
  mirrors: [],
  what: "VOLUME at a folder that no step gives to the user who runs the program.",
  why: "The engine makes the folder for root, and a new volume takes that over, so the program may not write there.",
  todo: "Make the folder and give it to the user, before VOLUME.",
  bad: "FROM python:3.13-slim\nRUN useradd app\nVOLUME «/data»\nUSER app\n",
  good: "FROM python:3.13-slim\nRUN useradd app\nRUN mkdir -p /data && chown app /data\nVOLUME /data\nUSER app\n",
  check: context => {
    for (const volume of instructionsOf(context, "VOLUME")) {
      const stage = context.stageOf(volume);
      if (stage === null || volume.onbuild) continue;
      const user = lastOf(stage, "USER");
      const name = userName(userText(user));
      if (user === null || name === null || isRootName(name)) continue;
      const root = rootOf(context, stage);
      // Other images may bring the folder, and a whole tree that is copied to the root too.
      if (root === null || !isPlainBase(root.reference)) continue;
      const steps = chainOf(stage).flatMap(each => each.instructions);
      for (const word of volume.json?.items ?? volume.words) {
        const path = word.value.replace(/(?<=.)\/+$/, "");
        if (!/^\/[\w./-]+$/.test(path) || BROUGHT.test(path) || isPrepared(context, stage, path, false)) continue;
        const isBrought = steps.some(
          each => (each.kind === "COPY" || each.kind === "ADD") && mayBring(each.destination?.value ?? "", path),
        );
        if (isBrought) continue;
        const before = earlier(volume, user, steps, name);
        const isHere = stage.instructions.includes(before);
        const line = `RUN mkdir -p ${path} && chown ${name} ${path}${lineEndOf(context.text)}`;
        context.report(
          word.span,
          `\`${shorten(path, 36)}\` belongs to root, and \`${shorten(name, 20)}\` runs the program, so it may not write there. Make it before and give it away.`,
          { fixes: isHere ? [suggestion(`Make ${path} for ${name}`, insert(lineStartOf(context, before), line))] : [] },
        );
      }
    }
  },
});

/** Whether what is copied to a folder may hold the path; a copy from a stage brings owners of its own. */
function mayBring(destination: string, path: string): boolean {
  const clean = destination.replace(/\/+$/, "");
  return clean === "" || /[$*]/.test(clean) || clean === path || path.startsWith(`${clean}/`);
}

/** Before which instruction the folder is made: VOLUME where the user is known there by a number or a step, else USER. */
function earlier(volume: Instruction, user: Instruction, steps: readonly Instruction[], name: string): Instruction {
  if (user.index < volume.index) return user;
  const isKnown =
    /^\d+$/.test(name) ||
    steps.some(each => each.kind === "RUN" && each.index < volume.index && each.body.text.includes(name));
  return isKnown ? volume : user;
}
