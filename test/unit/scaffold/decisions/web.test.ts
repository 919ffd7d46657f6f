import assert from "node:assert/strict";
import { serversOf } from "../../../../src/scaffold/decisions/web";

describe("scaffold/decisions/web", () => {
  it("installs what the programs of commands come from, also of those that Python runs as modules", () => {
    const of = (text: string): readonly string[] => serversOf([text.split(" ")]);
    assert.deepEqual(of("python -m awslambdaric app.handler"), ["awslambdaric"]);
    assert.deepEqual(of("chalice local --port 8000"), ["chalice"]);
    assert.deepEqual(of("dagster-webserver -m shop"), ["dagster-webserver"]);
    assert.deepEqual(of("python -m shop.handler"), []);
  });
});
