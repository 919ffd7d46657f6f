import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import { mountsOf } from "../../../docker/dockerfile/mounts";
import { findStage } from "../../../docker/dockerfile/stages";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { imageUses } from "../../query/images";

/** hadolint's patterns: a name, or one with `*` at its beginning or end. */
function matchesRegistry(pattern: string, registry: string): boolean {
  if (pattern === "*") return true;
  if (pattern.startsWith("*")) return registry.endsWith(pattern.slice(1));
  if (pattern.endsWith("*")) return registry.startsWith(pattern.slice(0, -1));
  return registry === pattern;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "untrusted-registry",
  code: "DD1032",
  severity: "error",
  mirrors: ["DL3026"],
  what: "An image from a registry that `.hadolint.yaml` does not trust.",
  why: "The organisation allows images from the registries under `trustedRegistries` only.",
  todo: "Use an image from a trusted registry, or add this one to `.hadolint.yaml`.",
  bad: {
    Dockerfile: "FROM «example.org/python:3.13»\n",
    ".hadolint.yaml": "trustedRegistries:\n  - registry.example.com\n",
  },
  good: {
    Dockerfile: "FROM registry.example.com/python:3.13\n",
    ".hadolint.yaml": "trustedRegistries:\n  - registry.example.com\n",
  },
  check: context => {
    const trusted = context.hadolint.trustedRegistries;
    if (trusted.length === 0) return;
    const check = (text: string, span: Span): void => {
      const reference = parseImageReference(text);
      if (text.startsWith("$") || (reference.registry === null && reference.repository === "scratch")) return;
      const names = reference.registry === null ? ["docker.io", "hub.docker.com"] : [reference.registry];
      if (names.some(name => trusted.some(pattern => matchesRegistry(pattern, name)))) return;
      const registry = shorten(names[0] ?? "", 40);
      context.report(
        span,
        `\`${registry}\` is not among the trusted registries of .hadolint.yaml. Use an image from one of those.`,
      );
    };
    for (const { from } of imageUses(context)) if (from.image !== null) check(from.image.value, from.image.span);
    for (const instruction of context.instructions) {
      const stage = context.stageOf(instruction);
      const isStage = (name: string): boolean =>
        stage !== null && (findStage(context.graph, name, stage) !== null || stage.name === name.toLowerCase());
      for (const flag of instruction.kind === "COPY" ? instruction.flags : []) {
        if (flag.name !== "from" || flag.value === null || flag.valueSpan === null || isStage(flag.value)) continue;
        check(flag.value, flag.valueSpan);
      }
      for (const mount of instruction.kind === "RUN" ? mountsOf(instruction) : []) {
        if (mount.from === null || (mount.type !== "bind" && mount.type !== "cache") || isStage(mount.from)) continue;
        check(mount.from, mount.flag.valueSpan ?? mount.flag.span);
      }
    }
  },
});
