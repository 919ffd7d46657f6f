import assert from "node:assert/strict";
import { nodeFiles } from "../../../src/host/node-files";
import { scanPython } from "../../../src/python/scan/scan-python";
import { alignFacts, type Alignment } from "../../../src/recon/aligned-facts";
import { decodeText } from "../../../src/workspace/decode";
import { SourceText } from "../../../src/workspace/source-text";

function aligned(before: string, after: string): Alignment | null {
  const version = (text: string) => ({ facts: scanPython(text), source: new SourceText(text) });
  return alignFacts(version(before), version(after));
}

const EVERYTHING = `"""What it does."""
import os, sys
from .near import thing as other

KEY = os.environ["KEY"]
HOSTS: list[str] = [host for host in os.getenv("HOSTS", "a,b").split(",")]


class Shop(object):
    name = f"{KEY}-shop"

    @property
    def open(self):
        if not self.name:
            return None
        while True:
            yield os.environ.get(self.name)


def main(arguments=None):
    if "--once" not in sys.argv:
        return
    if KEY == "x":
        raise RuntimeError("no")
    try:
        assert KEY, "needs a key"
    except ValueError:
        sys.exit(1)
    while True:
        other(KEY)


if __name__ == "__main__":
    main()
`;

describe("recon/aligned-facts", () => {
  it("aligns what only stands on other lines, whatever the facts are", async () => {
    assert.ok(aligned(EVERYTHING, `# A remark.\n${EVERYTHING}`));
    const disk = nodeFiles("test/workspaces");
    const { files } = await disk.list(() => true);
    const python = files.filter(({ path }) => path.endsWith(".py"));
    assert.ok(python.length > 50);
    for (const { path } of python) {
      const text = decodeText((await disk.read(path)) ?? new Uint8Array());
      // That a file may be run by itself is a fact of its first line.
      const [, first = ""] = /^(#!.*\n)?/.exec(text) ?? [];
      assert.ok(aligned(text, `${first}# A remark.\n${text.slice(first.length)}`), path);
    }
  });

  it("aligns nothing where a name, a value or the number of facts differs", () => {
    for (const [from, to] of [
      ['environ["KEY"]', 'environ["OTHER"]'],
      ["def main(", "def start("],
      ["    main()", "    main()\n    main()"],
      ['"a,b"', '"a,c"'],
    ] as const)
      assert.equal(aligned(EVERYTHING, EVERYTHING.replace(from, to)), null, to);
  });
});
