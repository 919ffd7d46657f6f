import assert from "node:assert/strict";
import { readLateSetUps } from "../../../../src/scaffold/layout/late-set-up";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import { at, entryPoint, recon } from "../recon-kit";

const ASGI =
  'from django.core.asgi import get_asgi_application\nimport chat.routing\n\napplication = {"http": get_asgi_application()}\n';

async function early(consumers: string, asgi = ASGI): Promise<readonly string[]> {
  const files = {
    "site/asgi.py": asgi,
    "chat/routing.py": "from . import consumers\n",
    "chat/consumers.py": consumers,
  };
  const workspace = await openWorkspace("/site", memoryFiles(files));
  await workspace.load(Object.keys(files));
  const edge = (from: string, to: string, line: number) => ({ from, to, line, kind: "static" as const });
  const found = readLateSetUps(
    workspace,
    recon({
      entryPoints: [entryPoint("asgi", "site.asgi:application", "", { place: at("site/asgi.py:4") })],
      imports: [
        edge("site/asgi.py", "chat/routing.py", asgi.split("\n").indexOf("import chat.routing") + 1),
        edge("chat/routing.py", "chat/consumers.py", 1),
        ...(consumers.includes("from .models") ? [edge("chat/consumers.py", "chat/models.py", 1)] : []),
      ],
    }),
  );
  return [...found].map(([path, { place, cause }]) => `${path} ${place.path}:${place.line} ${cause}`);
}

describe("models that an ASGI module imports too early", () => {
  it("are the project's own and those of Django", async () => {
    assert.deepEqual(await early("from .models import Message\n"), ["site/asgi.py site/asgi.py:2 models first"]);
    assert.deepEqual(await early("from django.contrib.auth.models import User\n"), [
      "site/asgi.py site/asgi.py:2 models first",
    ]);
    assert.deepEqual(await early("import json\n"), []);
  });

  it("are whatever Channels serves where nothing sets Django up", async () => {
    const routing =
      "from channels.routing import ProtocolTypeRouter, URLRouter\nimport chat.routing\n\napplication = ProtocolTypeRouter({})\n";
    assert.deepEqual(await early("import json\n", routing), ["site/asgi.py site/asgi.py:1 left to the server"]);
    const over = routing.replace("import ProtocolTypeRouter, URLRouter", "import (\n    ProtocolTypeRouter,\n)");
    assert.deepEqual(await early("import json\n", over), ["site/asgi.py site/asgi.py:1 left to the server"]);
    assert.deepEqual(await early("import django\ndjango.setup()\n", routing), []);
    assert.deepEqual(await early("import json\n", routing.replace("channels.", "own.")), []);
  });

  it("are none where Django is set up before", async () => {
    const late =
      "from django.core.asgi import get_asgi_application\nweb = get_asgi_application()\nimport chat.routing\n";
    assert.deepEqual(await early("from .models import Message\n", late), []);
  });
});
