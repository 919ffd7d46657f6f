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

  it("takes the port of the server's own address alone, written there or by a name", async () => {
    const found = async (body: string, more = ""): Promise<string> =>
      (
        await detect(detector, {
          "shop.py": `import socket\nfrom http.server import HTTPServer, BaseHTTPRequestHandler\nDB_PORT = 5432\n${more}def main():\n${body}    httpd.serve_forever()\n${main}`,
        })
      ).join();
    const make = (address: string): string => `    httpd = HTTPServer(${address}, BaseHTTPRequestHandler)\n`;
    assert.match(
      await found(`    socket.create_connection(("db.example.com", 5432)).close()\n${make('("", 8080)')}`),
      / :8080 /,
    );
    assert.match(await found(`    server_address = ("", 8000)\n${make("server_address")}`), / :8000 /);
    assert.match(await found(make("ADDRESS"), 'PORT = 8001\nADDRESS = ("", PORT)\n'), / :8001 /);
    assert.match(
      await found(`    port = int(input())\n${make('("", port)')}`),
      /^server web shop\.py = python shop\.py @/,
    );
  });

  it("tells one of an own class, whose port only a constant says", async () => {
    const text = `import socketserver\nAPI_PORT = 8005\nclass Server(socketserver.TCPServer):\n    pass\ndef main():\n    with Server(("", API_PORT), Handler) as httpd:\n        httpd.serve_forever()\n${main}`;
    assert.match((await detect(detector, { "shop.py": text })).join(), /^server web shop\.py = python shop\.py :8005 /);
  });

  it("tells the command of several that serves, and none that serves beside other work or has to be told more", async () => {
    const found = (more: string, body = "server.serve_forever()", path = "shop/__main__.py", host = '""') =>
      detect(detector, {
        "shop/__init__.py": "",
        [path]: `import argparse\nimport threading\nfrom http.server import HTTPServer, BaseHTTPRequestHandler\ndef serve(args):\n    server = HTTPServer((${host}, 8070), BaseHTTPRequestHandler)\n    ${body}\ndef main():\n    parser = argparse.ArgumentParser()\n    commands = parser.add_subparsers()\n    serving = commands.add_parser("serve")\n${more}    serving.set_defaults(run=serve)\n    args = parser.parse_args()\n    args.run(args)\n${main}`,
      });
    assert.deepEqual(await found(""), [
      "server web python -m shop serve = python -m shop serve :8070 @shop/__main__.py:4",
    ]);
    assert.deepEqual(await found("", undefined, "shop.py"), [
      "server web python shop.py serve = python shop.py serve :8070 @shop.py:4",
    ]);
    assert.match(
      (
        await found('    serving.add_argument("--bind", default="localhost")\n', undefined, undefined, "args.bind")
      ).join(),
      / = python -m shop serve --bind=0\.0\.0\.0 :8070 /,
    );
    assert.deepEqual(await found('    serving.add_argument("folder")\n'), []);
    const group = '    group = serving.add_argument_group("more")\n';
    const options =
      '    group.add_argument("--title")\n    other = commands.add_parser("other").add_argument_group("other")\n';
    assert.equal((await found(`${group}${options}    other.add_argument("--x", required=True)\n`)).length, 1);
    for (const needed of [
      `${group}    group.add_argument("--queue", required=True)\n`,
      `${group}    group.add_argument_group("inner").add_argument("folder")\n`,
      `${group}    inner = group.add_argument_group("inner")\n    inner.add_argument("folder")\n`,
      "    group = serving.add_mutually_exclusive_group(required=True)\n",
      `${group}    group.add_mutually_exclusive_group(required=True)\n`,
    ])
      assert.deepEqual(await found(needed), [], needed);
    assert.deepEqual(await found("", "threading.Thread(target=server.serve_forever).start()"), []);
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
