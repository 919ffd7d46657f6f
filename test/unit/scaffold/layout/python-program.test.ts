import assert from "node:assert/strict";
import { parseDockerfile } from "../../../../src/docker/dockerfile/parse";
import { chainOf, readStages } from "../../../../src/docker/dockerfile/stages";
import { pythonProgram } from "../../../../src/scaffold/layout/python-program";

function program(text: string, ...start: readonly string[]): string {
  const last = readStages(parseDockerfile(text)).final;
  assert.ok(last);
  return pythonProgram(chainOf(last), start).join(" ");
}

describe("scaffold/layout/python-program", () => {
  it("is python where the base image has it, or its environment is on the path", () => {
    for (const base of [
      "python:3.11",
      "ghcr.io/astral-sh/uv:python3.11-bookworm",
      "continuumio/miniconda3",
      "acme/base",
    ])
      assert.equal(program(`FROM ${base}\n`, "poetry", "run", "gunicorn"), "python");
    const path = (line: string): string => `FROM debian:12\nRUN apt-get install -y python3\nENV ${line}\n`;
    assert.equal(program(path('PATH="/app/.venv/bin:$PATH"')), "python");
    assert.equal(program(path("PATH /opt/venv/bin:$PATH")), "python");
    assert.equal(program(path("PATH=/root/.local/bin:$PATH")), "python3");
  });

  it("is python3 where packages of the system bring it", () => {
    assert.equal(
      program("FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y \\\n    python3-pip python3\n"),
      "python3",
    );
    assert.equal(program("FROM alpine\nRUN apk add --no-cache pipx\n", "poetry", "run", "x"), "python3");
    assert.equal(program("FROM alpine\nRUN apk add curl && echo python3\n"), "python");
    const apt = (packages: string): string =>
      program(`FROM debian:12\nRUN DEBIAN_FRONTEND=x apt-get -y install ${packages}\n`);
    assert.equal(apt("python3.12 python3.12-venv"), "python3.12");
    assert.equal(apt("python3.12 python3-pip=23"), "python3");
    assert.equal(apt("libpython3.12 python3x"), "python");
    const began = Date.now();
    assert.equal(apt("x add apt-get install ".repeat(5_000)), "python");
    assert.ok(Date.now() - began < 1_000);
  });

  it("is what the start line uses where a tool brings it", () => {
    assert.equal(program("FROM ghcr.io/astral-sh/uv:debian\n", "uv", "run", "app.py"), "uv run --no-sync python");
    assert.equal(program("FROM debian:12\n", "sh", "-c", "poetry", "run", "app"), "poetry run python");
    assert.equal(program("FROM debian:12\n", "/srv/env/bin/gunicorn", "shop:app"), "/srv/env/bin/python");
    const own = "FROM debian:12\nRUN python3.12 -m venv --copies /srv/shop\n";
    for (const start of ["gunicorn", "python3.12"])
      assert.equal(program(own, `/srv/shop/bin/${start}`, "shop:app"), "/srv/shop/bin/python");
    assert.equal(program("FROM mambaorg/micromamba:2\n", "gunicorn"), "/usr/local/bin/_entrypoint.sh python");
    assert.equal(program("FROM debian:12\n", "gunicorn"), "python");
  });

  it("is looked for in no folder of other programs", () => {
    for (const start of ["/app/bin/start.sh", "/app/bin/start", "/usr/local/bin/gunicorn", "/opt/venv/bin/start.sh"])
      assert.equal(program("FROM debian:12\n", start), "python");
    assert.equal(program("FROM ubuntu:22.04\nRUN apt install -y python3\n", "/app/bin/start.sh"), "python3");
  });
});
