import assert from "node:assert/strict";
import { wantedLogs } from "../../../../src/editor/containers/log-choice";
import type { ContainerSummary } from "../../../../src/model/ports";

describe("the choice of logs", () => {
  const container = (id: string, service: string | null): ContainerSummary =>
    ({ id, service, name: `name-${id}` }) as ContainerSummary;
  const all = [container("own-web", "web"), container("other-web", "web"), container("other-db", "db")];
  const chosen = (...services: readonly string[]): readonly string[] =>
    wantedLogs([...all, container("loose", null)], services, ({ id }) => id.startsWith("own-")).map(({ id }) => id);

  it("is the workspace's own without a service", () => {
    assert.deepEqual(chosen(), ["own-web"]);
  });

  it("leaves out another project's service of the same name", () => {
    assert.deepEqual(chosen("web"), ["own-web"]);
  });

  it("takes another project's container by a name that the workspace lacks, or by its own identity", () => {
    assert.deepEqual(chosen("db", "name-loose"), ["other-db", "loose"]);
    assert.deepEqual(chosen("other-web"), ["other-web"]);
  });
});
