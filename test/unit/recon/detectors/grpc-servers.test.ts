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
});
