import assert from "node:assert/strict";
import fc from "fast-check";
import { caseBranch } from "../../../../src/recon/docker/case-branch";

const SCRIPT = `#!/bin/bash
set -e
prepare
worker() {
  celery worker
}
help() {
  echo help
}
case "$1" in
  server | web)
    gunicorn app:app
    ;;
  worker)
    shift
    worker "$@"
    ;;
  *)
    exec "$@"
    ;;
esac
`;

function runs(word: string, text: string): boolean {
  return caseBranch(SCRIPT, word)?.holds(SCRIPT.indexOf(text)) ?? false;
}

describe("recon/docker/case-branch", () => {
  it("holds the branch of a word and what stands outside of the case", () => {
    assert.equal(runs("web", "gunicorn"), true);
    assert.equal(runs("web", "celery worker"), false);
    assert.equal(runs("web", "prepare"), true);
  });

  it("holds the functions that the branch calls", () => {
    assert.equal(runs("worker", "celery worker"), true);
    assert.equal(runs("worker", "echo help"), false);
    assert.equal(runs("worker", "gunicorn"), false);
  });

  it("falls to the star", () => {
    assert.equal(runs("bash", 'exec "$@"'), true);
  });

  it("is null without a case of the first argument", () => {
    assert.equal(caseBranch("echo $1", "web"), null);
  });

  it("ends for any text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('case "$1" in', "\n", "esac", "a)", ";;", "f() {", "}", " ", "x", "|"), {
          maxLength: 30,
        }),
        parts => {
          caseBranch(parts.join(""), "a")?.holds(3);
        },
      ),
    );
  });
});
