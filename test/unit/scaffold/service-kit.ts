import assert from "node:assert/strict";
import type { ServiceDesign } from "../../../src/scaffold/blueprint";
import { services } from "../../../src/scaffold/service-registry";

/** A service of the stack as it is by itself. */
export function design(id: string, name: string): ServiceDesign {
  const definition = services.find(service => service.id === id);
  assert.ok(definition, id);
  const { user, database, passwordVariable } = definition.access;
  const password = passwordVariable === null ? null : `\${${passwordVariable}}`;
  return {
    name,
    definition,
    image: definition.image,
    data: null,
    volume: null,
    memory: "512M",
    user,
    database,
    passwordVariable,
    password,
    units: [null],
    exists: false,
    buckets: [],
    fixed: null,
    open: null,
    hasTls: false,
  };
}
