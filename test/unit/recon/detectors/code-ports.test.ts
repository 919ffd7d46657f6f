import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/code-ports";
import { detect } from "../../../kit/detect";

describe("recon/detectors/code-ports", () => {
  it("reads literals and defaults", async () => {
    const found = await detect(detector, {
      "a.py": 'import os\nimport uvicorn\nuvicorn.run("x:app", port=int(os.environ.get("PORT", 8018)))\n',
    });
    assert.deepEqual(found, ["port 8018 code @a.py:3"]);
  });

  const uvicorn = (head: string, port: string): string => `import uvicorn\n${head}uvicorn.run("x:app", port=${port})\n`;

  it("takes the default of an option of the command line", async () => {
    assert.deepEqual(
      await detect(detector, {
        "a.py": `import argparse\nfrom flask import Flask\napp = Flask(__name__)\nparser = argparse.ArgumentParser()\nparser.add_argument("-p", "--port", type=int, default=5005)\nargs = parser.parse_args()\napp.run(port=args.port)\n`,
        "b.py": `import click\nimport uvicorn\n\n@click.command()\n@click.option("--http-port", default=8009)\ndef main(http_port):\n    uvicorn.run("x:app", port=http_port)\n`,
        "c.py": `import typer\nimport uvicorn\n\ndef main(port: int = typer.Option(8011)):\n    uvicorn.run("x:app", port=port)\n`,
      }),
      ["port 5005 code @a.py:7", "port 8009 code @b.py:7", "port 8011 code @c.py:5"],
    );
  });
  it("takes a setting of an object, also of a nested one and of what a function returns", async () => {
    const config = `from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings

class Server(BaseModel):
    port: int = Field(ge=1, default=5005)

class Settings(BaseSettings):
    http_port: int = 5006
    server: Server = Server()

def get_settings() -> Settings:
    return Settings()
`;
    assert.deepEqual(
      await detect(detector, {
        "a.py": uvicorn("from config import get_settings\nsettings = get_settings()\n", "settings.http_port"),
        "b.py": uvicorn("from config import Settings\nsettings = Settings()\n", "settings.server.port"),
        "config.py": config,
      }),
      ["port 5006 code @a.py:4", "port 5005 code @b.py:4"],
    );
  });
  it("leaves a port open that two options or no default tell", async () => {
    assert.deepEqual(
      await detect(detector, {
        "a.py": uvicorn(
          'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--port", type=int, required=True)\nargs = parser.parse_args()\n',
          "args.port",
        ),
        "b.py": `import uvicorn\n\ndef main(port):\n    uvicorn.run("x:app", port=port)\n`,
      }),
      [],
    );
  });
});
