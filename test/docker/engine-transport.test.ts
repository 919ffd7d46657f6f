import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rename, rm, writeFile, copyFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { DrydockError } from "../../src/model/error";
import type { BuildRequest, Engine } from "../../src/model/ports";
import { BASE, connect, contextFile, OWNED, OWNER, removeAll } from "./engine-kit";

function request(dockerfile: string, more: Partial<BuildRequest> = {}): BuildRequest {
  const files = [contextFile("Dockerfile", dockerfile)];
  return { files, dockerfile: "Dockerfile", tags: [`${OWNER}:transport`], labels: OWNED, ...more };
}

/** A build that needs a session: the engine must be able to ask back over the same way. */
async function buildWithSecret(engine: Engine): Promise<void> {
  const lines: string[] = [];
  const dockerfile = `FROM ${BASE}\nRUN --mount=type=secret,id=token,required=true wc -c < /run/secrets/token\n`;
  await engine.build(request(dockerfile, { secrets: { token: "twelve chars" }, noCache: true }), event => {
    if (event.kind === "log") lines.push(event.line.text);
  });
  assert.deepEqual(lines, ["12"]);
  const result = await engine.run(`${OWNER}:transport`, ["echo", "hello"], { labels: OWNED, network: "none" });
  assert.deepEqual(result, { exit: 0, stdout: "hello\n", stderr: "" });
}

function listen(server: Server): Promise<number> {
  return new Promise(resolve => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
}

describe("engine: ways to it", () => {
  let folder = "";
  let server: Server | null = null;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "drydock-transport-"));
  });
  afterEach(() => {
    server?.close();
    server = null;
  });
  after(async () => {
    await removeAll(await connect());
    await rm(folder, { recursive: true, force: true });
  });

  it("reaches it through a program's standard input and output, as over ssh", async () => {
    const openProcess = (command: string, args: readonly string[]): Duplex => {
      assert.equal(command, "ssh");
      const child = spawn("docker", args.slice(args.indexOf("docker") + 1), { stdio: ["pipe", "pipe", "ignore"] });
      return Duplex.from({ readable: child.stdout, writable: child.stdin }).once("close", () => child.kill());
    };
    await buildWithSecret(await connect({ ...process.env, DOCKER_HOST: "ssh://far" }, { openProcess }));
  });

  it("reaches it over TLS, and only with the right certificates", async function () {
    const socket = process.env["DOCKER_HOST"]?.replace("unix://", "") ?? "/var/run/docker.sock";
    const made = spawnSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"].concat([
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
      ]),
      { cwd: folder },
    );
    if (made.status !== 0) return this.skip();
    await copyFile(join(folder, "cert.pem"), join(folder, "ca.pem"));
    const [cert, key] = await Promise.all(["cert.pem", "key.pem"].map(name => readFile(join(folder, name))));
    const options = { cert: cert ?? "", key: key ?? "", ca: cert ?? "", requestCert: true, rejectUnauthorized: true };
    server = createTlsServer(options, client => {
      const engine = connectSocket(socket);
      client.on("error", () => engine.destroy()).pipe(engine);
      engine.on("error", () => client.destroy()).pipe(client);
    });
    const port = await listen(server);
    const env = {
      ...process.env,
      DOCKER_HOST: `tcp://localhost:${port}`,
      DOCKER_TLS_VERIFY: "1",
      DOCKER_CERT_PATH: folder,
    };
    await buildWithSecret(await connect(env));

    await rename(join(folder, "ca.pem"), join(folder, "unused.pem"));
    await assert.rejects(connect(env), (error: unknown) => {
      assert.ok(error instanceof DrydockError);
      assert.equal(error.code, "engine-absent");
      assert.match(error.why, /self-signed certificate/);
      return true;
    });
    return undefined;
  });

  it("hands a registry the credentials of the docker configuration", async () => {
    const seen = new Set<string>();
    const registry = createServer((asked, answer) => {
      seen.add(asked.headers.authorization ?? "");
      if (asked.headers.authorization === undefined) {
        answer.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
      } else {
        answer.writeHead(404, { "content-type": "application/json" }).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      }
    });
    server = registry;
    const host = `127.0.0.1:${await listen(registry)}`;
    const failure = async (engine: Engine): Promise<string> => {
      try {
        await engine.build(request(`FROM ${host}/private/app:1\n`), () => {});
      } catch (error) {
        assert.ok(error instanceof DrydockError);
        assert.equal(error.code, "registry-refused");
        return error.message;
      }
      return assert.fail("it should have failed");
    };
    const env = { ...process.env, DOCKER_CONFIG: folder };
    assert.match(await failure(await connect(env)), /^The registry refused .*\/private\/app:1/);

    const basic = Buffer.from("ada:pass word").toString("base64");
    await writeFile(join(folder, "config.json"), JSON.stringify({ auths: { [host]: { auth: basic } } }));
    assert.match(await failure(await connect(env)), /^The registry has no .*\/private\/app:1/);
    assert.ok(seen.has(`Basic ${basic}`), [...seen].join());
  });
});
