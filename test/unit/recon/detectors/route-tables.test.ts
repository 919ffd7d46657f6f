import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/route-tables";
import { detect } from "../../../kit/detect";

describe("recon/detectors/route-tables", () => {
  it("reads tables of Starlette and aiohttp", async () => {
    const found = await detect(detector, {
      "app.py":
        'from starlette.applications import Starlette\nfrom starlette.routing import Route\napp = Starlette(routes=[Route("/healthz", health), Route("/users", users)])\n',
      "relay.py": 'from aiohttp import web\napp = web.Application()\napp.router.add_get("/ping", ping)\n',
    });
    assert.deepEqual(found, ["route /healthz @app.py:3", "route /ping @relay.py:3"]);
  });
});
