import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/http-server";
import { detect } from "../../../kit/detect";

describe("recon/detectors/http-server", () => {
  const main = 'if __name__ == "__main__":\n    main()\n';

  it("tells a program that serves with Python's own library, by its class or one that derives from it", async () => {
    const plain = `from http.server import HTTPServer, BaseHTTPRequestHandler\nPORT = 8070\ndef main():\n    server = HTTPServer(("", PORT), BaseHTTPRequestHandler)\n    server.serve_forever()\n${main}`;
    assert.deepEqual(await detect(detector, { "shop.py": plain }), [
      "server web shop.py = python shop.py :8070 @shop.py:5",
    ]);
    const derived = `import http.server\nimport socketserver\ndef main(port=8001):\n    class Reusable(socketserver.TCPServer):\n        allow_reuse_address = True\n    with Reusable(("", port), http.server.SimpleHTTPRequestHandler) as httpd:\n        httpd.serve_forever()\n${main}`;
    assert.deepEqual(await detect(detector, { "api/server.py": derived }), [
      "server web server.py = python server.py :8001 in api @api/server.py:7",
    ]);
  });

  it("tells one of an own class, whose port only a constant says", async () => {
    const text = `import socketserver\nAPI_PORT = 8005\nclass Server(socketserver.TCPServer):\n    pass\ndef main():\n    with Server(("", API_PORT), Handler) as httpd:\n        httpd.serve_forever()\n${main}`;
    assert.match((await detect(detector, { "shop.py": text })).join(), /^server web shop\.py = python shop\.py :8005 /);
  });

  it("takes no server for the program that runs beside other work, waits for one request, or is a library's", async () => {
    const handler = "from http.server import HTTPServer, BaseHTTPRequestHandler\n";
    const make = '    server = HTTPServer(("", 8070), BaseHTTPRequestHandler)\n';
    const texts = [
      `import threading\n${handler}def health():\n${make}    server.serve_forever()\ndef main():\n    threading.Thread(target=health).start()\n    work()\n${main}`,
      `import threading\n${handler}def main():\n${make}    threading.Thread(target=server.serve_forever).start()\n    work()\n${main}`,
      `${handler}def main():\n${make}    server.handle_request()\n${main}`,
      `${handler}def serve():\n${make}    server.serve_forever()\n`,
    ];
    for (const text of texts) assert.deepEqual(await detect(detector, { "shop.py": text }), [], text);
  });
});
