import assert from "node:assert/strict";
import { isTemplate, onlyAsks, ownWords, withoutInterpreter } from "../../../../src/recon/commands/own-words";

const words = (text: string): readonly string[] => text.split(" ");

describe("recon/commands/own-words", () => {
  it("knows a command that something else completes", () => {
    assert.equal(isTemplate(words("gunicorn {{ name }}.wsgi")), true);
    assert.equal(isTemplate(words("xargs python {}")), true);
    // An empty object is a value of the option before it.
    assert.equal(isTemplate(words("shop --options {}")), false);
  });

  it("leaves out what only the person who starts it gives", () => {
    assert.deepEqual(ownWords(words("gunicorn shop:app $@")), words("gunicorn shop:app"));
    assert.deepEqual(ownWords(words("gunicorn shop:app ${ARGUMENTS[@]} $MORE")), words("gunicorn shop:app"));
    // The value of an option is the option's.
    assert.deepEqual(ownWords(words("gunicorn --bind $ADDRESS shop:app")), words("gunicorn --bind $ADDRESS shop:app"));
  });

  it("knows a program that is only asked for something", () => {
    for (const asked of ["--version", "run --help", "-h", "-V"]) assert.equal(onlyAsks(words(asked)), true, asked);
    // `--version 2` and `-V 2` are options with a value.
    for (const run of ["--version 2", "run -V 2", "-h localhost"]) assert.equal(onlyAsks(words(run)), false, run);
    assert.equal(onlyAsks([]), false);
  });

  it("takes away the interpreter before a program of an environment", () => {
    assert.deepEqual(withoutInterpreter(words("python3 /venv/bin/gunicorn shop:app")), [
      "/venv/bin/gunicorn",
      "shop:app",
    ]);
    assert.deepEqual(withoutInterpreter(words("python /srv/run.py")), words("python /srv/run.py"));
  });
});
