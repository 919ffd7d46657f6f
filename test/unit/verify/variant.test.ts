import assert from "node:assert/strict";
import { readBuiltFile } from "../../../src/verify/instruction-places";
import { withoutFiles } from "../../../src/verify/variant";

const VENV = "/opt/venv/lib/python3.11/site-packages/numpy";

function without(
  text: string,
  line: number,
  paths: readonly string[],
  only: "files" | "tests" = "files",
): string | null {
  return withoutFiles(readBuiltFile("Dockerfile", text, null), line, { paths, only });
}

describe("a variant of a Dockerfile", () => {
  it("deletes in the RUN that makes the files, and keeps out of cache mounts", () => {
    assert.equal(
      without("FROM debian\nRUN apt-get update && \\\n    apt-get install -y gcc\nCMD x\n", 2, ["/var/lib/apt/lists"]),
      "FROM debian\nRUN apt-get update && \\\n    apt-get install -y gcc && find '/var/lib/apt/lists' -xdev -type f -delete\nCMD x\n",
    );
  });
  it("deletes at the end of the stage that files are copied from, where they lie there", () => {
    const text =
      "FROM python AS build\nRUN pip install numpy\nFROM python\nCOPY --from=build /opt/venv /opt/venv\nUSER 1\nCMD x\n";
    assert.equal(
      without(text, 4, [VENV], "tests"),
      text.replace(
        "RUN pip install numpy\n",
        `RUN pip install numpy\nUSER 0\nRUN find '${VENV}' -xdev -type d \\( -name tests -o -name test \\) -prune -exec rm -rf {} +\n\n`,
      ),
    );
    assert.match(
      without(text.replace("/opt/venv /opt/venv", "/build /opt/venv"), 4, [VENV]) ?? "",
      /find '\/build\/lib\/python3\.11\/site-packages\/numpy'/,
    );
  });
  it("is refused where no rule can change the instruction", () => {
    assert.equal(without('FROM debian\nRUN ["apt-get", "update"]\n', 2, ["/x"]), null);
    assert.equal(without("FROM debian\nRUN <<EOF\napt-get update\nEOF\n", 2, ["/x"]), null);
    assert.equal(without("FROM debian\nCOPY --from=ghcr.io/a/b /x /x\n", 2, ["/x/y"]), null);
    assert.equal(without("FROM debian\nCOPY . /app\n", 2, ["/app/.git"]), null);
  });
});
