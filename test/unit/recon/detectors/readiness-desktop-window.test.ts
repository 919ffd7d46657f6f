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
        "form.py": "import tkinter as tk\nclass Form(tk.Tk):\n    pass\n",
        "player.py": "import flet as ft\nft.app(target=main)\n",
        "visit.py":
          "from playwright.sync_api import sync_playwright\nwith sync_playwright() as p:\n    p.chromium.launch(headless=False)\n",
      }),
      [
        "form.py:2 a window of Tk is opened",
        "game.py:3 a window of pygame is opened",
        "player.py:2 a window of Flet is opened",
        "visit.py:3 a window of a browser is opened",
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
});
