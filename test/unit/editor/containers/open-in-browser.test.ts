import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createSocketServer, type Server } from "node:net";
import { answeringPort } from "../../../../src/editor/containers/open-in-browser";
import { nodeHttp } from "../../../../src/host/node-http";

async function portOf(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

describe("answeringPort", () => {
  const broker = createSocketServer(socket => socket.end("no HTTP\r\n"));
  const page = createServer((_request, response) => response.writeHead(404).end());
  after(() => [broker, page].forEach(server => server.close()));

  it("finds the port that answers over HTTP behind one that speaks otherwise, whatever the status is", async () => {
    const ports = [await portOf(broker), await portOf(page)];
    const addressOf = (port: number): string => `http://127.0.0.1:${port}/`;
    assert.equal(await answeringPort(nodeHttp, ports, addressOf), ports[1]);
    assert.equal(await answeringPort(nodeHttp, ports.slice(0, 1), addressOf), null);
  });
});
