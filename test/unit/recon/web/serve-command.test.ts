import assert from "node:assert/strict";
import type { Dependency } from "../../../../src/model/recon";
import { serveCommand } from "../../../../src/recon/web/serve-command";
import { dependency } from "../../../kit/detect";

const declared = (name: string, group = "main", extras: readonly string[] = []): Dependency =>
  dependency(name, { group, extras });

const line = (kind: "wsgi" | "asgi", target: string, ...dependencies: Dependency[]): string =>
  serveCommand(kind, target, 8000, dependencies).join(" ");

describe("the command that serves an application", () => {
  it("is of the server that the project declares for what runs", () => {
    assert.equal(line("wsgi", "shop:app"), "gunicorn shop:app --bind 0.0.0.0:8000");
    assert.equal(line("wsgi", "shop:app", declared("waitress")), "waitress-serve --listen=0.0.0.0:8000 shop:app");
    assert.equal(line("wsgi", "shop:app", declared("waitress", "dev")), "gunicorn shop:app --bind 0.0.0.0:8000");
    assert.equal(line("asgi", "shop:app", declared("hypercorn")), "hypercorn shop:app --bind 0.0.0.0:8000");
    assert.equal(
      line("asgi", "shop:app", declared("hypercorn"), declared("fastapi", "main", ["standard"])),
      "uvicorn shop:app --host 0.0.0.0 --port 8000",
    );
  });

  it("calls a factory as its server can, with its arguments where it takes them", () => {
    assert.equal(line("wsgi", "shop:create_app('live')"), "gunicorn shop:create_app('live') --bind 0.0.0.0:8000");
    assert.equal(
      line("wsgi", "shop:create_app()", declared("waitress")),
      "waitress-serve --listen=0.0.0.0:8000 --call shop:create_app",
    );
    assert.equal(line("asgi", "shop:create_app()"), "uvicorn --factory shop:create_app --host 0.0.0.0 --port 8000");
  });

  it("is of waitress alone for an attribute of an attribute", () => {
    assert.equal(
      line("wsgi", "shop:app.server", declared("gunicorn")),
      "waitress-serve --listen=0.0.0.0:8000 shop:app.server",
    );
  });
});
