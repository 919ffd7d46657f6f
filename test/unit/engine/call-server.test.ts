import assert from "node:assert/strict";
import type { ClientHttp2Session } from "node:http2";
import { connect } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { connect as connectSocket, createServer } from "node:net";
import { sessionMethods } from "../../../src/engine/session";
import type { CallMethods } from "../../../src/engine/call-server";
import { serveCalls } from "../../../src/engine/call-server";

const SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";

interface Reply {
  readonly status: string;
  readonly message: Buffer;
}

/** Serves on one end of a connection and calls from the other, as the engine does. */
async function withServer(
  methods: CallMethods,
  use: (call: (path: string, body: Buffer) => Promise<Reply>, server: { close: () => void }) => Promise<void>,
): Promise<void> {
  const listener: Server = createServer();
  const served = new Promise<{ close: () => void }>(resolve => {
    listener.once("connection", socket => resolve(serveCalls(socket, methods, () => {})));
  });
  await new Promise<void>(resolve => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  const client = connect("http://engine", { createConnection: () => connectSocket(port, "127.0.0.1") });
  client.on("error", () => {});
  const server = await served;
  try {
    await use((path, body) => callOver(client, path, body), server);
  } finally {
    client.destroy();
    server.close();
    listener.close();
  }
}

function callOver(client: ClientHttp2Session, path: string, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const stream = client.request({ ":method": "POST", ":path": path, "content-type": "application/grpc" });
    const chunks: Buffer[] = [];
    let status = "";
    const read = (headers: { readonly "grpc-status"?: unknown }): void => {
      if (headers["grpc-status"] !== undefined) status = String(headers["grpc-status"]);
    };
    stream.on("response", read);
    stream.on("trailers", read);
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", reject);
    stream.on("close", () => resolve({ status, message: Buffer.concat(chunks).subarray(5) }));
    stream.end(body);
  });
}

function framed(message: Buffer, flag = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** Field 1 as text, in protobuf. */
function textMessage(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x0a, bytes.length]), bytes]);
}

describe("a build session", () => {
  const methods = sessionMethods({
    secrets: { token: "s3cret" },
    credentials: host =>
      host === "broken"
        ? Promise.reject(new Error("no helper"))
        : Promise.resolve(host === "private" ? { username: "ada", secret: "pw" } : null),
  });

  it("answers a secret that it has and NOT_FOUND for any other", () =>
    withServer(methods, async call => {
      assert.deepEqual(await call(SECRET, framed(textMessage("token"))), {
        status: "0",
        message: textMessage("s3cret"),
      });
      for (const name of ["HTTP_AUTH_TOKEN_github.com", "toString", ""]) {
        assert.equal((await call(SECRET, framed(textMessage(name)))).status, "5", name);
      }
    }));

  it("answers credentials, nobody's where there are none, and goes on after a failure", () =>
    withServer(methods, async call => {
      const path = "/moby.filesync.v1.Auth/Credentials";
      const known = Buffer.concat([textMessage("ada"), Buffer.from([0x12, 2]), Buffer.from("pw")]);
      assert.deepEqual(await call(path, framed(textMessage("private"))), { status: "0", message: known });
      assert.deepEqual(await call(path, framed(textMessage("public"))), { status: "0", message: Buffer.alloc(0) });
      assert.equal((await call(path, framed(textMessage("broken")))).status, "13");
      assert.equal((await call(path, framed(textMessage("private")))).status, "0");
    }));

  it("says that it serves", () =>
    withServer(methods, async call => {
      assert.deepEqual(await call("/grpc.health.v1.Health/Check", framed(Buffer.alloc(0))), {
        status: "0",
        message: Buffer.from([0x08, 0x01]),
      });
    }));

  it("refuses what it does not know or cannot read", () =>
    withServer(methods, async call => {
      assert.equal((await call("/moby.filesync.v1.FileSync/DiffCopy", framed(Buffer.alloc(0)))).status, "12");
      assert.equal((await call(SECRET, framed(Buffer.alloc(0), 1))).status, "12");
      assert.equal((await call(SECRET, Buffer.from([0, 0]))).status, "13");
    }));

  it("knows the SSH agents that it was given, and no other", async () => {
    const agents = sessionMethods({
      secrets: {},
      credentials: () => Promise.resolve(null),
      agents: { default: "/nowhere" },
    });
    await withServer(agents, async call => {
      const check = "/moby.sshforward.v1.SSH/CheckAgent";
      assert.equal((await call(check, framed(Buffer.alloc(0)))).status, "0");
      assert.equal((await call(check, framed(textMessage("default")))).status, "0");
      assert.equal((await call(check, framed(textMessage("deploy")))).status, "5");
      // An agent that is gone ends the call instead of hanging the step.
      assert.equal((await call("/moby.sshforward.v1.SSH/ForwardAgent", framed(textMessage("hi")))).message.length, 0);
    });
  });

  it("ends calls under way when it is closed", () =>
    withServer({ unary: new Map([["/slow", () => new Promise<never>(() => {})]]) }, async (call, server) => {
      const pending = call("/slow", framed(Buffer.alloc(0))).catch(() => ({ status: "ended" }));
      await call("/unknown", framed(Buffer.alloc(0)));
      server.close();
      assert.notEqual((await pending).status, "0");
    }));
});
