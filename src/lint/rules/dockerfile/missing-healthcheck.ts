import { lastOf } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";

export const rule = defineRule({
  target: "dockerfile",
  id: "missing-healthcheck",
  code: "DD1064",
  severity: "info",
  enabled: false,
  mirrors: ["DL3057", "DS-0026", "CKV_DOCKER_2"],
  what: "The final stage has no HEALTHCHECK.",
  why: "The engine takes the container for healthy as long as its process runs, whether it answers or not.",
  todo: "Add a HEALTHCHECK, here or in Compose.",
  bad: "FROM «python:3.13-slim»\n",
  good: 'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "check.py"]\n',
  check: context => {
    for (const stage of context.graph.stages) {
      const image = stage.from?.image ?? null;
      if (image === null || lastOf(stage, "HEALTHCHECK") !== null) continue;
      // A stage that others build on, or that only gives files to others, needs none of its own.
      if (!stage.final) continue;
      context.report(
        image.span,
        "The image has no health check, so a hung program counts as healthy. Add `HEALTHCHECK CMD`.",
      );
    }
  },
});
