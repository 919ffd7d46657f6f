import assert from "node:assert/strict";
import { logName, wantedLogs } from "../../../../src/editor/containers/log-choice";
import type { ContainerSummary } from "../../../../src/model/ports";

describe("the choice of logs", () => {
  const container = (id: string, service: string | null): ContainerSummary =>
    ({ id, service, name: `name-${id}` }) as ContainerSummary;
  const isOwn = ({ id }: ContainerSummary): boolean => id.startsWith("own-");
  const all = [container("own-web", "web"), container("other-web", "web"), container("other-db", "db")];
  const chosen = (...services: readonly string[]): readonly string[] =>
    wantedLogs([...all, container("loose", null)], services, isOwn).map(({ id }) => id);

  it("is the workspace's own without a service", () => {
    assert.deepEqual(chosen(), ["own-web"]);
  });

  it("leaves out another project's service of the same name", () => {
    assert.deepEqual(chosen("web"), ["own-web"]);
  });

  it("is any container's by the name that its row gives", () => {
    for (const each of all) assert.deepEqual(chosen(logName(each, isOwn)), [each.id]);
    assert.deepEqual(chosen("web", "name-other-web", "name-loose"), ["own-web", "other-web", "loose"]);
  });
});
