import assert from "node:assert/strict";
import { readSettings } from "../../../src/settings/settings";
import { comparableFigures } from "../../../src/verify/baseline-machine";
import { Measurements } from "../../../src/verify/measurements";
import { judge } from "../../../src/verify/thresholds";
import { sampleVerification } from "../../kit/samples";

describe("a baseline", () => {
  const { engine } = sampleVerification();
  const figures = { "image.bytes.web": 100e6, "probe.p50.web": 10, "probe.requests.web": 900, "cpu.idle.web": 10 };
  const settings = readSettings("").settings;
  const request = {
    baseline: { recorded: "2026-01-01T00:00:00Z", engine, commit: null, figures },
    isCompared: true,
    settings,
  };
  const sourcesOn = (here: typeof engine): readonly string[] => {
    const measured = new Measurements();
    for (const [key, value] of Object.entries(figures))
      measured.add(key, key === "probe.requests.web" ? value / 9 : value * 9);
    const compared = comparableFigures(request, here).figures;
    return judge(measured, {}, compared, true).map(({ key, source, held }) => `${key} ${source} ${held}`);
  };

  it("of this machine judges every figure", () => {
    assert.deepEqual(comparableFigures(request, { ...engine, version: "99", memory: 1 }).leftOut, []);
    assert.deepEqual(sourcesOn(engine), [
      "image.bytes.web baseline false",
      "cpu.idle.web baseline false",
      "probe.p50.web baseline false",
      "probe.requests.web baseline false",
    ]);
  });

  for (const here of [
    { ...engine, cpus: 16 },
    { ...engine, arch: "aarch64" },
    { ...engine, os: "windows" },
  ])
    it(`of another machine judges no times and rates on ${here.os}/${here.arch} with ${here.cpus}, and says so`, () => {
      const [told, ...more] = comparableFigures(request, here).leftOut;
      assert.deepEqual([told?.what, more], ["comparison of times", []]);
      assert.match(told?.why ?? "", /the baseline is of linux\/x86_64 with 2 CPUs, and this is /);
      assert.deepEqual(sourcesOn(here), ["image.bytes.web baseline false", "cpu.idle.web default false"]);
    });

  it("of another machine is no news where nothing is compared with it", () => {
    const here = { ...engine, cpus: 1 };
    assert.deepEqual(comparableFigures({ ...request, isCompared: false }, here).leftOut, []);
    const thresholds = { "build.warm": { limit: null, relative: 1.5 } };
    const relative = { ...request, isCompared: false, settings: { ...settings, thresholds } };
    assert.match(comparableFigures(relative, here).leftOut[0]?.why ?? "", /this is linux\/x86_64 with 1 CPU,/);
    assert.deepEqual(comparableFigures({ ...request, baseline: null }, here), { figures: {}, leftOut: [] });
  });
});
