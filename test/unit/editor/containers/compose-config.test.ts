import assert from "node:assert/strict";
import {
  portsInside,
  projectNameOf,
  readConfig,
  saidOfFolders,
} from "../../../../src/editor/containers/compose-config";
import { cancelled, DrydockError } from "../../../../src/model/error";

describe("readConfig", () => {
  const missing = new DrydockError("compose-failed", "The Compose file needs KEY, which has no value.", "", "");
  const asWritten = { services: { web: { image: "shop:${KEY:?}" } } };

  it("reads what stands in the files where a variable has no value, and keeps what Compose says", async () => {
    const compose = {
      config: (_files: unknown, _signal: unknown, choice?: { readonly interpolate?: boolean }) =>
        choice?.interpolate === false ? Promise.resolve(asWritten) : Promise.reject(missing),
    };
    const read = await readConfig(compose, ["/s/compose.yaml"], { profiles: ["*"] });
    assert.deepEqual(read, { config: asWritten, problem: missing });
  });

  it("asks once where Compose reads the files", async () => {
    const choices: unknown[] = [];
    const compose = {
      config: (_files: unknown, _signal: unknown, choice?: unknown) => Promise.resolve(choices.push(choice) && {}),
    };
    const read = await readConfig(compose, ["/s/compose.yaml"], { profiles: ["*"] });
    assert.deepEqual([read, choices], [{ config: {}, problem: null }, [{ profiles: ["*"] }]]);
  });

  it("throws what Compose said first where it can read nothing, and asks no more after a stop", async () => {
    const failures = [missing, new DrydockError("compose-failed", "broken", "", "")];
    const compose = { config: () => Promise.reject(failures.shift() ?? new Error("asked a third time")) };
    await assert.rejects(readConfig(compose, [], {}), missing);
    const stopped = { config: () => Promise.reject(failures.shift() ?? cancelled()) };
    await assert.rejects(readConfig(stopped, [], {}), { code: "cancelled" });
  });
});

describe("projectNameOf", () => {
  const name = (written: string, values: Readonly<Record<string, string>> = {}): string | null =>
    projectNameOf([`name: ${written}\nservices: {}\n`], variable => values[variable]);

  it("gives variables their value, or the usual one beside them", () => {
    assert.equal(name("${X:-shop}"), "shop");
    assert.equal(name('"${X:-shop}"  # ours'), "shop");
    assert.equal(name("${X:-shop}", { X: "bar" }), "bar");
    assert.equal(name("${X:-shop}", { X: "" }), "shop");
    assert.equal(name("${X-shop}-$Y\r", { Y: "eu" }), "shop-eu");
    assert.equal(
      projectNameOf(["name: shop\n", "name: ${X:-bar}\n", "services: {}\n"], () => undefined),
      "bar",
    );
  });

  it("says nothing where Compose reads the name, or a variable has no value", () => {
    for (const written of ["shop", "${X}", "$X", "${X:?say it}", "${X:+shop}", "${X:-${Y}}"])
      assert.equal(name(written), null, written);
    assert.equal(
      projectNameOf(["services: {}\n"], () => "x"),
      null,
    );
  });
});

describe("saidOfFolders", () => {
  it("says once what is said of several, with their names, and names the only folder of a workspace nowhere", () => {
    const said = ["a", "b"].map(name => ({ name, words: "Compose is not there." }));
    assert.equal(
      saidOfFolders([...said, { name: "c", words: "KEY has no value." }], 3),
      "a, b: Compose is not there.\nc: KEY has no value.",
    );
    assert.equal(saidOfFolders(said.slice(1), 2), "b: Compose is not there.");
    assert.equal(saidOfFolders(said.slice(1), 1), "Compose is not there.");
    assert.equal(saidOfFolders([], 2), "");
  });
});

describe("portsInside", () => {
  it("gives the ports of both forms, and none that only a variable tells", () => {
    const ports = [
      { target: 8000 },
      "9000",
      "${PORT:?}:8001/tcp",
      "127.0.0.1:53:53/udp",
      { target: "${P}" },
      "${P}",
      80,
    ];
    assert.deepEqual(portsInside([...ports, "80:${P:-8000}", "1-3:5-7"]), [8000, 9000, 8001, 53, 80]);
    assert.deepEqual(portsInside(undefined), []);
  });
});
