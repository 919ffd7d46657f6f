import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/twisted";
import { detect } from "../../../kit/detect";

describe("recon/detectors/twisted", () => {
  it("finds a script that runs the reactor, with its port", async () => {
    assert.deepEqual(
      await detect(detector, {
        "echo.py":
          'from twisted.internet import reactor\n\nPORT = 8123\n\nif __name__ == "__main__":\n    reactor.listenTCP(PORT, Echo())\n    reactor.run()\n',
      }),
      ["framework twisted @echo.py:7", "server server echo.py = python echo.py :8123 @echo.py:7"],
    );
  });
  it("finds an application file", async () => {
    assert.deepEqual(
      await detect(detector, {
        "ops/shop.tac":
          'from twisted.application import internet, service\napplication = service.Application("shop")\ninternet.TCPServer(8124, site).setServiceParent(application)\n',
      }),
      [
        "framework twisted @ops/shop.tac:2",
        "server server shop.tac = twistd -n -y shop.tac :8124 in ops @ops/shop.tac:2",
        "port 8124 code @ops/shop.tac:3",
      ],
    );
  });
  it("finds a plugin, with the port among its options", async () => {
    assert.deepEqual(
      await detect(detector, {
        "twisted/plugins/shop_plugin.py":
          'from twisted.application.service import ServiceMaker\nshop = ServiceMaker("Shop", "shop.tap", "A shop.", "shop")\n',
        "shop/__init__.py": "",
        "shop/tap.py":
          'from twisted.python import usage\nclass Options(usage.Options):\n    optParameters = [("port", "p", "tcp:4000:interface=::", "where to listen")]\n',
      }),
      [
        "framework twisted @twisted/plugins/shop_plugin.py:2",
        "server server shop = twistd -n shop :4000 @twisted/plugins/shop_plugin.py:2",
      ],
    );
  });
  it("takes no client for a server", async () => {
    assert.deepEqual(
      await detect(detector, {
        "ask.py": 'from twisted.internet import reactor\nreactor.connectTCP("example.org", 80, Ask())\nreactor.run()\n',
      }),
      ["framework twisted @ask.py:3"],
    );
  });
});
