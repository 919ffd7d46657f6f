import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/litestar";
import { detect } from "../../../kit/detect";

describe("recon/detectors/litestar", () => {
  it("finds the object", async () => {
    const found = await detect(detector, { "app.py": "from litestar import Litestar\napp = Litestar([])\n" });
    assert.deepEqual(found, [
      "framework litestar @app.py:2",
      "asgi web app:app = uvicorn app:app --host 0.0.0.0 --port 8000 :8000 @app.py:2",
    ]);
  });

  it("runs the package that makes the application by a factory with arguments and hands it to a server", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/__main__.py":
        'import uvicorn\nfrom shop.config import Config\nfrom shop.service import get_app\n\ndef main():\n    config = Config()\n    app = get_app(config=config)\n    uvicorn.run(app, host=config.host, port=config.port)\n\nif __name__ == "__main__":\n    main()\n',
      "shop/config.py": "class Config:\n    host = '0.0.0.0'\n    port = 8080\n",
      "shop/service.py":
        "from litestar import Litestar\n\ndef get_app(config):\n    app = Litestar(debug=config.debug)\n    return app\n",
    });
    assert.match(found.join("\n"), /^server web shop = python -m shop /m);
  });
});
