import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-hard-coded-path";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-hard-coded-path", () => {
  it("finds a home folder and a drive", async () => {
    assert.deepEqual(await lines({ "conf.py": 'DATA = "/home/anna/data"\nOTHER = "C:\\\\data\\\\in"\n' }), [
      "hard-coded-path conf.py:1 DATA is a path of one machine",
      "hard-coded-path conf.py:2 OTHER is a path of one machine",
    ]);
  });
  it("lets the drives of code that is for Windows be", async () => {
    const code = 'TEMP = "C:\\\\Windows\\\\Temp"\nHOME = "/home/anna/data"\n';
    const told = "HOME is a path of one machine";
    assert.deepEqual(await lines({ "agent/windows/run.py": code }), [`hard-coded-path agent/windows/run.py:2 ${told}`]);
    assert.equal((await lines({ "winter/run.py": code })).length, 2);
  });
  it("lets keys of a store be that look like a drive", async () => {
    assert.deepEqual(await lines({ "keys.py": 'import store\nstore.has("t:/o", 1)\nKEY = "t:/a"\nIN = "d:/data"\n' }), [
      "hard-coded-path keys.py:4 IN is a path of one machine",
    ]);
  });
  it("lets paths of a container be", async () => {
    assert.deepEqual(await lines({ "conf.py": 'DATA = "/home/app/data"\nTMP = "/tmp/x"\n' }), []);
  });
  it("lets addresses and help texts be", async () => {
    assert.deepEqual(
      await lines({
        "conf.py":
          'import argparse\nURL = "c://x"\np = argparse.ArgumentParser()\np.add_argument("--dir", help="/home/anna/data")\n',
      }),
      [],
    );
  });
});
