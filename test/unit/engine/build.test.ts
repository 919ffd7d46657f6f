import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createConnect } from "../../../src/engine/connect";
import type { BuildEvent } from "../../../src/model/build-trace";
import type { Engine } from "../../../src/model/ports";
import { failureOf } from "../../kit/failure-of";
import type { FakeEngine } from "./fake-engine";
import { fakeDeps, startFakeEngine } from "./fake-engine";
import { at, traceMessage } from "./trace-messages";

const FILE = { path: "Dockerfile", bytes: 7, executable: false, read: () => Promise.resolve(Buffer.from("FROM x\n")) };
const REQUEST = { files: [FILE], dockerfile: "Dockerfile", tags: ["shop"] };
const ID = `sha256:${"a".repeat(64)}`;

const trace = (status: object): string =>
  `${JSON.stringify({ id: "moby.buildkit.trace", aux: traceMessage(status) })}\n`;
const step = (index: number, more: object): object => ({
  digest: `d${index}`,
  name: `[${index}/2] RUN ${index}`,
  ...more,
});

describe("createBuild against an engine that answers as told", () => {
  let fake: FakeEngine | null = null;
  afterEach(async () => {
    await fake?.stop();
    fake = null;
  });

  /** An engine whose `/build` takes the upload and then does what `answer` says. */
  async function engineThat(answer: (response: ServerResponse) => void): Promise<Engine> {
    const build = (request: IncomingMessage, response: ServerResponse): void => {
      request.resume().on("end", () => answer(response));
    };
    fake = await startFakeEngine({ "/build": build });
    return createConnect(fakeDeps({}, { env: { DOCKER_HOST: `unix://${fake.socket}` } }))();
  }

  it("asks for BuildKit with what the request says, and works without sessions where none are needed", async () => {
    const engine = await engineThat(response =>
      response.end(`${JSON.stringify({ id: "moby.image.id", aux: { ID } })}\n`),
    );
    const result = await engine.build(
      {
        ...REQUEST,
        tags: ["a:1", "b:2"],
        target: "t",
        args: { A: "1" },
        labels: { l: "v" },
        noCache: true,
        pull: true,
      },
      () => {},
    );
    assert.equal(result.imageId, ID);
    const query = new URL(fake?.requests.find(request => request.includes("/build"))?.split(" ")[1] ?? "", "http://x")
      .searchParams;
    assert.deepEqual(query.getAll("t"), ["a:1", "b:2"]);
    const asked = ["version", "dockerfile", "target", "buildargs", "labels", "nocache", "pull", "session"].map(name =>
      query.get(name),
    );
    assert.deepEqual(asked, ["2", "Dockerfile", "t", '{"A":"1"}', '{"l":"v"}', "1", "1", null]);
  });

  it("does not build with secrets where there are no sessions", async () => {
    const engine = await engineThat(response => response.end());
    const error = await failureOf(engine.build({ ...REQUEST, secrets: { a: "bcde" } }, () => {}));
    assert.equal(error.code, "engine-refused");
    assert.ok(!fake?.requests.some(request => request.includes("/build")));
  });

  it("takes a stream that ends without an image as an engine that was lost, and says where", async () => {
    const engine = await engineThat(response => {
      response.write(trace({ vertexes: [step(1, { started: at(0), completed: at(5) }), step(2, { started: at(5) })] }));
      response.end();
    });
    const events: BuildEvent[] = [];
    const error = await failureOf(engine.build(REQUEST, event => events.push(event)));
    assert.equal(error.code, "engine-lost");
    assert.equal(error.message, "The engine stopped answering during the build of shop, after step 1 of 2.");
    assert.equal(events.filter(event => event.kind === "step").length, 2);
  });

  it("takes a connection that breaks the same way", async () => {
    const engine = await engineThat(response => {
      response.write(trace({ vertexes: [step(1, { started: at(0) })] }), () => response.destroy());
    });
    const error = await failureOf(engine.build(REQUEST, () => {}));
    assert.equal(error.message, "The engine stopped answering during the build of shop, after step 0 of 1.");
  });

  it("keeps the engine's verdict where the connection breaks after it", async () => {
    const engine = await engineThat(response => {
      response.write(`${JSON.stringify({ error: "boom", errorDetail: { message: "boom" } })}\n`, () =>
        response.destroy(),
      );
    });
    const error = await failureOf(engine.build(REQUEST, () => {}));
    assert.deepEqual([error.code, error.why], ["build-failed", "boom"]);
  });

  it("takes a request that is turned down as a failed build", async () => {
    const engine = await engineThat(response => {
      response.writeHead(400, { "content-type": "application/json" });
      response.end('{"message":"invalid reference format"}');
    });
    const error = await failureOf(engine.build(REQUEST, () => {}));
    assert.deepEqual([error.code, error.why], ["build-failed", "invalid reference format"]);
  });

  it("stops when it is cancelled", async () => {
    const stop = new AbortController();
    const engine = await engineThat(response => response.write(trace({ vertexes: [step(1, { started: at(0) })] })));
    const error = await failureOf(engine.build(REQUEST, event => event.kind === "step" && stop.abort(), stop.signal));
    assert.equal(error.code, "cancelled");
  });

  it("reads the classic builder's answer", async () => {
    const engine = await engineThat(response => {
      response.write('{"stream":"Step 1/1 : FROM x"}\n');
      response.end(`${JSON.stringify({ aux: { ID } })}\n{"stream":"Successfully built aaa"}\n`);
    });
    const result = await engine.build(REQUEST, () => {});
    assert.deepEqual([result.imageId, result.steps.map(each => each.name)], [ID, ["[1/1] FROM x"]]);
  });
});
