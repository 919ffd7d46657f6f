import assert from "node:assert/strict";
import { installFailure } from "../../../src/engine/install-failure";

describe("an install that fails", () => {
  it("names what pip could not prepare, and what its build said", () => {
    const log = `Collecting aiohttp==3.8.1 (from -r requirements.txt (line 1))
  Downloading aiohttp-3.8.1.tar.gz (7.3 MB)
Collecting PyYAML==5.4.1 (from -r requirements.txt (line 2))
  Getting requirements to build wheel: finished with status 'error'
  error: subprocess-exited-with-error
  \u00d7 Getting requirements to build wheel did not run successfully.
      Traceback (most recent call last):
        File "<string>", line 201, in get_source_files
      AttributeError: 'build_ext' object has no attribute 'cython_sources'
      [end of output]
  note: This error originates from a subprocess, and is likely not a problem with pip.
error: subprocess-exited-with-error`;
    assert.deepEqual(installFailure(log.split("\n")), {
      kind: "not built",
      distribution: "PyYAML 5.4.1",
      said: "AttributeError: 'build_ext' object has no attribute 'cython_sources'",
    });
  });

  it("names the wheel that was not built, with the version that was collected", () => {
    const log = `Collecting asyncpg==0.25.0 (from -r requirements.txt (line 2))
Collecting uvicorn==0.16.0 (from -r requirements.txt (line 3))
  Building wheel for asyncpg (pyproject.toml): finished with status 'error'
      error: command 'gcc' failed: No such file or directory
  ERROR: Failed building wheel for asyncpg
ERROR: Could not build wheels for asyncpg, which is required to install pyproject.toml-based projects`;
    assert.deepEqual(installFailure(log.split("\n")), {
      kind: "not built",
      distribution: "asyncpg 0.25.0",
      said: "error: command 'gcc' failed: No such file or directory",
    });
  });

  it("names what setup.py itself could not install", () => {
    const log = `Collecting psycopg2-binary==2.7.7
Collecting redis==3.2.1
      error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1
error: legacy-install-failure
\u00d7 Encountered error while trying to install package.
\u2570\u2500> psycopg2-binary`;
    assert.deepEqual(installFailure(log.split("\n")), {
      kind: "not built",
      distribution: "psycopg2-binary 2.7.7",
      said: "error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1",
    });
  });

  it("prefers a compiler's own error to its exit code", () => {
    const log = [
      "  Building wheel for greenlet (pyproject.toml): finished with status 'error'",
      "      src/greenlet.cpp:829:34: error: 'PyThreadState' has no member named 'recursion_limit'",
      "      src/greenlet.cpp:840:34: error: 'PyThreadState' has no member named 'use_tracing'",
      "      error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1",
      "ERROR: Failed building wheel for greenlet",
    ];
    assert.deepEqual(installFailure(log), {
      kind: "not built",
      distribution: "greenlet",
      said: "src/greenlet.cpp:829:34: error: 'PyThreadState' has no member named 'recursion_limit'",
    });
  });

  it("says why the project's own metadata could not be made, where nothing was collected", () => {
    const log = [
      "Processing /app",
      "  Preparing metadata (pyproject.toml): finished with status 'error'",
      "      RuntimeError: Error getting the version from source `versioningit`",
      "      [end of output]",
      "error: metadata-generation-failed",
    ];
    assert.deepEqual(installFailure(log), {
      kind: "not prepared",
      said: "RuntimeError: Error getting the version from source `versioningit`",
    });
    assert.equal(installFailure(["ValueError: x", "exit 1"]), null);
  });

  it("reads uv's words", () => {
    const log = [
      "  \u00d7 Failed to build `pyyaml==5.4.1`",
      "  \u251c\u2500\u25b6 The build backend returned an error",
    ];
    assert.deepEqual(installFailure(log), { kind: "not built", distribution: "pyyaml 5.4.1", said: null });
  });

  it("names what no index has", () => {
    const absent = (text: string) => installFailure(text.split("\n"));
    assert.deepEqual(
      absent(`Collecting flask==3.0.3
ERROR: Could not find a version that satisfies the requirement flask==99 (from versions: 3.0.2, 3.0.3)
ERROR: No matching distribution found for flask==99`),
      { kind: "absent", distribution: "flask==99" },
    );
    assert.deepEqual(absent("ERROR: No matching distribution found for acme-internal"), {
      kind: "absent",
      distribution: "acme-internal",
    });
    assert.deepEqual(
      absent(`  \u00d7 No solution found when resolving dependencies:
  \u2570\u2500\u25b6 Because acme-internal was not found in the package registry and you require
      acme-internal, we can conclude that your requirements are unsatisfiable.`),
      { kind: "absent", distribution: "acme-internal" },
    );
    assert.deepEqual(
      absent(`  \u2570\u2500\u25b6 Because there is no version of flask==99 and you
      require flask==99, we can conclude that your requirements are unsatisfiable.`),
      { kind: "absent", distribution: "flask==99" },
    );
  });

  it("says nothing of other failures, nor of an index that was not reached", () => {
    assert.equal(installFailure(["Collecting flask", "ERROR: Could not open requirements file"]), null);
    const log = [
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)'",
      "ERROR: No matching distribution found for flask",
    ];
    assert.equal(installFailure(log), null);
  });
});
