import assert from "node:assert/strict";
import type { MergeResult } from "../../../../src/scaffold/merge/merge-result";
import { gradeDockerfile, mergeDockerfile } from "../../../../src/scaffold/merge/dockerfile";
import { at, dependency, entryPoint, recon } from "../recon-kit";
import { blueprintOf } from "../plan-kit";
import type { UnitDesign } from "../../../../src/scaffold/blueprint";

const textOf = (result: MergeResult): string => (result.kind === "same" ? "" : result.text);

const SIMPLE = `FROM python
# the source
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
CMD gunicorn app:app --bind 127.0.0.1:8000
`;

describe("a person's Dockerfile", () => {
  let unit: UnitDesign;
  before(async () => {
    const found = await blueprintOf(
      recon({
        packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
        dependencies: [dependency("flask"), dependency("gunicorn")],
        entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
        routes: [{ path: "/health", method: "GET", place: at("app.py:3") }],
        docker: { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] },
      }),
      { Dockerfile: SIMPLE, "requirements.txt": "flask\n", "app.py": "" },
    );
    unit = found.units[0] as UnitDesign;
  });

  it("is graded point by point", () => {
    const open = gradeDockerfile(SIMPLE, unit)
      ?.filter(({ isHeld }) => !isHeld)
      .map(({ point }) => point);
    assert.deepEqual(open, [
      "base image with a version",
      "logs appear at once",
      "a user without rights",
      "health check",
      "listening on every interface",
      "signals reach the program",
      "dependencies before the source",
    ]);
  });

  it("is patched where a few lines do, and the rest is named", () => {
    const merged = mergeDockerfile(SIMPLE, unit, "");
    assert.equal(merged.kind, "merged");
    const text = textOf(merged);
    assert.match(
      text,
      /^FROM python:3\.11-bookworm\n# the source\nWORKDIR \/app\nCOPY \. \.\nRUN pip install -r requirements\.txt\n/,
    );
    assert.match(text, /\nUSER 10001:10001\n/);
    assert.match(text, /\nCMD \["gunicorn", "app:app", "--bind", "0\.0\.0\.0:8000"\]\n$/);
    assert.match(merged.kind === "merged" ? merged.note : "", /Left to you: dependencies before the source\./);
    assert.deepEqual(mergeDockerfile(text, unit, ""), { kind: "same" });
  });

  it("gets the planned Python in every stage, each in the kind of image that it has", () => {
    const bases = (text: string): readonly string[] =>
      [...textOf(mergeDockerfile(text, unit, "")).matchAll(/^FROM (\S+)/gm)].map(([, image = ""]) => image);
    const stages = (first: string, second: string): string =>
      `FROM ${first} AS build\nRUN pip install --prefix=/install flask\nFROM ${second}\nCOPY --from=build /install /usr/local\nCMD ["gunicorn", "app:app"]\n`;
    assert.deepEqual(bases(stages("python:slim", "python:slim")), Array(2).fill("python:3.11-slim-bookworm"));
    assert.deepEqual(bases(stages("python:3", "docker.io/library/python:3-slim")), [
      "python:3.11-bookworm",
      "python:3.11-slim-bookworm",
    ]);
    // The minor version that the file itself names, in a tag or in a path, is what the others are made for.
    assert.deepEqual(bases(stages("python:alpine", "python:3.12-alpine")), Array(2).fill("python:3.12-alpine"));
    assert.deepEqual(bases(stages("python:3", "python:3.13-slim")), ["python:3.13-bookworm", "python:3.13-slim"]);
    const path = stages("python:slim", "python:slim").replace(
      "/install /usr",
      "/usr/lib/python3.12/site-packages /usr",
    );
    assert.deepEqual(bases(path), Array(2).fill("python:3.12-slim-bookworm"));
    const two = stages("python:slim", "python:3.12-slim").replace("/install /usr", "/usr/lib/python3.13 /usr");
    assert.deepEqual(bases(two), ["python:slim", "python:3.12-slim"]);
    assert.deepEqual(bases(stages("node:22", "python:3.12-slim")), ["node:22", "python:3.12-slim"]);
  });

  it("is a conflict where it has no stage", () =>
    assert.equal(mergeDockerfile("# nothing\n", unit, "whole").kind, "conflict"));

  it("gets the server as well that the start command needs", async () => {
    const bare = "FROM python:3.11-slim\nCOPY . .\nRUN pip install flask\n";
    const found = await blueprintOf(
      recon({
        packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
        dependencies: [dependency("flask")],
        entryPoints: [entryPoint("wsgi", "app:app", "flask run")],
        docker: { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] },
      }),
      { Dockerfile: bare, "requirements.txt": "flask\n", "app.py": "" },
    );
    const text = textOf(mergeDockerfile(bare, found.units[0] as UnitDesign, ""));
    assert.match(text, /\nRUN pip install --no-cache-dir gunicorn==[\d.]+\n[^]*USER 10001[^]*\nCMD \["gunicorn"/);
    assert.deepEqual(mergeDockerfile(text, found.units[0] as UnitDesign, ""), { kind: "same" });
  });

  it("gets the programs that services beside it call, where pip can still install them", async () => {
    const texts = {
      "requirements.txt": "fastapi\nuvicorn\n",
      "requirements-dev.txt": "alembic==1.13.1\npytest\n",
      "alembic.ini": "",
    };
    const of = async (before: string): Promise<string> => {
      const { units } = await blueprintOf(
        recon({
          packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
          dependencies: [
            dependency("uvicorn"),
            dependency("alembic", { group: "dev", specifier: "==1.13.1", place: at("requirements-dev.txt:1") }),
          ],
          entryPoints: [entryPoint("asgi", "app:app", "uvicorn app:app")],
          migrations: { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") },
          docker: { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] },
        }),
        { ...texts, Dockerfile: before },
      );
      const merged = mergeDockerfile(before, units[0] as UnitDesign, "");
      return merged.kind === "merged" ? merged.text + merged.note : merged.kind;
    };
    const plain = (install: string): string =>
      `FROM python:3.11-slim\nCOPY . .\nRUN ${install}\nUSER app\nCMD ["uvicorn", "app:app"]\n`;
    assert.match(
      await of(plain("pip install -r requirements.txt")),
      /\nRUN pip install -r requirements\.txt\nRUN pip install --no-cache-dir alembic==1\.13\.1\nUSER app/,
    );
    assert.doesNotMatch(await of(plain("pip install -r requirements-dev.txt")), /alembic/);
    const left = await of(plain("uv sync --no-dev"));
    assert.match(left, /Left to you: [^]*the programs that are started \(alembic==1\.13\.1\)/);
    assert.doesNotMatch(left, /RUN pip install/);
    assert.match(
      await of(
        `# alembic is run by hand\n${plain("python3 -m pip install .\nCOPY alembic.ini .\nCOPY alembic/ alembic/")}`,
      ),
      /\nRUN python3 -m pip install --no-cache-dir alembic==1\.13\.1\n/,
    );
    assert.doesNotMatch(await of(plain("pip install fastapi 'alembic[tz]>=1.13'")), /no-cache-dir/);
    for (const install of [
      "pip3 install --break-system-packages -r requirements.txt",
      "/opt/venv/bin/pip install -r requirements.txt",
      "/opt/venv/bin/python -m pip install -r requirements.txt",
      ". venv/bin/activate && pip install -r requirements.txt",
      "pip install uv && uv pip install -r requirements.txt",
      "uv venv\nRUN uv pip install -r requirements.txt",
      "pip install --upgrade pip\nRUN pip install -r requirements.txt \\\n  --index-url https://pypi.example.com",
      "--mount=type=secret,id=pip pip install -r requirements.txt",
    ]) {
      const text = await of(plain(install));
      assert.match(text, /Left to you: [^]*the programs that are started/, install);
      assert.doesNotMatch(text, /no-cache-dir alembic/, install);
    }
  });

  it("makes the user as Alpine does where the base is Alpine, also behind a build argument or by what apk installs", () => {
    for (const head of [
      "FROM python:3.11-alpine\n",
      "ARG PY=3.11\nFROM docker.io/python:${PY}-alpine AS web\n",
      "ARG BASE=python:3.11-alpine\nFROM $BASE AS build\nFROM $BASE\n",
      "FROM registry.example.com/base:1\nRUN apk add --no-cache libpq\n",
    ]) {
      const text = textOf(mergeDockerfile(`${head}COPY . .\nCMD ["gunicorn", "app:app"]\n`, unit, ""));
      assert.match(
        text,
        /\nRUN addgroup -g 10001 app && adduser -D -u 10001 -G app -s \/sbin\/nologin app\nUSER/,
        head,
      );
      assert.doesNotMatch(text, /useradd/);
    }
  });

  it("leaves the user to the person where the image would stop working under another", async () => {
    const merged = async (lines: string, service = "", start = 'CMD ["gunicorn", "app:app"]'): Promise<string> => {
      const dockerfile = `FROM python:3.11-slim\n${lines}\nCOPY . .\n${start}\n`;
      const compose = `services:\n  web:\n    build: .\n${service}`;
      const found = await blueprintOf(
        recon({
          packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
          dependencies: [dependency("flask"), dependency("gunicorn")],
          entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
          docker: { dockerfiles: ["Dockerfile"], composeFiles: ["compose.yaml"], ignoreFiles: [], devcontainers: [] },
        }),
        { Dockerfile: dockerfile, "compose.yaml": compose, "requirements.txt": "flask\n", "app.py": "" },
      );
      const result = mergeDockerfile(dockerfile, found.units[0] as UnitDesign, "");
      return result.kind === "merged" ? `${result.text}\n${result.note}` : "";
    };
    const run = 'CMD ["poetry", "run", "gunicorn", "app:app"]';
    for (const lines of [
      "RUN pip install poetry && poetry install --no-root",
      "RUN poetry install && poetry config virtualenvs.in-project true",
      "RUN pip install --user flask",
      "ENV PATH=/root/.local/bin:$PATH",
      "RUN pipenv install --deploy",
      "ENV HF_HOME=/root/.cache/huggingface",
      "WORKDIR /root\nWORKDIR app",
      "COPY --from=builder /root/.local /root/.local",
      'VOLUME ["/app/uploads"]',
    ]) {
      const text = await merged(lines);
      assert.doesNotMatch(text, /^USER/m, lines);
      assert.match(text, /Left to you: [^.]*a user without rights/);
    }
    assert.doesNotMatch(
      await merged("RUN poetry config virtualenvs.create false && poetry install", "", run),
      /^USER/m,
    );
    assert.doesNotMatch(await merged("RUN uv sync", "", 'CMD ["uv", "run", "gunicorn", "app:app"]'), /^USER/m);
    assert.doesNotMatch(await merged("", "", "CMD python manage.py collectstatic && gunicorn app:app"), /^USER/m);
    const worker = (words: string): Promise<string> => merged("", `    command: celery -A app ${words}\n`);
    assert.doesNotMatch(await worker("worker -B"), /^USER/m);
    assert.doesNotMatch(await worker("beat"), /^USER/m);
    assert.doesNotMatch(await worker("beat -s celerybeat-schedule"), /^USER/m);
    assert.match(await worker("worker"), /^USER/m);
    assert.match(await worker("beat --schedule=/tmp/schedule"), /^USER/m);
    assert.match(await worker("beat -S app.schedulers:Own"), /^USER/m);
    assert.match(await worker("worker -B --schedule-filename /tmp/schedule"), /^USER/m);
    assert.doesNotMatch(await merged("", '    volumes: ["media:/app/media"]\nvolumes: { media: }\n'), /^USER/m);
    assert.doesNotMatch(await merged("", '    volumes: ["/app/uploads"]\n'), /^USER/m);
    assert.doesNotMatch(await merged("", '    volumes: ["${VOL}:/app/media"]\n'), /^USER/m);
    assert.doesNotMatch(await merged("", "    volumes: [{ type: volume, target: /app/media }]\n"), /^USER/m);
    assert.doesNotMatch(await merged("", "", 'CMD ["/root/tools/bin/gunicorn", "app:app"]'), /^USER/m);
    const watch = "    develop:\n      watch:\n        - { action: sync, path: ., target: /app }\n";
    assert.doesNotMatch(await merged("", watch), /^USER/m);

    assert.match(await merged("RUN poetry config virtualenvs.create false && poetry install"), /^USER/m);
    assert.match(await merged("ENV POETRY_VIRTUALENVS_CREATE=false\nRUN poetry install", "", run), /^USER/m);
    assert.match(await merged("RUN python -m venv /v && . /v/bin/activate && poetry install"), /^USER/m);
    assert.match(await merged("RUN pipenv install --system --deploy"), /^USER/m);
    assert.match(await merged("RUN uv sync", "", 'CMD ["uv", "run", "--no-sync", "gunicorn", "app:app"]'), /^USER/m);
    assert.match(await merged("", '    volumes: [".:/app", "media:/app/media:ro"]\nvolumes: { media: }\n'), /^USER/m);
    assert.match(await merged("ENV UV_CACHE_DIR=/root/.cache/uv PIP_CACHE_DIR=/root/.cache/pip"), /^USER/m);
    assert.match(await merged("WORKDIR /root/build\nWORKDIR /app\nCOPY pip.conf /root/.pip/pip.conf"), /^USER/m);
    assert.match(await merged("WORKDIR /rootless", "", 'CMD ["gunicorn", "app:app", "--name", "/rooted/"]'), /^USER/m);
    assert.match(await merged("", '    volumes: [".:/app", "/app/.venv"]\n'), /^USER/m);
    assert.match(await merged("", '    volumes: ["${DATA:-./data}:/app/data"]\n'), /^USER/m);
    assert.match(await merged("", watch.replace("sync", "rebuild")), /^USER/m);
  });

  it("keeps root for a start script that leaves it by itself, or starts a system's own services", async () => {
    const entry = '["./entrypoint.sh"]';
    const served = '["gunicorn", "app:app"]';
    const merged = async (script: string, entrypoint = entry, command = served): Promise<string> => {
      const start = `FROM python:3.11-slim\nCOPY . .\nENTRYPOINT ${entrypoint}\nCMD ${command}\n`;
      const found = await blueprintOf(
        recon({
          packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
          dependencies: [dependency("flask"), dependency("gunicorn")],
          entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
          docker: { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] },
        }),
        {
          Dockerfile: start,
          "entrypoint.sh": `#!/bin/sh\n${script}`,
          "requirements.txt": "flask\n",
          "app.py": "",
        },
      );
      return textOf(mergeDockerfile(start, found.units[0] as UnitDesign, ""));
    };
    assert.doesNotMatch(await merged('chown -R app /data\nexec gosu app "$@"\n'), /^USER/m);
    assert.doesNotMatch(await merged("sudo -EHu app python app.py\n"), /^USER/m);
    assert.doesNotMatch(await merged("[ -d /d ] && exec /bin/su app -c 'python app.py'\n"), /^USER/m);
    assert.match(await merged('# no sudo here\necho "try sudo to mend it, or su "\nexec "$@"\n'), /^USER/m);
    assert.match(await merged("ls /su 'sudo '\nexec \"$@\"\n"), /^USER/m);
    const own = 'exec "$@"\n';
    assert.doesNotMatch(await merged(own, '["tini", "--", "sudo", "-u", "app", "./entrypoint.sh"]'), /^USER/m);
    assert.doesNotMatch(await merged(own, '["/bin/sh", "-c", "ls; sudo -u app ./entrypoint.sh"]'), /^USER/m);
    assert.match(await merged(own, '["./entrypoint.sh", "--motto", "it\'s not mine; sudo is"]'), /^USER/m);
    const line = '["sudo service cron start && gunicorn app:app"]';
    assert.doesNotMatch(
      await merged(own, '["/bin/bash", "-c"]', line),
      /^USER/m,
      "one word may be the line of the shell before it",
    );
    assert.doesNotMatch(await merged('envsubst < /app/site > /etc/nginx/conf.d/site.conf\nexec "$@"\n'), /^USER/m);
    assert.doesNotMatch(await merged('nginx\nexec "$@"\n'), /^USER/m);
    assert.doesNotMatch(await merged('service cron start\nexec "$@"\n'), /^USER/m);
    assert.doesNotMatch(await merged("exec tini -- supervisord -n\n"), /^USER/m);
    assert.match(await merged('echo "behind nginx-proxy"\nexec "$@"\n'), /^USER/m);
    assert.match(await merged('echo "Starting behind nginx"\nexec "$@"\n'), /^USER/m);
    assert.match(await merged('python jobs.py cron &\nexec "$@"\n'), /^USER/m);
    assert.match(await merged('date > /usr/src/app/started.txt\nexec "$@"\n'), /^USER/m);
    assert.match(await merged('date > /usr/local/share/started.txt\nexec "$@"\n'), /^USER/m);
  });

  it("writes an array of words in single quotes, which a build takes for a shell's line, as the array that is meant", () => {
    const text = textOf(
      mergeDockerfile("FROM python:3.11-slim\nUSER 1000\nENTRYPOINT ['/bin/start.sh', '--fast']\n", unit, ""),
    );
    assert.match(text, /^ENTRYPOINT \["\/bin\/start\.sh", "--fast"\]$/m);
    const shell = textOf(mergeDockerfile("FROM python:3.11-slim\nCMD [ -f x ] -a y\n", unit, ""));
    assert.match(shell, /^CMD \[ -f x \] -a y$/m);
  });

  it("adds neither a user nor a check to an image that a function service starts", () => {
    const lambda = 'FROM public.ecr.aws/lambda/python:3.11\nCOPY . .\nCMD ["app.handler"]\n';
    assert.doesNotMatch(textOf(mergeDockerfile(lambda, unit, "")), /USER|HEALTHCHECK/);
  });

  it("gets a start command where it has none, and leaves a Debian release that is no longer served", () => {
    const old =
      "FROM python:3.11-slim-buster AS builder\nRUN pip install flask\n\nFROM python:3.11-slim-buster\nCOPY . .\n";
    const text = textOf(mergeDockerfile(old, unit, ""));
    assert.match(text, /^FROM python:3\.11-slim-bookworm AS builder\n/);
    assert.match(text, /\nFROM python:3\.11-slim-bookworm\n/);
    assert.match(text, /\nUSER 10001:10001\n[\s\S]*\nCMD \["gunicorn", "app:app", .*\]\n$/);
    assert.deepEqual(mergeDockerfile(text, unit, ""), { kind: "same" });
  });

  it("takes no image of another Debian release that was never published", () => {
    const moved = (image: string): string =>
      textOf(mergeDockerfile(`FROM ${image}\nCMD ["gunicorn", "app:app"]\n`, unit, ""));
    assert.match(moved("python:3.9.12-buster"), /^FROM python:3\.9-bookworm\n/);
    assert.match(
      moved("docker.io/library/python:3.9.17-slim-buster"),
      /^FROM docker\.io\/library\/python:3\.9\.17-slim-bookworm\n/,
    );
    const oldest = mergeDockerfile('FROM python:3.6-buster\nCMD ["gunicorn", "app:app"]\n', unit, "");
    assert.match(textOf(oldest), /^FROM python:3\.6-buster\n/);
    assert.match(oldest.kind === "merged" ? oldest.note : "", /Left to you: a Debian release that is still served/);
  });

  it("asks apt for what the Debian release has, also for the release that it is moved to", () => {
    const old =
      "FROM python:3.11-slim-buster AS builder\nRUN apt-get update && apt-get install -y netcat gcc\n\nFROM debian:trixie\nRUN apt-get update \\\n    && apt-get install -y libtiff5 netcat=1.0 'libpq5'\nCOPY . .\n";
    const text = textOf(mergeDockerfile(old, unit, ""));
    assert.match(
      text,
      /^FROM python:3\.11-slim-bookworm AS builder\nRUN apt-get update && apt-get install -y netcat-openbsd gcc\n/,
    );
    assert.match(text, / && apt-get install -y libtiff6 netcat-openbsd 'libpq5'\n/);
    assert.deepEqual(mergeDockerfile(text, unit, ""), { kind: "same" });
  });

  it("leaves packages of the person's own sources, and those with another try behind them, alone", () => {
    for (const step of [
      "RUN echo deb http://packages.example ./ > /etc/apt/sources.list.d/own.list\nRUN apt-get update && apt-get install -y netcat",
      "RUN apt-get install -y netcat || apt-get install -y netcat-openbsd",
      'RUN if test -n "$OLD"; then apt-get install -y netcat; fi',
    ]) {
      const text = textOf(mergeDockerfile(`FROM python:3.11-slim-bookworm\n${step}\nCMD ["a"]\n`, unit, ""));
      assert.ok(text.includes(step), text);
    }
  });

  it("leaves to the person what the Debian release has nothing for", () => {
    const old = 'FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y python2 netcat\nCMD ["a"]\n';
    const result = mergeDockerfile(old, unit, "");
    assert.match(textOf(result), /install -y python2 netcat\n/);
    assert.match(
      result.kind === "merged" ? result.note : "",
      /Left to you: .*system packages that the Debian release has/,
    );
  });
});
