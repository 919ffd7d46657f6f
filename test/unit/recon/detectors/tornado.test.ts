import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/tornado";
import { detect } from "../../../kit/detect";

describe("recon/detectors/tornado", () => {
  it("reads the port of listen", async () => {
    const found = await detect(detector, {
      "main.py":
        'import tornado.web\n\ndef main():\n    app = tornado.web.Application([])\n    app.listen(8889)\n\nif __name__ == "__main__":\n    main()\n',
    });
    assert.deepEqual(found, [
      "framework tornado @main.py:4",
      "port 8889 code @main.py:5",
      "server web main.py = python main.py :8889 @main.py:5",
    ]);
  });
  it("finds the method of an own application that listens", async () => {
    const found = await detect(detector, {
      "app.py":
        'from site import Site\nfrom tornado.options import define, options\ndefine("port", default=8801)\nif __name__ == "__main__":\n    Site(options).main()\n'.replace(
          "site",
          "web",
        ),
      "web.py":
        "import tornado.web\nimport tornado.httpserver\nclass Site(tornado.web.Application):\n    def __init__(self, options):\n        self.options = options\n    def main(self):\n        options = self.options\n        server = tornado.httpserver.HTTPServer(self)\n        server.listen(options.port)\n",
    });
    assert.ok(found.includes("server web app.py = python app.py :8801 @web.py:9"), found.join("\n"));
  });
  it("reads the port of an option that any file defines", async () => {
    const main =
      'import tornado.web\nfrom tornado.options import define, options\n#\ndef main():\n    server = tornado.httpserver.HTTPServer(tornado.web.Application([]))\n    server.listen(options.port)\n\nif __name__ == "__main__":\n    main()\n';
    const here = await detect(detector, { "main.py": main.replace("#", 'define("port", type = int, default = 8000)') });
    assert.ok(here.includes("server web main.py = python main.py :8000 @main.py:6"), here.join("\n"));
    const config = 'from tornado.options import define\ndefine("port", 7001, help="x")\ndefine("debug", True)\n';
    const there = await detect(detector, { "main.py": main, "config.py": config });
    assert.ok(there.includes("server web main.py = python main.py :7001 @main.py:6"), there.join("\n"));
    // Two programs have an option of the same name each.
    const both = await detect(detector, {
      "main.py": main.replace("#", 'define("port", type = int, default = 8000)'),
      "chat.py": 'from tornado.options import define\ndefine("port", default=8888)\n',
    });
    assert.ok(both.includes("server web main.py = python main.py :8000 @main.py:6"), both.join("\n"));
  });
});
