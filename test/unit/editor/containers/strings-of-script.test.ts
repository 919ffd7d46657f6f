import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { stringsOf } from "../../../../src/editor/containers/strings-of-script";
import { collectStrings } from "../../../../tools/collect-strings";

const root = path.resolve(__dirname, "../../../..");

describe("the strings that the panel is given", () => {
  it("are all that its script asks for, and hardly any other", () => {
    const { outputFiles } = buildSync({
      entryPoints: [path.join(root, "src/panel/panel.ts")],
      bundle: true,
      minify: true,
      write: false,
      charset: "utf8",
      platform: "browser",
      target: "es2022",
    });
    const script = outputFiles[0]?.text ?? "";
    const all = JSON.parse(readFileSync(path.join(root, "l10n/bundle.l10n.json"), "utf8")) as Readonly<
      Record<string, string>
    >;
    const own = JSON.parse(collectStrings(root, ["src/panel"])) as Readonly<Record<string, string>>;
    const given = stringsOf(script, all);
    assert.deepEqual(
      Object.keys(own).filter(text => given[text] === undefined),
      [],
    );
    const others = Object.keys(given).filter(text => own[text] === undefined);
    assert.ok(others.length < Object.keys(own).length / 2, `${others.length} others: ${others.join("; ")}`);
  });
});
