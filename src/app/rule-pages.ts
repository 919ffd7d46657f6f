import { COMPOSE_RULES, DOCKERFILE_RULES, WORKSPACE_RULES } from "../lint/registry";
import type { Rule } from "../lint/rule";

/** Every rule of all three kinds, by code. */
export const rules: readonly Rule[] = [...DOCKERFILE_RULES, ...COMPOSE_RULES, ...WORKSPACE_RULES].sort((left, right) =>
  left.code < right.code ? -1 : 1,
);
