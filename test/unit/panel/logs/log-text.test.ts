import assert from "node:assert/strict";
import fc from "fast-check";
import {
  frameOf,
  isOwnFrame,
  jsonOf,
  levelOf,
  openableFrame,
  plainText,
  stretches,
} from "../../../../src/panel/logs/log-text";

describe("stretches", () => {
  it("turns colours into classes and drops every other sequence", () => {
    assert.deepEqual(stretches("\u001b[1;33mlow\u001b[0m\u001b[2K tea"), [
      { text: "low", classes: ["ansi-Yellow", "bold"] },
      { text: " tea", classes: [] },
    ]);
  });

  it("reads colours of larger tables as the theme's nearest, and none of their numbers as codes", () => {
    const classes = (codes: string): readonly string[] | undefined => stretches(`\u001b[${codes}mx`)[0]?.classes;
    assert.deepEqual(classes("38;5;31"), ["ansi-Cyan"]);
    assert.deepEqual(classes("38;5;9"), ["ansi-BrightRed"]);
    assert.deepEqual(classes("38;5;244"), ["ansi-BrightBlack"]);
    assert.deepEqual(classes("38;2;255;31;33"), ["ansi-BrightRed"]);
    assert.deepEqual(classes("38;2;31;120;33;4"), ["ansi-Green", "underline"]);
  });

  it("reads what stands behind a colon as a part of its code", () => {
    const classes = (codes: string): readonly string[] | undefined => stretches(`\u001b[${codes}mx`)[0]?.classes;
    assert.deepEqual(classes("38:2::255:0:0"), ["ansi-BrightRed"]);
    assert.deepEqual(classes("38:2:255:0:0;4"), ["ansi-BrightRed", "underline"]);
    assert.deepEqual(classes("48:5:9;1"), ["ansi-on-BrightRed", "bold"]);
    assert.deepEqual(classes("4:3"), ["underline"]);
    assert.deepEqual(classes("4;4:0"), []);
    assert.deepEqual(classes("58:2::255:0:0"), [], "the colour of an underline is none of the text");
    assert.deepEqual(classes("58;5;1;4"), ["underline"]);
  });

  it("gives the ground and the marks, and takes them away again", () => {
    assert.deepEqual(
      stretches("\u001b[37;41mbad\u001b[49;3m tea\u001b[23;39m.").map(({ classes }) => classes),
      [["ansi-White", "ansi-on-Red"], ["ansi-White", "italic"], []],
    );
  });

  it("shows the words of a link and not its address", () => {
    assert.equal(plainText("see \u001b]8;;https://shop.example\u0007the docs\u001b]8;;\u001b\\."), "see the docs.");
  });

  it("leaves no escape character, whatever a container prints", () => {
    const piece = fc.constantFrom("\u001b[", "\u001b", "31", "m", ";", "x", "\u001b[0m");
    fc.assert(fc.property(fc.array(piece), parts => !plainText(parts.join("")).includes("\u001b")));
  });
});

describe("levelOf", () => {
  it("knows the usual words", () => {
    assert.equal(levelOf("ERROR harbour mail was not sent"), "error");
    assert.equal(levelOf("[2026-01-01 10:00:00] [warn] slow"), "warning");
    assert.equal(levelOf('{"level": "info", "x": 1}'), "info");
    assert.equal(levelOf("an errorless line"), "none");
  });
});

describe("frameOf", () => {
  it("reads the path and line of a frame", () => {
    assert.deepEqual(frameOf('  File "/app/shop/tasks.py", line 31, in send_mail'), {
      path: "/app/shop/tasks.py",
      line: 31,
      function: "send_mail",
    });
    assert.equal(frameOf("    send_mail()"), null);
  });
});

describe("openableFrame", () => {
  it("leaves out code that lies in no file", () => {
    assert.equal(openableFrame('  File "/app/<old>/tasks.py", line 31')?.line, 31);
    assert.equal(openableFrame('  File "<frozen importlib._bootstrap>", line 1204, in _gcd_import'), null);
    assert.equal(openableFrame('  File "<string>", line 1'), null);
  });
});

describe("isOwnFrame", () => {
  const isOwn = (path: string): boolean => isOwnFrame({ path, line: 1, function: "" });

  it("tells the application from what is installed beside it", () => {
    for (const path of ["/app/shop/tasks.py", "/app/bin/serve", "/usr/src/app/manage.py", "/srv/venvs.py"])
      assert.ok(isOwn(path), path);
    for (const path of [
      "/usr/local/lib/python3.11/site-packages/flask/app.py",
      "/usr/local/bin/gunicorn",
      "/usr/bin/celery",
      "/opt/venv/bin/flask",
      "/app/.venv/bin/uvicorn",
      "/home/app/.local/bin/rq",
      "<string>",
    ])
      assert.ok(!isOwn(path), path);
  });
});

describe("jsonOf", () => {
  it("finds an object that ends a line, and what stands before it", () => {
    assert.deepEqual(jsonOf('{"level": "info", "n": [1, 2]}'), { before: "", value: { level: "info", n: [1, 2] } });
    assert.deepEqual(jsonOf('INFO {tea} { "n": {"deep": 1}}  '), {
      before: "INFO {tea} ",
      value: { n: { deep: 1 } },
    });
  });

  it("leaves a line without one as it is", () => {
    const lines = ["order 7 packed", "{'level': 'info'}", '{"level": "in', '{"level": 1} and more', "{}", '["a"]'];
    for (const line of lines) assert.equal(jsonOf(line), null, line);
  });
});
