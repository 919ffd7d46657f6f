import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/grpc-servers";
import { detect } from "../../../kit/detect";

describe("recon/detectors/grpc-servers", () => {
  it("reads the port", async () => {
    const found = await detect(detector, {
      "server.py":
        'import grpc\nfrom concurrent import futures\n\ndef serve():\n    server = grpc.server(futures.ThreadPoolExecutor())\n    server.add_insecure_port("[::]:50055")\n    server.start()\n\nif __name__ == "__main__":\n    serve()\n',
    });
    assert.deepEqual(found, [
      "framework grpc @server.py:5",
      "port 50055 code @server.py:6",
      "grpc grpc server.py = python server.py :50055 @server.py:5",
    ]);
  });

  it("reads the port that the script hands over", async () => {
    const found = await detect(detector, {
      "services/__init__.py": "",
      "services/users.py":
        "from grpc import aio\n\nasync def start(name, addr):\n    server = aio.server()\n    server.add_insecure_port(addr)\n    await server.start()\n",
      "settings.py": 'USERS = "0.0.0.0:50053"\n',
      "serve_users.py":
        'import asyncio\nfrom services import users\nfrom settings import USERS\n\nif __name__ == "__main__":\n    asyncio.run(users.start("users", addr=USERS))\n',
    });
    assert.ok(
      found.includes("grpc grpc serve_users.py = python serve_users.py :50053 @services/users.py:4"),
      found.join("\n"),
    );
  });
});
