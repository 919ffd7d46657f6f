import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

describe("recon/applications/given-keyword", () => {
  it("is the port of a dictionary that is spread over the call, here or in another file", async () => {
    const port = async (run: string, config = ""): Promise<number | null | undefined> => {
      const files = {
        "requirements.txt": "aiohttp==3.9.5\n",
        "main.py": `from aiohttp import web\nimport config\napp = web.Application()\n${run}\n`,
        "config.py": config,
      };
      const { entryPoints } = await readRecon(memoryFiles(files), { name: "shop" });
      return entryPoints.find(({ kind }) => kind === "server")?.port;
    };
    const main = (call: string, before = "") => `${before}if __name__ == "__main__":\n    web.run_app(app, ${call})`;
    assert.equal(await port(main("**OPTIONS", 'OPTIONS = {"port": 9000}\n')), 9000);
    assert.equal(
      await port(main("**config.OPTIONS"), 'PORT = 9100\nOPTIONS = {"host": "0.0.0.0", "port": PORT}\n'),
      9100,
    );
    assert.equal(await port(main("port=9200, **config.OPTIONS"), 'OPTIONS = {"port": 9000}\n'), 9200);
    assert.equal(await port(main("**config.OPTIONS"), 'OPTIONS = {"host": "0.0.0.0"}\n'), 8080);
  });
});
