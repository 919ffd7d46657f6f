import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-desktop-window";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-desktop-window", () => {
  it("finds windows that are opened, by a call, a base class or a browser that is shown", async () => {
    assert.deepEqual(
      await lines({
        "game.py": "import pygame\npygame.init()\npygame.display.set_mode((640, 480))\n",
        "form.py": "import tkinter as tk\nclass Form(tk.Tk):\n    pass\nForm()\n",
        "player.py": "import flet as ft\nft.app(target=main)\n",
        "visit.py":
          "from playwright.sync_api import sync_playwright\nwith sync_playwright() as p:\n    p.chromium.launch(headless=False)\n",
      }),
      [
        "form.py:2 a window of Tk is opened",
        "game.py:3 a window of pygame is opened",
        "player.py:2 a window of Flet is opened",
        "visit.py:3 a browser is shown",
      ],
    );
  });
  it("lets what opens none be", async () => {
    assert.deepEqual(
      await lines({
        "sound.py": "import pygame\npygame.mixer.init()\n",
        "site.py": "import flet as ft\nft.app(main, view=ft.AppView.WEB_BROWSER, port=8550)\n",
        "visit.py": "from playwright.sync_api import sync_playwright\nsync_playwright().start().chromium.launch()\n",
        "own.py": "class App:\n    pass\nApp()\n",
        "tests/test_form.py": "import tkinter\ntkinter.Tk()\n",
      }),
      [],
    );
  });
  it("lets a program be that is given no screen, or a made one", async () => {
    const game = "import pygame\npygame.display.set_mode((640, 480))\n";
    const form = "from PyQt6.QtWidgets import QApplication\nQApplication([])\n";
    const set = (key: string, value: string): string => `import os\nos.environ["${key}"] = "${value}"\n`;
    for (const contents of [
      { "game.py": set("SDL_VIDEODRIVER", "dummy") + game },
      { "game.py": game, "settings.py": 'import os\nos.environ.setdefault("SDL_VIDEODRIVER", "dummy")\n' },
      { "form.py": set("QT_QPA_PLATFORM", "offscreen") + form },
      { "form.py": form, Dockerfile: "FROM python:3.13\nENV QT_QPA_PLATFORM=offscreen\n" },
      { "game.py": game, "start.sh": "xvfb-run python game.py\n" },
      { "game.py": `from pyvirtualdisplay import Display\nDisplay().start()\n${game}` },
    ])
      assert.deepEqual(await lines(contents), [], JSON.stringify(contents));
    assert.deepEqual(await lines({ "game.py": set("SDL_VIDEODRIVER", "x11") + game }), [
      "game.py:4 a window of pygame is opened",
    ]);
    assert.deepEqual(await lines({ "game.py": set("QT_QPA_PLATFORM", "offscreen") + game }), [
      "game.py:4 a window of pygame is opened",
    ]);
  });
  it("looks only at files that something starts or imports", async () => {
    const form = "import tkinter as tk\nclass Form(tk.Tk):\n    pass\ndef main():\n    tk.Tk()\n";
    assert.deepEqual(await lines({ "form.py": form }), []);
    for (const contents of [
      { "form.py": form, "run.py": "import form\nform.main()\n" },
      { "form.py": `${form}if __name__ == "__main__":\n    main()\n` },
      { "form.py": `${form}main()\n` },
      { "form.py": form, "pyproject.toml": '[project]\nname = "a"\n[project.gui-scripts]\na = "form:main"\n' },
    ])
      assert.deepEqual(await lines(contents), ["form.py:5 a window of Tk is opened"], JSON.stringify(contents));
  });
  it("takes only Playwright's launch for a browser's", async () => {
    assert.deepEqual(await lines({ "form.py": "import tkinter\nimport rocket\nrocket.launch(headless=False)\n" }), []);
  });
});
