import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { commands } from "../../../../src/editor/contributions/commands";
import { contributions } from "../../../../src/editor/contributions/contributions";
import { views, viewsWelcome } from "../../../../src/editor/contributions/views";

const root = path.resolve(__dirname, "../../../..");

describe("contributions", () => {
  it("names each command once, in Title Case and never as VS Code names its own", () => {
    const ids = commands.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const owned = views.flatMap(({ id }) =>
      ["focus", "open", "resetViewLocation", "removeView", "toggleVisibility"].map(name => `${id}.${name}`),
    );
    assert.deepEqual(
      ids.filter(id => owned.includes(id)),
      [],
    );
    for (const { title } of commands) assert.match(title, /^[A-Z]/, title);
  });

  it("hides from the palette what needs a row", () => {
    const menus = contributions().contributes["menus"] as Record<string, { command: string; when: string }[]>;
    const hidden = new Set(
      (menus["commandPalette"] ?? []).filter(({ when }) => when === "false").map(({ command }) => command),
    );
    const needRow = commands.filter(({ palette, places = [] }) => {
      const onRows = places.some(({ menu }) => menu === "view/item/context");
      const elsewhere = places.some(({ menu }) => menu !== "view/item/context" && menu !== "webview/context");
      return onRows && !elsewhere && palette === false;
    });
    assert.ok(needRow.length > 10);
    assert.deepEqual(
      needRow.map(({ id }) => id).filter(id => !hidden.has(id)),
      [],
    );
  });

  it("says in the review no more than its view has room for: three lines in a sidebar of the usual width", () => {
    const texts = viewsWelcome.filter(({ view }) => view === "drydock.review").map(({ contents }) => contents);
    assert.equal(texts.length, 5);
    for (const lines of texts) {
      const shown = lines.map(line => line.replace(/\[(?:\$\([\w-]+\) )?([^\]]*)\]\([^)]*\)/g, "$1"));
      const count = shown.reduce((sum, line) => sum + Math.ceil(line.length / 39), 0);
      assert.ok(count <= 3, shown.join("\n"));
    }
  });

  it("offers to apply only where a file is selected to be written", () => {
    const ready = viewsWelcome.filter(({ when }) => when?.includes("drydock.review.state == ready"));
    const applying = ready.filter(({ contents }) => contents.join().includes("drydock.review.apply"));
    assert.deepEqual(
      applying.map(({ when }) => when),
      ["drydock.review.state == ready && drydock.review.selected > 0"],
    );
    assert.equal(ready.length, 2);
  });

  it("points to pictures that are there", () => {
    const text = JSON.stringify(contributions());
    const files = [...text.matchAll(/"(media\/[^"]+)"/g)].map(([, file]) => file ?? "");
    assert.ok(files.length > 0);
    assert.deepEqual(
      files.filter(file => !existsSync(path.join(root, file))),
      [],
    );
  });

  it("fills the completion of rule severities", () => {
    const text = JSON.stringify(contributions(["root-user"]));
    assert.match(text, /"root-user":\{"type":"string","enum":\["off"/);
  });

  it("never activates on everything", () => {
    assert.ok(!contributions().activationEvents.includes("*"));
  });
});
