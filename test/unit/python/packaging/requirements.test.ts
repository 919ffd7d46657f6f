import assert from "node:assert/strict";
import fc from "fast-check";
import { parseRequirements } from "../../../../src/python/packaging/requirements";

describe("parseRequirements", () => {
  it("reads a plain list with comments and gaps", () => {
    const { entries, problems } = parseRequirements("# web\nflask==3.0.0  # the framework\n\ngunicorn>=20\r\n");
    assert.deepEqual(
      entries.map(({ name, specifier }) => [name, specifier]),
      [
        ["flask", "==3.0.0"],
        ["gunicorn", ">=20"],
      ],
    );
    assert.deepEqual(problems, []);
    assert.equal(entries[0]?.offset, 6);
    assert.equal(entries[0]?.heading, "web");
  });

  it("joins continued lines and keeps hashes", () => {
    const { entries } = parseRequirements("flask==3.0.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nnext\n");
    assert.deepEqual(entries[0]?.hashes, ["sha256:aa", "sha256:bb"]);
    assert.equal(entries[1]?.name, "next");
  });

  it("follows options of every spelling", () => {
    const { references, options } = parseRequirements(
      "-r base.txt\n-rother.txt\n--requirement=third.txt\n-c limits.txt\n-i https://index.example/simple\n--extra-index-url https://b.example\n--no-binary :all:\n",
    );
    assert.deepEqual(
      references.map(({ kind, path }) => `${kind} ${path}`),
      ["requirements base.txt", "requirements other.txt", "requirements third.txt", "constraints limits.txt"],
    );
    assert.deepEqual(
      options.map(({ name }) => name),
      ["--index-url", "--extra-index-url", "--no-binary"],
    );
  });

  it("names what comes from version control and archives", () => {
    const { entries } = parseRequirements(
      [
        "-e git+https://git.example/team/lib.git@v1#egg=Lib[fast]&subdirectory=x",
        "git+ssh://git@git.example/team/other.git",
        "https://files.example/pkg-1.2-py3-none-any.whl",
        "https://git.example/team/tool/archive/main.zip",
        "https://git.example/team/packed/zipball/main",
        "./wheels/local-2.0-cp311-cp311-linux_x86_64.whl",
        "named @ git+https://git.example/x.git",
      ].join("\n"),
    );
    assert.deepEqual(
      entries.map(({ name, isNameSure }) => [name, isNameSure]),
      [
        ["lib", true],
        ["other", false],
        ["pkg", true],
        ["tool", false],
        ["packed", false],
        ["local", true],
        ["named", true],
      ],
    );
    assert.deepEqual(entries[0]?.extras, ["fast"]);
    assert.equal(entries[0]?.editable, true);
  });

  it("takes folders for projects", () => {
    const { references } = parseRequirements("-e .[dev]\n../common\n.\nfile:./lib\n");
    assert.deepEqual(
      references.map(({ path, extras }) => [path, [...extras]]),
      [
        [".", ["dev"]],
        ["../common", []],
        [".", []],
        ["./lib", []],
      ],
    );
  });

  it("finds environment variables", () => {
    const { variables } = parseRequirements("--extra-index-url https://u:${TOKEN}@index.example\n");
    assert.deepEqual(
      variables.map(({ name }) => name),
      ["TOKEN"],
    );
  });

  it("ends a section at a blank line after its entries", () => {
    const { entries } = parseRequirements("# dev\npytest\n\nflask\n");
    assert.deepEqual(
      entries.map(({ heading }) => heading),
      ["dev", null],
    );
  });

  it("keeps the notes of compiled lists", () => {
    const { entries } = parseRequirements(
      "jinja2==3.1\n    # via\n    #   -r in.txt\n    #   flask\nclick==8 # via flask\n",
    );
    assert.deepEqual(entries[0]?.notes, ["via", "-r in.txt", "flask"]);
    assert.deepEqual(entries[1]?.notes, ["via flask"]);
  });

  it("reports what it cannot read and goes on", () => {
    const { entries, problems } = parseRequirements("flask\n<<<<<<< HEAD\n=======\ndjango\n");
    assert.deepEqual(
      entries.map(({ name }) => name),
      ["flask", "django"],
    );
    assert.equal(problems.length, 2);
  });

  it("never throws, and every offset lies in the text", () => {
    const unit = fc.constantFrom(..."abz-_.=<>[]();#\\\n\r\t @/:'\"+$,{}~!&1");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), text => {
        const { entries, references, options, problems } = parseRequirements(text);
        for (const { offset } of [...entries, ...references, ...options, ...problems]) {
          assert.ok(offset >= 0 && offset <= text.length);
        }
      }),
    );
  });
});
