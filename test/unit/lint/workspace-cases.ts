import { WORKSPACE_SLIP_CASES } from "./workspace-slip-cases";

type Files = Readonly<Record<string, string>>;

/** Files by path. `D` stands for `Dockerfile` and `C` for `compose.yaml`, so that a case fits on a line. */
export interface WorkspaceCases {
  readonly bad: readonly Files[];
  readonly good: readonly Files[];
}

const PY = "FROM python:3.13-slim\n";
const WEB = "services:\n  web: { build: . }\n";
const PG = "  db: { image: 'postgres:17' }\n";

export const WORKSPACE_CASES: Readonly<Record<string, WorkspaceCases>> = {
  ...WORKSPACE_SLIP_CASES,
  "ignored-copy-source": {
    bad: [
      { D: `${PY}COPY a.txt /\n`, ".dockerignore": "*.txt\n", "a.txt": "" },
      { D: `${PY}COPY docs /docs\n`, ".dockerignore": "docs\n", "docs/a.md": "" },
      {
        C: "services:\n  web: { build: ./web }\n",
        "web/Dockerfile": `${PY}COPY a.txt /\n`,
        "web/.dockerignore": "a.txt\n",
        "web/a.txt": "",
      },
      { D: `${PY}COPY a.txt /\n`, "Dockerfile.dockerignore": "a.txt\n", "a.txt": "" },
      { D: `${PY}COPY . .\n`, ".dockerignore": "*\n", "a.txt": "" },
    ],
    good: [
      { D: `${PY}COPY . .\n`, ".dockerignore": "*\n!a.txt\n", "a.txt": "" },
      { D: `${PY}COPY a.txt /\n`, ".dockerignore": "*.txt\n!a.txt\n", "a.txt": "" },
      { D: `${PY}COPY docs /docs\n`, ".dockerignore": "docs/a.md\n", "docs/a.md": "", "docs/b.md": "" },
      { D: `${PY}COPY --from=x a.txt /\n`, ".dockerignore": "a.txt\n", "a.txt": "" },
      { D: `${PY}ARG F\nCOPY $F.txt /\n`, ".dockerignore": "*.txt\n", "a.txt": "" },
      { D: `${PY}COPY a.txt /\n`, "Dockerfile.dockerignore": "b.txt\n", ".dockerignore": "a.txt\n", "a.txt": "" },
    ],
  },
  "missing-copy-source": {
    bad: [
      { D: `${PY}COPY a.txt app.py /\n`, "app.py": "" },
      { C: "services:\n  web: { build: ./web }\n", "web/Dockerfile": `${PY}COPY shop /shop\n`, "shop/app.py": "" },
      { D: `${PY}COPY *.toml /\nCOPY app.py /\n`, "app.py": "" },
      { D: `${PY}COPY app.py start.sh /\n`, "app.py": "", "run.sh": "cp app.py /x/start.sh.old\n./start.sh\n" },
    ],
    good: [
      { D: `${PY}COPY app.py libs/x /\n`, "app.py": "", ".gitmodules": '[submodule "x"]\n\tpath = libs/x\n' },
      { D: `${PY}COPY app.py wheel[s]/ /w/\nCOPY extra[s]/ /x/\n`, "app.py": "" },
      { "docker/Dockerfile": `${PY}COPY app.py /\n`, "app.py": "" },
      { D: `${PY}COPY app.py poetry.lock* /\n`, "app.py": "" },
      { D: `${PY}COPY $FILE /\nCOPY --from=b /x /x\nADD https://example.org/a /a\n`, "app.py": "" },
      { D: `${PY}COPY <<E /a\nx\nE\n`, "app.py": "" },
    ],
  },
  "base-python-mismatch": {
    bad: [
      { D: "FROM python:3.8\nCOPY . .\nRUN pip install -r r.txt\n", "r.txt": "a\n" },
      { D: "FROM python:3.8\n" },
      { D: "ARG V=3.9\nFROM python:${V}-slim\n" },
      { D: "FROM python:3.9.18-alpine AS b\nFROM b\n" },
      { D: "FROM ghcr.io/astral-sh/uv:python3.9-bookworm\n" },
      { D: "FROM python:3.8\nCOPY poetry.lock pyproject.toml ./\nRUN poetry install\n" },
      { D: "FROM python:3.8\nRUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync\n" },
      { D: "FROM python:3.8\nRUN --mount=target=/src pip install /src\n" },
      { D: "FROM python:3.8\nCOPY *.toml ./\nRUN pip install .\n", "pyproject.toml": "[project]\n" },
      { D: "FROM python:3.8\nRUN pip install -U pip\nONBUILD COPY . /app\nONBUILD RUN pip install /app\n" },
      { D: 'FROM python:3.8\nRUN pip install poetry\nCMD ["poetry", "install"]\n' },
    ],
    good: [
      { D: "FROM python:3.8\nRUN pip install shop\n" },
      { D: "FROM python:3.8\nRUN --mount=type=cache,target=/c pip install shop\n" },
      { D: "FROM python:3.8\nRUN --mount=source=r.txt,target=/r pip install -r /r\n", "r.txt": "a\n" },
      { D: "FROM python:3.8\nRUN --mount=type=bind,from=uv,source=/uv,target=/uv /uv pip install shop\n" },
      { D: "FROM python:3.8\nCOPY r*.txt ./\nRUN pip install -r r.txt\n", "r.txt": "a\n" },
      { D: "FROM python:3.8\nCOPY libs/a /a\nRUN pip install /a\n", "libs/a/pyproject.toml": "[project]\n" },
      { D: "FROM python:3.8\nCOPY r.txt .\nRUN pip install -r r.txt\n", "r.txt": "a\n" },
      { D: "FROM python:3.10\n" },
      { "tests/data/Dockerfile": "FROM python:3.5\nCOPY a.txt /\n", "tests/data/a.txt": "" },
      { D: "FROM python:3\n" },
      { D: "ARG V\nFROM python:$V\n" },
      { D: "FROM debian:13\n" },
      { D: "FROM me/python:3.8\n" },
    ],
  },
  "two-python-versions": {
    bad: [
      {
        D: "FROM python:3.12 AS b\nFROM python:3.13\nCOPY --from=b /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages\n",
      },
      { D: "FROM python:3.12 AS b\nFROM python:3.13\nCOPY --from=b /opt/venv /opt/venv\n" },
      { D: "ARG V=3.11\nFROM python:${V}-slim AS b\nFROM python:3.12-slim\nCOPY --from=0 /app/.venv /app/.venv\n" },
      {
        D: "FROM python:3.12-slim AS b\nRUN uv venv /opt/venv && uv sync --frozen\nFROM python:3.13-slim\nCOPY --from=b /opt/venv /opt/venv\n",
      },
      {
        C: "services:\n  web: { build: ./web }\n",
        "web/Dockerfile":
          "FROM python:3.12 AS b\nCOPY . .\nRUN uv sync\nFROM python:3.13\nCOPY --from=b /app/.venv /app/.venv\n",
        "web/app.py": "",
        "web/pyproject.toml": '[tool.uv]\npython-preference = "only-system"\n',
        "api/.python-version": "3.13\n",
        "api/pyproject.toml": '[project]\nrequires-python = ">=3.13"\n',
      },
    ],
    good: [
      { D: "FROM python:3.13 AS b\nFROM python:3.13-slim\nCOPY --from=b /opt/venv /opt/venv\n" },
      { D: "FROM python:3.12 AS b\nFROM python:3.13\nCOPY --from=b /app/static /static\n" },
      { D: "ARG V\nFROM python:$V AS b\nFROM python:3.13\nCOPY --from=b /opt/venv /opt/venv\n" },
      {
        D: "FROM python:3.12 AS b\nRUN uv sync --python 3.13\nFROM python:3.13\nCOPY --from=b /app/.venv /app/.venv\n",
      },
      ...["uv venv -p3.13", "uv sync -p 3.13", "uv sync --python-preference=only-managed"].map(command => ({
        D: `FROM python:3.12 AS b\nRUN ${command}\nFROM python:3.13\nCOPY --from=b /app/.venv /app/.venv\n`,
      })),
      {
        D: "FROM python:3.12 AS b\nCOPY pyproject.toml ./\nRUN uv sync\nFROM python:3.13\nCOPY --from=b /app/.venv /app/.venv\n",
        "pyproject.toml": '[project]\nrequires-python = ">=3.10"\n[tool.uv]\npython-preference = "only-managed"\n',
      },
      {
        D: "FROM python:3.12 AS b\nENV UV_PYTHON=3.13\nRUN uv sync\nFROM python:3.13\nCOPY --from=b /app/.venv /app/.venv\n",
      },
      {
        D: "FROM python:3.12 AS b\nCOPY . .\nRUN uv sync\nFROM python:3.13\nCOPY --from=b /app/.venv /app/.venv\n",
        ".python-version": "3.13\n",
      },
      {
        D: "FROM python:3.12 AS b\nCOPY pyproject.toml ./\nRUN uv sync\nFROM python:3.13\nCOPY --from=b /app/.venv /app/.venv\n",
        "pyproject.toml": '[project]\nrequires-python = ">=3.13"\n',
      },
    ],
  },
  "development-server": {
    bad: [
      { D: `${PY}CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n` },
      { D: `${PY}CMD flask run --host 0.0.0.0\n` },
      { D: `${PY}ENTRYPOINT ["fastapi", "dev", "app.py"]\n`, "app.py": "" },
      { C: WEB, D: `${PY}CMD gunicorn app:app --reload\n`, "compose.override.yaml": WEB },
      { D: `${PY}ENV FLASK_DEBUG=1\nCMD gunicorn app:app\n` },
      { C: WEB, D: `${PY}ENV A=b FLASK_DEBUG="True"\nCMD gunicorn app:app\n` },
    ],
    good: [
      { D: `${PY}ENV FLASK_DEBUG=1\nENV FLASK_DEBUG=0\nCMD gunicorn app:app\n` },
      { D: `${PY}ARG D=1\nENV FLASK_DEBUG=$D\nCMD gunicorn app:app\n` },
      { D: `${PY}ENV DEBUG=1\nCMD gunicorn app:app\n` },
      { D: `${PY.trim()} AS dev\nENV FLASK_DEBUG=1\nCMD gunicorn app:app\n` },
      { D: `${PY.trim()} AS test\nENV FLASK_DEBUG=1\n${PY}CMD gunicorn app:app\n` },
      {
        C: "services:\n  web: { build: ., environment: { FLASK_DEBUG: '0' } }\n",
        D: `${PY}ENV FLASK_DEBUG=1\nCMD gunicorn app:app\n`,
      },
      { D: `${PY}CMD gunicorn app:app\n` },
      { D: `${PY}CMD ["fastapi", "run", "app.py"]\n`, "app.py": "" },
      { D: `${PY}CMD ["python", "manage.py", "migrate"]\n` },
      { "Dockerfile.dev": `${PY}CMD python manage.py runserver 0.0.0.0:8000\n` },
      { "docker/local/Dockerfile": `${PY}CMD python manage.py runserver 0.0.0.0:8000\n` },
      { D: `FROM python:3.13-slim AS development\nCMD flask run --host 0.0.0.0\n` },
      {
        D: `FROM python:3.13-slim AS base\nFROM base AS dev\nCMD flask run --debug\nFROM base\nCMD gunicorn app:app\n`,
      },
      { C: "services:\n  web: { build: ., command: flask run --debug }\n", D: `${PY}CMD gunicorn app:app\n` },
    ],
  },
  "port-mismatch": {
    bad: [
      { D: `${PY}EXPOSE 5000\nCMD uvicorn a:b --host 0.0.0.0 --port 8000\n` },
      {
        C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD python main.py\n`,
        "main.py": "from flask import Flask\napp = Flask(__name__)\napp.run(host='0.0.0.0', port=3002)\n",
      },
      {
        C: "services:\n  web: { build: ./web, ports: ['80:80'] }\n",
        "web/dockerfile": `${PY}CMD uvicorn a:b --host 0.0.0.0 --port 8000\n`,
      },
      { C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`, D: `${PY}CMD ["uvicorn", "a:b", "--port", "8000"]\n` },
      { C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`, D: `${PY}CMD uvicorn a:b --host 0.0.0.0\n` },
      { C: "services:\n  web: { build: ., ports: ['80:80'], command: gunicorn -b 0.0.0.0:8000 a:b }\n", D: PY },
      { C: WEB, D: `${PY}EXPOSE 5000\nCMD uvicorn a:b --host 0.0.0.0 --port 8000\n` },
      { C: WEB, D: `${PY}HEALTHCHECK CMD curl -f http://localhost:5000/\nCMD uvicorn a:b --port 8000\n` },
      {
        C: "services:\n  web: { build: ., healthcheck: { test: [CMD, curl, 'http://127.0.0.1:81/'] } }\n",
        D: `${PY}CMD uvicorn a:b --port 8000\n`,
      },
      {
        C: "services:\n  web: { build: ., ports: ['80:80'], env_file: .env }\n",
        D: `${PY}CMD uvicorn a:b --host 0.0.0.0\n`,
        ".env.example": "DEBUG=1\n",
      },
      {
        C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nCMD ["gunicorn", "-b", ":8000", "a:b"]\n`,
        "start.sh": '#!/bin/sh\nset -e\nexec "$@"\n',
      },
    ],
    good: [
      { D: `${PY}EXPOSE 8844\nENTRYPOINT ["jupyter", "notebook"]\n` },
      {
        C: `${WEB.replace(" }", ", ports: ['5000:5000'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD python manage.py runserver\n`,
        "manage.py": "from flask_script import Manager\n",
      },
      { D: `${PY}EXPOSE 8000\nCMD uvicorn a:b --host 0.0.0.0 --port 8000\n` },
      { D: `${PY}EXPOSE 5000\nCMD uvicorn a:b --host 0.0.0.0\n` },
      {
        C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD python main.py\n`,
        "main.py": "from flask import Flask\napp = Flask(__name__)\napp.run(host='0.0.0.0', port=PORT)\n",
      },
      {
        C: "services:\n  web: { build: ., command: uvicorn a:b --port 8000 }\n",
        D: `${PY}EXPOSE 5000\nCMD uvicorn a:b --port 5000\n`,
      },
      { C: WEB, D: `${PY}EXPOSE 8000/tcp\nCMD uvicorn a:b --port 8000\n` },
      { C: WEB, D: `${PY}EXPOSE 5000 8000\nCMD uvicorn a:b --port 8000\n` },
      { C: WEB, D: `${PY}ARG P\nEXPOSE $P\nCMD uvicorn a:b --port 8000\n` },
      { C: WEB, D: `${PY}EXPOSE 5000\nCMD uvicorn a:b --port $PORT\n` },
      { C: WEB, D: `${PY}HEALTHCHECK CMD curl -f http://localhost:8000/\nCMD uvicorn a:b --port 8000\n` },
      { C: WEB, D: `${PY}HEALTHCHECK CMD curl -f http://localhost:$PORT/\nCMD uvicorn a:b --port 8000\n` },
      {
        C: "services:\n  web: { build: ., ports: ['80:80'], env_file: .env }\n",
        D: `${PY}CMD uvicorn a:b --host 0.0.0.0\n`,
      },
      {
        C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nCMD ["gunicorn", "-b", ":8000", "a:b"]\n`,
        "start.sh": '#!/bin/sh\nnginx\nexec "$@"\n',
      },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD ["uvicorn", "a:b", "--port", "8000"]\n` },
      { C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`, D: `${PY}CMD uvicorn a:b --port $PORT\n` },
      { C: `${WEB.replace(" }", ", ports: ['80:80', '81:81'] }")}`, D: `${PY}CMD uvicorn a:b --port 8000\n` },
      {
        C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`,
        D: `${PY}ENV FLASK_RUN_PORT=80\nCMD flask run --host 0.0.0.0\n`,
      },
      { C: `${WEB.replace(" }", ", ports: ['80:80'] }")}`, D: `${PY}CMD ["python", "app.py"]\n` },
    ],
  },
  "loopback-bind": {
    bad: [
      {
        D: `${PY}ARG BIND=127.0.0.1\nENV BIND=$BIND\nEXPOSE 8000\nCMD ["sh", "-c", "uvicorn a:b --host \${BIND:-0.0.0.0}"]\n`,
      },
      ...['["/app/entry.sh"]', '["tini", "--"]'].map(entry => ({
        C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nENV BIND=127.0.0.1\nENTRYPOINT ${entry}\nCMD ["sh", "-c", "exec uvicorn a:b --host $BIND"]\n`,
        "entry.sh": '#!/bin/sh\nexport MODE=web\nexec "$@"\n',
      })),
      {
        C: "services:\n  web:\n    build: .\n    ports: ['80:8000']\n    environment: { BIND: 127.0.0.1 }\n",
        D: `${PY}ENV BIND=0.0.0.0\nCMD uvicorn a:b --host $BIND\n`,
      },
      ...[
        '["tini", "--", "gunicorn", "-b", "127.0.0.1:8000", "a:b"]',
        '["dumb-init", "--", "sh", "-c", "exec gunicorn -b 127.0.0.1:8000 a:b"]',
        '["/bin/bash", "-lc", "python migrate.py && exec gunicorn -b 127.0.0.1:8000 a:b"]',
        '["poetry", "run", "gunicorn", "-b", "127.0.0.1:8000", "a:b"]',
        "gosu app uv run gunicorn -b 127.0.0.1:8000 a:b",
        'env A=1 sh -c "exec gunicorn -b 127.0.0.1:8000 a:b"',
      ].flatMap(command => [
        { D: `${PY}EXPOSE 8000\nCMD ${command}\n` },
        { C: `services:\n  web:\n    build: .\n    ports: ['80:8000']\n    command: ${command}\n`, D: PY },
      ]),
      { D: `${PY}EXPOSE 8000\nCMD ["gunicorn", "-b", "127.0.0.1:8000", "a:b"]\n` },
      { D: `${PY}EXPOSE 8000\nCMD uvicorn a:b\n` },
      { C: `${WEB}  proxy: { image: nginx }\n`, D: `${PY}EXPOSE 8000\nCMD uvicorn a:b --host localhost\n` },
      {
        C: "services:\n  web: { build: ., image: 'shop:1' }\n  api: { image: 'shop:1', command: uvicorn a:b, ports: ['80:8000'] }\n",
        D: PY,
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nEXPOSE 5000\nCMD python -u wsgi.py\n`,
        "wsgi.py": "from werkzeug.serving import run_simple\nrun_simple('127.0.0.1', 5000, None)\n",
      },
      {
        C: `${WEB.replace(" }", ", ports: ['80:3002'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nENTRYPOINT ["python"]\nCMD ["main.py"]\n`,
        "main.py":
          "from flask import Flask\napp = Flask(__name__)\nif __name__ == '__main__':\n    app.run(debug=True, port=3002)\n",
      },
      {
        C: `${WEB.replace(" }", ", command: python -m src.app, ports: ['80:8000'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "src/app.py":
          "from uvicorn import run\nfrom src.config import settings\nrun('src.app:app', port=settings.port)\n",
      },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD uvicorn a:b\n` },
      { C: "services:\n  web: { build: ., ports: ['80:5000'], command: flask run }\n", D: PY },
      {
        C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`,
        D: `${PY}CMD ["gunicorn", "-b", "127.0.0.1:8000", "a:b"]\n`,
      },
      {
        C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`,
        D: `${PY}CMD python manage.py runserver localhost:8000\n`,
      },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD python manage.py runserver\n` },
      {
        C: "services:\n  web: { build: ., ports: ['80:8000'], env_file: .env }\n",
        D: `${PY}CMD uvicorn a:b\n`,
        ".env.example": "DEBUG=1\n",
      },
    ],
    good: [
      {
        C: "services:\n  web:\n    build: .\n    ports: ['80:8000']\n    command: >\n      gunicorn\n        a:b\n        --bind 0.0.0.0:8000\n",
        D: PY,
      },
      ...["environment: { BIND: 0.0.0.0 }", "environment: { BIND: $BIND }", "env_file: absent.env"].map(given => ({
        C: `services:\n  web:\n    build: .\n    ports: ['80:8000']\n    ${given}\n`,
        D: `${PY}ENV BIND=127.0.0.1\nCMD uvicorn a:b --host $BIND\n`,
      })),
      ...[
        "CMD export BIND=0.0.0.0 && exec uvicorn a:b --host $BIND",
        "CMD BIND=0.0.0.0 sh -c 'exec uvicorn a:b --host $BIND'",
        "CMD read -r BIND < address && uvicorn a:b --host $BIND",
        "CMD for BIND in 0.0.0.0; do uvicorn a:b --host $BIND; done",
        "CMD . ./env.sh && exec uvicorn a:b --host $BIND",
        'CMD ["bash", "-c", "source env.sh; uvicorn a:b --host $BIND"]',
        'ENTRYPOINT ["/app/entry.sh"]\nCMD ["sh", "-c", "exec uvicorn a:b --host $BIND"]',
        'ENTRYPOINT ["tini", "--", "bash", "entry.sh"]\nCMD ["sh", "-c", "exec uvicorn a:b --host $BIND"]',
        'ENTRYPOINT ["/app/unseen"]\nCMD ["sh", "-c", "exec uvicorn a:b --host $BIND"]',
        'ENTRYPOINT ["sh", "-c", "export BIND=::; exec \\"$@\\"", "--"]\nCMD ["sh", "-c", "exec uvicorn a:b --host $BIND"]',
        'ENV OPTIONS="--host 0.0.0.0"\nCMD uvicorn a:b $OPTIONS',
      ].map(lines => ({
        C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nENV BIND=127.0.0.1\n${lines}\n`,
        "entry.sh": '#!/bin/sh\nexport BIND=0.0.0.0\nexec "$@"\n',
        "env.sh": "BIND=0.0.0.0\n",
      })),
      {
        C: "services:\n  web:\n    build: { context: ., args: { BIND: 0.0.0.0 } }\n    ports: ['80:8000']\n",
        D: `${PY}ARG BIND=127.0.0.1\nENV BIND=$BIND\nCMD uvicorn a:b --host $BIND\n`,
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCOPY docker/forward_localhost.py /opt/forward_localhost.py\nEXPOSE 8088\nENTRYPOINT ["python", "/opt/forward_localhost.py"]\nCMD ["python", "main.py"]\n`,
        "docker/forward_localhost.py": "OWN_PORTS = [8088]\n",
        "main.py": "from aiohttp import web\nimport bottle\nbottle.run(host='127.0.0.1', port=8088)\n",
      },
      { D: `${PY}EXPOSE 80\nCMD ["gunicorn", "-b", "127.0.0.1:8000", "a:b"]\n` },
      { D: `${PY}CMD ["gunicorn", "-b", "127.0.0.1:8000", "a:b"]\n` },
      { D: `${PY}EXPOSE 8000\nENV UVICORN_HOST=0.0.0.0\nCMD uvicorn a:b\n` },
      { D: `${PY}EXPOSE 8000\nCMD nginx && gunicorn -b 127.0.0.1:8000 a:b\n` },
      { D: `${PY}EXPOSE 8000\nCMD bash -e start.sh & tini -- gunicorn -b 127.0.0.1:8000 a:b\n` },
      { D: `${PY}EXPOSE 8000\nENTRYPOINT ["/start.sh"]\nCMD ["gunicorn", "-b", "127.0.0.1:8000", "a:b"]\n` },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nEXPOSE 5000\nCMD python wsgi.py\n`,
        "wsgi.py": "from werkzeug.serving import run_simple\nrun_simple('0.0.0.0', 5000, None)\n",
      },
      ...["app.run(**options)", "app.run(host=HOST)", "app.run('0.0.0.0')", "app.run(host='0.0.0.0')"].map(run => ({
        D: `${PY}WORKDIR /app\nCOPY . .\nEXPOSE 5000\nCMD python main.py\n`,
        "main.py": `from flask import Flask\napp = Flask(__name__)\n${run}\n`,
      })),
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nEXPOSE 5000\nCMD python main.py\n`,
        "main.py": "from pyrogram import Client\napp = Client('bot')\napp.run()\n",
      },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD python manage.py runserver 0.0.0.0:8000\n` },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD python manage.py runserver $ADDRESS\n` },
      { C: "services:\n  web: { build: ., ports: ['80:8000'], env_file: .env }\n", D: `${PY}CMD uvicorn a:b\n` },
      {
        C: "services:\n  web: { build: ., ports: ['80:8000'], env_file: .env }\n",
        D: `${PY}CMD uvicorn a:b\n`,
        ".env": "UVICORN_HOST=0.0.0.0\n",
      },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD uvicorn a:b --host 0.0.0.0\n` },
      { C: WEB, D: `${PY}CMD uvicorn a:b\n` },
      { C: "services:\n  web: { build: ., network_mode: host, ports: ['80:80'] }\n", D: `${PY}CMD uvicorn a:b\n` },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD uvicorn a:b --host $HOST\n` },
      { C: `${WEB.replace(" }", ", ports: ['80:8000'] }")}`, D: `${PY}CMD gunicorn -c conf.py a:b\n` },
    ],
  },
  "localhost-url": {
    bad: [
      {
        C: "services:\n  web: { image: a, environment: { D: 'postgres://u@localhost:5432/x' } }\n  db: { build: ./db, expose: [5432] }\n",
        "db/Dockerfile": "FROM postgres:17\n",
      },
      ...["DB_HOST: localhost", "POSTGRES_ADDRESS: 127.0.0.1", "SQL_HOST: 'localhost:5432'", "X: 'localhost:5432'"].map(
        each => ({ C: `services:\n  web: { image: a, environment: { ${each} } }\n${PG}` }),
      ),
      {
        C: "services:\n  web: { image: a, environment: ['CACHE_SERVERS=localhost:11211,b:11211'] }\n  m: { image: memcached }\n",
      },
      {
        C: `services:\n  web: { image: a, env_file: web.env }\n${PG}`,
        "web.env": "DATABASE_URL=postgres://u@localhost:5432/x\n",
      },
      {
        C: `services:\n  web: { image: a, environment: { REDIS_URL: 'redis://127.0.0.1/0' } }\n  r: { image: 'redis:7' }\n`,
      },
      { C: `services:\n  web: { image: a, environment: ['DB=postgres+asyncpg://u:p@localhost/x'] }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { POSTGRES_HOST: localhost } }\n${PG}` },
    ],
    good: [
      {
        C: "services:\n  web: { build: ., expose: [5432], environment: { D: 'postgres://u@localhost:5432/x' } }\n  db: { build: ./db, expose: [5432] }\n",
        D: "FROM postgres:17\n",
        "db/Dockerfile": "FROM postgres:17\n",
      },
      { C: `services:\n  web: { image: a, environment: { DB_HOST: '\${DB_HOST:-localhost}' } }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { DOMAIN: 'localhost:8000', SMTP_HOST: localhost } }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { DB_HOST: localhost } }\n${PG}  db2: { image: mysql }\n` },
      { C: "services:\n  db: { image: 'postgres:17', environment: { DB_HOST: localhost } }\n" },
      {
        C: `services:\n  web: { image: a, env_file: web.env, environment: { DB_HOST: db } }\n${PG}`,
        "web.env": "DB_HOST=localhost\n",
      },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@db/x' } }\n${PG}` },
      {
        C: `services:\n  web: { image: a, network_mode: host, environment: { D: 'postgres://u@localhost/x' } }\n${PG}`,
      },
      { C: "services:\n  web: { image: a, environment: { D: 'postgres://u@localhost/x' } }\n" },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@\${HOST:-localhost}/x' } }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@host.docker.internal/x' } }\n${PG}` },
    ],
  },
  "wrong-sibling-port": {
    bad: [
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@database/x' } }\n${PG}` },
      {
        C: `services:\n  web: { image: a, networks: [n], environment: { D: 'postgres://u@db/x' } }\n  db: { image: 'postgres:17', networks: [m] }\nnetworks: { n: {}, m: {} }\n`,
      },
      {
        C: `services:\n  web: { image: a, environment: { DB_HOST: db } }\n  db: { image: 'postgres:17', networks: [m] }\nnetworks: { m: {} }\n`,
      },
      {
        C: "services:\n  web: { image: a, environment: { X: 'cache:11311,other:11211' } }\n  cache: { image: memcached }\n",
      },
      {
        C: "services:\n  web: { image: a, environment: { REDIS_ADDRESS: redis, REDIS_PORT: '6380' } }\n  redis: { image: redis }\n",
      },
      { C: `services:\n  web: { image: a, environment: { DB_HOST: db, DB_PORT: 5433 } }\n${PG}` },
      {
        C: "services:\n  web: { image: a, environment: { POSTGRES_HOST: postgress } }\n  postgres: { image: postgres }\n",
      },
      {
        C: "services:\n  web: { image: a, environment: { D: 'redis://cache:16379/0' } }\n  cache: { image: 'redis:7', ports: ['16379:6379'] }\n",
      },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@dbb/x' } }\n  db1: { image: a }\n${PG}` },
      {
        C: "services:\n  web: { image: a, environment: ['D=postgres://u@postgress:5432/x'] }\n  postgres: { image: 'postgres:17' }\n",
      },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u:\${PW:?needed}@db:5433/x' } }\n${PG}` },
    ],
    good: [
      {
        C: `services:\n  web: { image: a, networks: [n, m], environment: { D: 'postgres://u@db/x' } }\n  db: { image: 'postgres:17', networks: { m: {} } }\nnetworks: { n: {}, m: {} }\n`,
      },
      {
        C: `services:\n  web: { image: a, network_mode: host, environment: { D: 'postgres://u@db/x' } }\n  db: { image: 'postgres:17', networks: [m] }\nnetworks: { m: {} }\n`,
      },
      {
        C: `services:\n  web: { image: a, networks: [n], environment: { D: 'postgres://u@db/x' } }\n  db: { image: 'postgres:17', networks: [m] }\nnetworks: { n: { name: x }, m: { name: x } }\n`,
      },
      {
        C: `services:\n  web: { image: a, environment: { D: 'postgres://u@other/x' } }\n  db1: { image: 'postgres:17' }\n${PG}`,
      },
      {
        C: `services:\n  web: { image: a, extra_hosts: ['other:10.0.0.1'], environment: { D: 'postgres://u@other/x' } }\n${PG}`,
      },
      { C: `services:\n  web: { image: a, environment: { DB_HOST: db, DB_PORT: 5432 } }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { DB_HOST: \${H}, DB_PORT: 5433 } }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { DB_HOST: pg.example.org, DB_PORT: 5433 } }\n${PG}` },
      {
        C: `services:\n  web: { image: a, environment: { TITLE: 'dbb', X: 'q:15672' } }\n  q: { image: rabbitmq }\n${PG}`,
      },
      {
        C: "services:\n  web: { image: a, environment: { D: 'postgres://u@db:5433/x' } }\n  db: { image: 'postgres:17', environment: { PGPORT: 5433 } }\n",
      },
      {
        C: "services:\n  web: { image: a, environment: { D: 'redis://cache:6380/0' } }\n  cache: { image: 'redis:7', command: redis-server /etc/redis.conf }\n",
      },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@db:\${PORT}/x' } }\n${PG}` },
      {
        C: "services:\n  web: { image: a, environment: { D: 'redis://cache:6379/0' } }\n  cache: { image: 'redis:7', ports: ['16379:6379'] }\n",
      },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@db.example.org/x' } }\n${PG}` },
      {
        C: "services:\n  web: { image: a, environment: { D: 'postgres://u@pg/x' } }\n  pg2: { image: 'postgres:17', networks: { default: { aliases: [pg] } } }\n",
      },
      {
        C: `services:\n  web: { image: a, environment: { D: 'postgres://u@dbb/x' } }\n${PG}networks:\n  out: { external: true }\n`,
      },
    ],
  },
  "missing-build-library": {
    bad: [
      { D: `${PY}COPY requirements.txt .\nRUN pip wheel -w /w -r requirements.txt\n` },
      { D: `${PY}COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n` },
      {
        D: `${PY}RUN apt-get update && apt-get install -y gcc\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n`,
      },
      { D: `${PY}COPY . .\nRUN pip install -r requirements.txt\nRUN apt-get install -y libpq-dev gcc\n` },
    ],
    good: [
      { D: `${PY}COPY requirements.txt .\nRUN pip install --no-index --find-links=/w -r requirements.txt\n` },
      { D: `FROM python:3.13\nRUN pip install -r requirements.txt\n` },
      {
        D: `${PY}RUN apt-get update && apt-get install -y build-essential libpq-dev\nRUN pip install -r requirements.txt\n`,
      },
      { D: `${PY}ARG PKGS\nRUN apt-get install -y $PKGS\nRUN pip install -r requirements.txt\n` },
      { D: `${PY}RUN pip install -r other.txt\n` },
      { D: `FROM python:3.13-alpine\nRUN pip install -r requirements.txt\n` },
      {
        D: `FROM python:3.13 AS b\nRUN python -m venv /venv\n${PY}COPY --from=b /venv /venv\nRUN pip install -r requirements.txt\n`,
      },
    ],
  },
  "missing-runtime-library": {
    bad: [
      ...[
        "apt-get purge -y --auto-remove gcc libpq-dev",
        "apt-get remove -y libpq-dev && apt-get autoremove -y",
        "apt-get -y autoremove --purge gcc libpq-dev",
        "apt-get install -y curl tini && apt-get purge -y --auto-remove libpq-dev",
      ].map(removal => ({
        D: `${PY}RUN apt-get update && apt-get install -y gcc libpq-dev && pip install -r requirements.txt && ${removal}\n`,
      })),
      {
        D: `${PY}RUN apt-get update && apt-get install -y gcc libpq-dev\nRUN pip install -r requirements.txt\nRUN apt-get purge --autoremove -y libpq-dev\n`,
      },
      {
        D: "FROM python:3.13 AS b\nRUN pip install --prefix=/install -r requirements.txt\nFROM python:3.13-slim\nCOPY --from=b /install /usr/local\n",
      },
      {
        D: "FROM python:3.13 AS b\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\nRUN apt-get install -y curl\nCOPY --from=0 /opt/venv /opt/venv\n",
      },
    ],
    good: [
      ...[
        ["libpq-dev", "apt-get purge -y libpq-dev"],
        ["libpq-dev libpq5", "apt-get purge -y --auto-remove libpq-dev"],
        ["libpq-dev", "apt-get purge -y --auto-remove gcc"],
        ["libpq-dev", "apt-mark manual libpq5 && apt-get purge -y --auto-remove libpq-dev"],
        ["libpq-dev", "apt-get purge -y --auto-remove libpq-dev && apt-get install -y libpq5"],
        ["libpq-dev postgresql-client", "apt-get purge -y --auto-remove libpq-dev"],
        ["libpq-dev", "apt-get remove -y libpq-dev && apt-get install -y libgdal36 && apt-get autoremove -y"],
        ["libpq-dev postgis", "apt-get purge -y --auto-remove libpq-dev"],
      ].map(([names, removal]) => ({
        D: `${PY}RUN apt-get update && apt-get install -y gcc ${names} && pip install -r requirements.txt && ${removal}\n`,
      })),
      {
        D: "FROM python:3.13 AS b\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\nRUN apt-get install -y libpq5\nCOPY --from=b /venv /venv\n",
      },
      {
        D: "FROM python:3.13 AS b\nRUN pip install -r requirements.txt\nFROM python:3.13\nCOPY --from=b /venv /venv\n",
      },
      {
        D: "FROM python:3.13 AS b\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\nRUN apt-get install -y postgresql-client\nCOPY --from=b /venv /venv\n",
      },
      { D: "FROM python:3.13 AS b\nRUN pip install -r other.txt\nFROM python:3.13-slim\nCOPY --from=b /venv /venv\n" },
    ],
  },
  "copied-local-environment": {
    bad: [
      { D: `${PY}COPY . .\n`, ".gitignore": "*.pyc\n", "venv/pyvenv.cfg": "", "a.py": "" },
      { D: `${PY}COPY . .\n`, ".venv/pyvenv.cfg": "", "requirements.txt": "" },
      { D: `${PY}COPY . /app\n`, ".env": "A=1\n", ".gitignore": ".env\n" },
      { D: `${PY}COPY shop /shop\n`, "shop/.env": "", "shop/app.py": "" },
    ],
    good: [
      { D: `${PY}COPY . .\n`, ".env": "", ".dockerignore": ".env\n" },
      { D: `${PY}COPY shop /shop\n`, ".env": "", "shop/app.py": "" },
      { D: `${PY}COPY . .\n`, ".env": "", ".gitignore": "*.pyc\n" },
      { D: `${PY}COPY . .\n`, "app.py": "" },
    ],
  },
  "secret-in-env": {
    bad: [
      { D: `${PY}ENV KEY="s3cr3t-value"\n`, ".env": "API_KEY='s3cr3t-value'\n" },
      { D: `${PY}ARG T=s3cr3t-value\n`, ".env": "export API_TOKEN=s3cr3t-value # mine\n" },
      { D: `ARG T=s3cr3t-value\n${PY}`, ".env": "API_TOKEN=s3cr3t-value\n" },
    ],
    good: [
      { D: `${PY}ENV MODE=production\n`, ".env": "MODE=production\n" },
      { D: `${PY}ENV KEY=other-value-1\n`, ".env": "API_KEY=s3cr3t-value\n" },
      { D: `${PY}ENV KEY=\${KEY}\n`, ".env": "API_KEY=\${KEY}\n" },
      { D: `${PY}ENV KEY=s3cr3t-value\n` },
    ],
  },
  "database-without-health-condition": {
    bad: [
      {
        C: `services:\n  web: { build: ., command: sh ./docker/start.sh, volumes: ['.:/app'], depends_on: [db] }\n${PG}`,
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "docker/start.sh": "#!/bin/sh\nalembic upgrade head\nexec uvicorn app:app\n",
      },
      {
        C: `services:\n  web: { build: ., depends_on: [db] }\n${PG}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/entrypoint.sh"]\nCMD ["gunicorn", "a:b"]\n`,
        "entrypoint.sh": '#!/bin/sh\npython manage.py migrate --noinput\nexec "$@"\n',
      },
      { C: `services:\n  web: { image: a, command: alembic upgrade head, depends_on: [db] }\n${PG}` },
      ...[
        'entrypoint: sh -c "python manage.py migrate && exec sh start.sh"',
        'command: sh -c "python manage.py migrate && python seed.py && gunicorn a:b"',
      ].map(command => ({
        C: `services:\n  web:\n    build: .\n    ${command}\n    depends_on: [db]\n${PG}`,
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "start.sh": "python seed.py\nexec gunicorn a:b\n",
        "seed.py": "",
      })),
      {
        C: `services:\n  web: { build: ., depends_on: [db] }\n${PG}`,
        D: `${PY}CMD python manage.py migrate && gunicorn a:b\n`,
      },
    ],
    good: [
      {
        C: `services:\n  web:\n    image: a\n    command: sh -c "python seed.py && python manage.py migrate && gunicorn a:b"\n    depends_on: [db]\n${PG}`,
      },
      {
        C: `services:\n  web:\n    build: .\n    command: sh -c "sh ping.sh && python manage.py migrate && gunicorn a:b"\n    depends_on: [db]\n${PG}`,
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "ping.sh": "python ping.py\n",
      },
      {
        C: `services:\n  web: { build: ., depends_on: [db] }\n${PG}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/entrypoint.sh"]\n`,
        "entrypoint.sh": "#!/bin/sh\npython ping.py\nflask db upgrade\nexec gunicorn a:b\n",
        "ping.py": "",
      },
      {
        C: `services:\n  web: { build: ., depends_on: [db] }\n${PG}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/entrypoint.sh"]\nCMD ["gunicorn", "a:b"]\n`,
        "entrypoint.sh":
          '#!/bin/sh\nwhile ! nc -z db 5432; do sleep 1; done\npython manage.py migrate --noinput\nexec "$@"\n',
      },
      {
        C: `services:\n  web: { build: ., depends_on: [db] }\n${PG}`,
        D: `${PY}WORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/entrypoint.sh"]\nCMD ["gunicorn", "a:b"]\n`,
        "entrypoint.sh": '#!/bin/sh\n. ./lib.sh\npython manage.py migrate\nexec "$@"\n',
      },
      { C: `services:\n  web: { image: a, command: gunicorn a:b, depends_on: [db] }\n${PG}` },
      {
        C: `services:\n  web: { image: a, command: sh -c "wait-for-it db:5432 && alembic upgrade head", depends_on: [db] }\n${PG}`,
      },
      { C: "services:\n  web: { image: a, command: alembic upgrade head, depends_on: [db] }\n  db: { image: own }\n" },
      {
        C: `services:\n  web: { image: a, command: alembic upgrade head, depends_on: { db: { condition: service_healthy } } }\n${PG}`,
      },
    ],
  },
  "unchecked-build-dependency": {
    bad: [
      {
        C: "services:\n  web: { image: a, depends_on: { db: { condition: service_healthy } } }\n  db: { build: db }\n",
        "db/Dockerfile": "FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n",
        "db/init.sql": "",
      },
      {
        C: "services:\n  web: { image: a, depends_on: { api: { condition: service_healthy } } }\n  api: { build: api }\n",
        "api/Dockerfile": PY,
      },
      {
        C: "services:\n  web: { image: a, depends_on: { api: { condition: service_healthy } } }\n  api: { build: . }\n",
        D: `${PY}HEALTHCHECK NONE\n`,
      },
      {
        C: "services:\n  web: { image: a, depends_on: { api: { condition: service_healthy } } }\n  api: { build: { context: ., target: a } }\n",
        D: `${PY.trim()} AS a\nFROM a\nHEALTHCHECK CMD x\n`,
      },
    ],
    good: [
      {
        C: "services:\n  web: { image: a, depends_on: { api: { condition: service_healthy } } }\n  api: { build: ., healthcheck: { test: x } }\n",
        D: PY,
      },
      {
        C: "services:\n  web: { image: a, depends_on: { api: { condition: service_healthy } } }\n  api: { build: . }\n",
        D: "FROM me/base\n",
      },
      {
        C: "services:\n  web: { image: a, depends_on: { api: { condition: service_started } } }\n  api: { build: . }\n",
        D: PY,
      },
      {
        C: "services:\n  web: { image: a, depends_on: { api: { condition: service_healthy } } }\n  api: { build: . }\n",
      },
    ],
  },
  "missing-check-tool": {
    bad: [
      { D: `${PY}RUN apt-get update && apt-get install -y libcurl4t64\nHEALTHCHECK CMD curl -f http://localhost\n` },
      { D: `${PY}HEALTHCHECK CMD ["wget", "-q", "http://localhost"]\n` },
      { D: "FROM python:3.13-alpine\nHEALTHCHECK CMD curl -f http://localhost\n" },
      { C: "services:\n  web: { build: ., healthcheck: { test: [CMD, curl, -f, 'http://localhost'] } }\n", D: PY },
      { C: "services:\n  web: { build: ., healthcheck: { test: curl -f http://localhost || exit 1 } }\n", D: PY },
    ],
    good: [
      { D: `${PY}RUN cp /x/curl /usr/bin/ && a\nHEALTHCHECK CMD curl -f http://localhost\n` },
      { D: `${PY}COPY bin/curl /usr/bin/\nHEALTHCHECK CMD curl -f http://localhost\n` },
      { D: `${PY}RUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost\n` },
      { D: "FROM python:3.13\nHEALTHCHECK CMD curl -f http://localhost\n" },
      { D: "FROM python:3.13-alpine\nHEALTHCHECK CMD wget -q http://localhost\n" },
      { D: "FROM me/base-slim\nHEALTHCHECK CMD curl -f http://localhost\n" },
      {
        C: "services:\n  web: { build: ., healthcheck: { test: [CMD, curl, -f, x] } }\n",
        D: `${PY}COPY --from=c /usr/bin/curl /usr/bin/curl\n`,
      },
    ],
  },
  "copy-before-install": {
    bad: [
      { D: `${PY}WORKDIR /app\nCOPY . .\nRUN poetry install\n`, "pyproject.toml": "[tool.poetry]\n", "a.py": "" },
      { D: `${PY}WORKDIR /app\nADD . .\nRUN pip install -r requirements.txt\n`, "requirements.txt": "", "a.py": "" },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nRUN pip install poetry && poetry install --only main && rm -rf /root/.cache\n`,
        "pyproject.toml": "",
        "poetry.lock": "",
        "a.py": "",
      },
      { D: `${PY}COPY . /app\nWORKDIR /app\nRUN pip install -r requirements.txt\n`, "requirements.txt": "flask\n" },
      { D: `${PY}COPY ./ ./\nRUN poetry install --no-root\n`, "poetry.lock": "", "pyproject.toml": "" },
      {
        D: `${PY}WORKDIR /srv\nCOPY api/ .\nRUN pip install -r requirements.txt\n`,
        "api/requirements.txt": "flask\n",
        "api/app.py": "",
      },
      {
        D: `${PY}COPY ./api /srv/api\nRUN pip install -r /srv/api/requirements/prod.txt\n`,
        "api/requirements/prod.txt": "flask\n",
        "api/app.py": "",
      },
      { D: `${PY}COPY . /app\nRUN pip install -r /app/requirements.txt\n`, "requirements.txt": "", "a.py": "" },
      {
        D: `${PY}WORKDIR /srv\nCOPY app/ app/\nRUN pip install -r app/requirements.txt\n`,
        "app/requirements.txt": "flask\n",
        "app/robots.txt": "",
        "app/templates/mail.txt": "Hello",
        "app/main.py": "",
      },
    ],
    good: [
      {
        D: `${PY}WORKDIR /srv\nCOPY requirements ./requirements\nRUN pip install -r requirements/prod.txt\n`,
        "requirements/prod.txt": "flask\n",
        "a.py": "",
      },
      {
        D: `${PY}WORKDIR /srv\nCOPY requirements ./requirements\nRUN pip install -r requirements/prod.txt\n`,
        "requirements/prod.txt": "flask\n",
        "requirements/test.txt": "pytest\n",
        "requirements/compile.py": "",
        "a.py": "",
      },
      {
        D: `${PY}WORKDIR /srv\nCOPY $SRC .\nRUN pip install -r requirements.txt\n`,
        "api/requirements.txt": "flask\n",
        "api/app.py": "",
      },
      {
        D: `${PY}WORKDIR /srv\nCOPY lib ./lib\nCOPY api/requirements.txt .\nRUN pip install -r requirements.txt\n`,
        "api/requirements.txt": "flask\n",
        "lib/requirements.txt": "flask\n",
        "lib/app.py": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nRUN uv sync --locked\n`,
        "pyproject.toml": "[tool.uv.workspace]\nmembers = ['a']\n",
        "uv.lock": "",
      },
      {
        D: `${PY}COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n`,
        "requirements.txt": "flask\n",
      },
      {
        D: `FROM python:3.13-slim AS build\nRUN --mount=type=bind,source=uv.lock,target=uv.lock uv sync --locked --no-install-project\nFROM build AS package\nCOPY . .\nRUN uv sync --locked\n`,
        "pyproject.toml": "",
        "uv.lock": "",
      },
      { D: `${PY}COPY . .\nRUN pip install .\n`, "requirements.txt": "flask\n" },
      { D: `${PY}COPY . .\nRUN pip install -r requirements.txt\n`, "requirements.txt": "-e .\n" },
      { D: `${PY}COPY . .\nRUN poetry install\n`, "poetry.lock": "" },
      { D: `${PY}RUN --mount=type=bind,target=. pip install -r requirements.txt\nCOPY . .\n`, "requirements.txt": "" },
    ],
  },
  "manifest-not-copied": {
    bad: [
      {
        D: `${PY}WORKDIR /app\nCOPY requirements/prod.txt requirements/\nRUN pip install -r requirements/prod.txt\n`,
        "requirements/prod.txt": "# Production\n-r base.txt # shared\ngunicorn\n",
        "requirements/base.txt": "django\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY deploy/requirements.txt ./\nRUN pip install -r requirements.txt\n`,
        "deploy/requirements.txt": "-r base.txt\n",
        "deploy/base.txt": "flask\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\n`,
        "requirements.txt": "--requirement=lists/web.txt\n",
        "lists/web.txt": "-c ../constraints.txt\nflask\n",
        "constraints.txt": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY web/package*.json ./web/\nCOPY pyproject.toml ./\nRUN uv sync --locked\n`,
        "uv.lock": "",
        "pyproject.toml": "",
        "web/package.json": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY src ./src\nRUN pip install -r requirements.txt\n`,
        "requirements.txt": "",
        "src/app.py": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY src ./src\nCOPY pyproject.toml ./\nRUN uv sync --locked\n`,
        "uv.lock": "",
        "pyproject.toml": "",
        "src/app.py": "",
      },
      {
        D: `${PY}WORKDIR /app\nRUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync --locked\n`,
        "uv.lock": "",
        "pyproject.toml": "",
      },
      { D: `${PY}RUN pip wheel --wheel-dir /w -r /tmp/requirements.txt\n` },
      { D: `${PY}RUN pip install -r requirements.txt\n` },
      { D: `${PY}COPY pyproject.toml ./\nRUN uv sync --frozen --no-install-project\n` },
      { D: `${PY}COPY app.py ./\nRUN pip install -r requirements/prod.txt\n` },
    ],
    good: [
      {
        D: `${PY}WORKDIR /app\nRUN --mount=type=bind,source=uv.lock,target=uv.lock --mount=type=bind,target=p,source=. uv sync --locked\n`,
        "uv.lock": "",
      },
      { D: `${PY}WORKDIR /app\nRUN --mount=type=bind,target=/app uv sync --locked\n`, "uv.lock": "" },
      {
        D: `${PY}WORKDIR /app\nCOPY docker ./\nRUN pip install -r requirements.txt\n`,
        "docker/requirements.txt": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY requirements requirements\nRUN pip install -r requirements/prod.txt\n`,
        "requirements/prod.txt": "-r base.txt\n",
        "requirements/base.txt": "django\n",
      },
      ...["backend/requirements.txt .", "backend/requirements.txt ./requirements.txt", "backend/ ."].map(copied => ({
        D: `${PY}WORKDIR /app\nCOPY ${copied}\nRUN pip install -r requirements.txt\nCOPY requirements.txt ./\n`,
        "requirements.txt": "-r backend/requirements.txt\n-r dev.txt\n",
        "dev.txt": "pytest\n",
        "backend/requirements.txt": "flask\n",
      })),
      {
        D: `${PY}WORKDIR /app\nCOPY requirements.txt backend/ ./\nRUN cd backend && pip install -r requirements.txt\n`,
        "requirements.txt": "-r dev.txt\n",
        "dev.txt": "pytest\n",
        "backend/requirements.txt": "flask\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY base.txt prod.txt ./\nRUN pip install -r prod.txt\n`,
        "prod.txt": "-r base.txt\n-r https://example.org/list.txt\n-r ${LIST}\n#-r old.txt\n",
        "base.txt": "django\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY prod.txt ./\nRUN sed -i '/base.txt/d' prod.txt && pip install -r prod.txt\n`,
        "prod.txt": "-r base.txt\n",
        "base.txt": "django\n",
      },
      { D: `${PY}WORKDIR /app\nCOPY made ./\nRUN pip install -r requirements.txt\n`, "a.py": "" },
      { D: `${PY}COPY . .\nRUN pip install -r requirements.txt\n` },
      { D: `${PY}COPY req* ./\nRUN pip install -r requirements.txt\n` },
      {
        D: `${PY}RUN --mount=type=bind,source=requirements.txt,target=requirements.txt pip install -r requirements.txt\n`,
      },
      { D: "FROM me/base\nRUN pip install -r requirements.txt\n" },
      { D: `${PY}RUN echo flask > requirements.txt && pip install -r requirements.txt\n` },
      { D: `${PY}COPY requirements /requirements\nRUN pip install -r /requirements/prod.txt\n` },
    ],
  },
  "wrong-installer": {
    bad: [
      { D: `${PY}COPY . .\nRUN pdm install\n`, "uv.lock": "", "pyproject.toml": "[project]\n" },
      { D: `${PY}COPY . .\nRUN pipenv install --system\n`, "uv.lock": "" },
    ],
    good: [
      { D: `${PY}COPY . .\nRUN uv sync\n`, "uv.lock": "" },
      { D: `${PY}COPY . .\nRUN pip install -r requirements.txt\n`, "uv.lock": "" },
      { D: `${PY}COPY . .\nRUN poetry install\n`, "uv.lock": "", "poetry.lock": "" },
      { D: `${PY}COPY . .\nRUN poetry install\n`, "uv.lock": "", "pyproject.toml": "[tool.poetry]\n" },
    ],
  },
  "missing-entry-point": {
    bad: [
      { D: `${PY}WORKDIR /app\nCOPY docker /docker\nCMD ["/docker/start.sh"]\n`, "docker/strat.sh": "" },
      {
        C: "services:\n  web:\n    build: .\n    configs: [{ source: x, target: /etc/x.conf }]\n    secrets: [start.sh]\n",
        D: `${PY}WORKDIR /app\nCOPY . .\nRUN pip install shop\nCMD ["/app/start.sh"]\n`,
        "a.py": "",
      },
      { D: `${PY}WORKDIR /app\nCOPY a.py /usr/local/bin/\nCMD ["/usr/local/bin/start.sh"]\n`, "a.py": "" },
      { D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["bash", "scripts/run.sh"]\n`, "scripts/web.sh": "" },
      {
        C: "services:\n  web: { build: ., command: ./wait.sh gunicorn a:b }\n",
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "a.py": "b = 1\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:application"]\n`,
        "main.py": "def make():\n    application = 1\n    return application\n\napp = make()\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nENTRYPOINT ["python"]\nCMD ["mian.py"]\n`,
        "main.py": "",
      },
      { D: `${PY}WORKDIR /app\nCOPY . .\nENTRYPOINT ["python3", "-u", "manag.py", "runserver"]\n`, "manage.py": "" },
      {
        C: "services:\n  web: { build: ., image: 'shop:1' }\n  job: { image: 'shop:1', command: python jop.py }\n",
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "job.py": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["gunicorn", "app:app"]\n`,
        "wsgi.py": "app = 1\n",
        "requirements.txt": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD gunicorn wsgi:application\n`,
        "wsgi.py": "app = 1\n",
        "requirements.txt": "",
      },
      {
        C: "services:\n  web: { build: ., command: 'uvicorn src.main:app' }\n",
        D: `${PY}WORKDIR /app\nCOPY src ./\n`,
        "src/main.py": "app = 1\n",
      },
      {
        C: "services:\n  web: { build: ., command: 'uvicorn wsgi:app', volumes: ['./src:/app'] }\n",
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "wsgi.py": "app = 1\n",
        "src/main.py": "app = 1\n",
      },
      {
        C: "services:\n  web: { build: ., command: python manag.py runserver, volumes: ['.:/app'] }\n",
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "manage.py": "",
      },
    ],
    good: [
      { D: `${PY}WORKDIR /app\nCOPY docker /docker\nCMD ["/docker/start.sh"]\n`, "docker/start.sh": "" },
      ...[
        "configs: [{ source: start, target: /app/start.sh }]",
        "secrets: [{ source: start, target: /app }]",
        "configs: [app/start.sh]",
      ].map(given => ({
        C: `services:\n  web:\n    build: .\n    ${given}\n`,
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["/app/start.sh"]\n`,
        "a.py": "",
      })),
      {
        C: "services:\n  web:\n    build: .\n    secrets: [{ source: start, target: start.sh }]\n",
        D: `${PY}WORKDIR /run\nCOPY . .\nCMD ["/run/secrets/start.sh"]\n`,
        "a.py": "",
      },
      ...[
        `RUN python -c "open('/app/start.sh','w').write('exec python app.py')"`,
        `RUN awk 'BEGIN{print "exec python app.py" > "/app/start.sh"}'`,
        "RUN chmod +x start.sh",
      ].map(made => ({ D: `${PY}WORKDIR /app\nCOPY a.py .\n${made}\nCMD ["sh", "/app/start.sh"]\n`, "a.py": "" })),
      {
        D: `${PY}WORKDIR /app\nCOPY a.py .\nRUN apt-get install -y zookeeper\nCMD ["/usr/share/zookeeper/bin/zkServer.sh", "start-foreground"]\n`,
        "a.py": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY a.py /usr/local/bin/\nRUN pip install shop\nCMD ["/usr/local/bin/start.sh"]\n`,
        "a.py": "",
      },
      { D: `${PY}WORKDIR /app\nCOPY a.py .\nCMD ["/data/start.sh"]\n`, "a.py": "" },
      { D: `${PY}WORKDIR /app\nCOPY . .\nRUN echo exec a > /start.sh\nCMD ["/start.sh"]\n`, "a.py": "" },
      { D: `${PY}COPY . /app/\nCMD ["start.sh"]\n`, "a.py": "" },
      { D: `FROM shop/base:1\nCOPY . /app/\nCMD ["/start.sh"]\n`, "a.py": "" },
      ...["nginx:1.27", "node:22"].map(image => ({
        D: `FROM ${image}\nCOPY . /app/\nENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["a"]\n`,
        "a.py": "",
      })),
      { D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["/app/start.sh"]\n`, ".gitignore": "start.sh\n", "a.py": "" },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:application"]\n`,
        "main.py": "try:\n    application = 1\nexcept ValueError:\n    application = 2\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:application"]\n`,
        "main.py": "def make():\n    global application\n    application = 1\n\nmake()\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:application"]\n`,
        "main.py": "from a import (\n    application,\n)\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD cd src && python manage.py runserver 0.0.0.0:8000\n`,
        "src/manage.py": "",
      },
      { D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["python", "-u", "main.py"]\n`, "main.py": "" },
      { D: 'FROM shop-base\nENTRYPOINT ["python", "/srv/train.py"]\n', "train.py": "" },
      { D: `FROM tiangolo/uvicorn-gunicorn\nCMD uvicorn main:app\n`, "requirements.txt": "" },
      {
        C: "services:\n  web: { build: ., command: 'uvicorn main:app', volumes: ['./src:/app'] }\n",
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "wsgi.py": "app = 1\n",
        "src/main.py": "app = 1\n",
      },
      {
        C: "services:\n  web: { build: ., command: 'uvicorn wsgi:app', volumes: ['code:/app'] }\nvolumes:\n  code:\n",
        D: `${PY}WORKDIR /app\nCOPY src ./\n`,
        "src/main.py": "app = 1\n",
      },
      {
        C: "services:\n  web: { build: ., command: python $SCRIPT.py }\n",
        D: `${PY}WORKDIR /app\nCOPY . .\n`,
        "manage.py": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nCMD ["gunicorn", "wsgi:app"]\n`,
        "wsgi.py": "app = 1\n",
        "requirements.txt": "",
      },
      { D: `${PY}WORKDIR /app\nCOPY src/ ./\nCMD uvicorn main:app\n`, "src/main.py": "from x import app\n" },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nENV PYTHONPATH=/app/src\nCMD uvicorn main:app\n`,
        "src/main.py": "app = 1\n",
        "requirements.txt": "",
      },
      {
        D: `${PY.trim()} AS b\nWORKDIR /src\nCOPY . .\n${PY}WORKDIR /app\nCOPY --from=b /src /app\nCMD uvicorn main:app\n`,
        "main.py": "async def f(): pass\napp = 1\n",
        "requirements.txt": "",
      },
      { D: `${PY}RUN git clone https://example.org/x /app\nWORKDIR /app\nCMD uvicorn main:app\n`, "a.py": "" },
      {
        C: "services:\n  web: { build: ., command: 'uvicorn main:app', volumes: ['.:/app'] }\n",
        D: `${PY}WORKDIR /app\n`,
        "main.py": "app = 1\n",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY . .\nRUN pip install .\nCMD uvicorn shop.main:app\n`,
        "src/shop/main.py": "app = 1\n",
        "pyproject.toml": "",
      },
    ],
  },
  "unwritable-path": {
    bad: [
      {
        C: "services:\n  web: { build: ., volumes: ['files:/data'] }\nvolumes:\n  files:\n",
        D: `${PY}RUN mkdir -p /data\nENV DATA=/data\nUSER app\nCMD python app.py\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n",
        D: `${PY}USER 1000\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    volumes: [{ type: volume, source: media, target: /data }]\nvolumes: { media: }\n",
        D: `${PY}RUN useradd app\nUSER app:app\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n",
        D: `${PY}COPY --chown=1000 . /app\nRUN chmod +x /start.sh && chown -R 1000 /app\nUSER 1000\n`,
      },
    ],
    good: [
      {
        C: "services:\n  web: { build: ., volumes: ['files:/data'] }\nvolumes:\n  files:\n",
        D: `${PY}USER app\nRUN mkdir -p /data\nCMD python app.py\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: ['files:/data'] }\nvolumes:\n  files:\n",
        D: `${PY}RUN mkdir /data && chown app /data\nUSER app\nCMD python app.py\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n",
        D: `${PY}RUN mkdir -p /srv && chown -R 1000 /srv/\nUSER 1000\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n",
        D: `${PY}COPY --chown=1000 files/ /srv/\nUSER 1000\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n",
        D: `${PY}RUN ./prepare.sh\nUSER 1000\n`,
      },
      { C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n", D: PY },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media:ro']\nvolumes: { media: }\n",
        D: `${PY}USER 1000\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    user: root\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n",
        D: `${PY}USER 1000\n`,
      },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['media:/srv/media']\nvolumes: { media: }\n",
        D: `${PY}RUN install -d -o 1000 /srv/media\nUSER 1000\n`,
      },
      { C: "services:\n  web:\n    build: .\n    volumes: ['./media:/srv/media']\n", D: `${PY}USER 1000\n` },
    ],
  },
  "unknown-build-target": {
    bad: [
      { C: "services:\n  web: { build: { context: ., target: dev } }\n", D: `${PY.trim()} AS prod\n` },
      { C: "services:\n  web: { build: { context: ., target: '3' } }\n", D: PY },
      {
        C: "services:\n  web: { build: { context: ., dockerfile: docker/Dockerfile, target: prd } }\n",
        "docker/Dockerfile": `${PY.trim()} AS prod\n`,
      },
    ],
    good: [
      { C: "services:\n  web: { build: { context: ., target: PROD } }\n", D: `${PY.trim()} AS prod\n` },
      { C: "services:\n  web: { build: { context: ., target: '0' } }\n", D: PY },
      { C: "services:\n  web: { build: { context: ., target: '${TARGET}' } }\n", D: PY },
      { C: "services:\n  web: { build: { context: 'https://example.org/x.git', target: dev } }\n", D: PY },
    ],
  },
  "unknown-build-argument": {
    bad: [
      { C: "services:\n  web: { build: { context: ., args: { A: 1 } } }\n", D: PY },
      { C: "services:\n  web: { build: { context: ., args: ['A=1'] } }\n", D: `${PY}ENV A=1\n` },
    ],
    good: [
      { C: "services:\n  web: { build: { context: ., args: { A: 1 } } }\n", D: `${PY}ARG A\n` },
      { C: "services:\n  web: { build: { context: ., args: { A: 1 } } }\n", D: `ARG A\n${PY}` },
      { C: "services:\n  web: { build: { context: ., args: { HTTP_PROXY: x, BUILDKIT_INLINE_CACHE: 1 } } }\n", D: PY },
      { C: "services:\n  web: { build: { context: ., dockerfile: other/Dockerfile, args: { A: 1 } } }\n", D: PY },
    ],
  },
  "missing-dockerfile": {
    bad: [
      { "a/compose.yaml": "services:\n  web: { build: ../lib/x }\n", "tools/lib/x/Dockerfile": PY },
      { C: "services:\n  web: { build: ./web }\n", "app.py": "" },
      // A submodule that was fetched.
      { C: "services:\n  web: { build: ./sub/x }\n", ".gitmodules": "path = sub\n", "sub/app.py": "" },
      { C: "services:\n  web: { build: . }\n", "app.py": "" },
      { C: "services:\n  web: { build: { context: ., dockerfile: Dockerfile.dev } }\n", D: PY },
    ],
    good: [
      {
        "docs/compose.yaml": "services:\n  web: { build: { context: ., dockerfile: ./docs/Dockerfile } }\n",
        "docs/Dockerfile": PY,
      },
      {
        "a/x/docker-compose.test.yml": "services:\n  web: { build: ../lib/x }\n",
        "tools/lib/x/Dockerfile": PY,
      },
      {
        "copies/here/compose.yaml": "services:\n  web: { build: ../backend }\n",
        "deploy/compose.yaml": "services:\n  web: { build: ../backend }\n",
        "backend/Dockerfile": PY,
      },
      { C: "services:\n  web: { build: ./libs/x }\n", ".gitmodules": '[submodule "x"]\n\tpath = libs/x\n' },
      { C: "services:\n  web: { build: ./web }\n", "web/dockerfile": PY },
      { C: WEB, D: PY },
      { C: "services:\n  web: { build: '${DIR}' }\n", "app.py": "" },
      { C: "services:\n  web: { build: { context: ., dockerfile_inline: FROM a } }\n", "app.py": "" },
      { C: "services:\n  web: { build: 'https://example.org/x.git' }\n", "app.py": "" },
      { C: "services:\n  web: { build: ./sub }\n", ".gitmodules": "path = sub\n" },
    ],
  },
  "missing-env-file": {
    bad: [
      { C: "services:\n  web: { image: a, env_file: .env }\n" },
      { C: "services:\n  web: { image: a, env_file: [a.env, b.env] }\n", "a.env": "" },
      { C: "services:\n  web: { image: a, env_file: [{ path: .env }] }\n", ".env.example": "" },
    ],
    good: [
      { C: "services:\n  web: { image: a, env_file: .env }\n", ".env": "A=1\n" },
      { C: "services:\n  web: { image: a, env_file: [{ path: .env, required: false }] }\n" },
      { C: "services:\n  web: { image: a, env_file: '${ENV}.env' }\n" },
      { C: "services:\n  web: { image: a, env_file: ../x.env }\n" },
    ],
  },
  "unprovided-variable": {
    bad: [
      { C: "services:\n  web: { build: ., environment: { OTHER: 1 } }\n", D: `${PY}CMD gunicorn a:b\n` },
      { C: "services:\n  web: { build: ., env_file: .env }\n", D: `${PY}CMD gunicorn a:b\n`, ".env": "OTHER=1\n" },
    ],
    good: [
      { C: "services:\n  web: { build: ., environment: [SECRET_KEY] }\n", D: `${PY}CMD gunicorn a:b\n` },
      { C: "services:\n  web: { build: ., env_file: .env }\n", D: `${PY}CMD gunicorn a:b\n`, ".env": "SECRET_KEY=x\n" },
      { C: "services:\n  web: { build: ., env_file: .env }\n", D: `${PY}CMD gunicorn a:b\n` },
      { C: WEB, D: `${PY}ENV SECRET_KEY=x\nCMD gunicorn a:b\n` },
      { C: WEB, D: `${PY}ENTRYPOINT ["./entrypoint.sh"]\nCMD ["gunicorn", "a:b"]\n` },
      // The code that reads it is not in this build's folder.
      { C: "services:\n  web: { build: side }\n", "side/Dockerfile": `${PY}CMD gunicorn a:b\n` },
    ],
  },
  "undeclared-dependency": {
    bad: [
      { C: `services:\n  web: { image: a, environment: ['DB_URL=postgres://u@db/x'] }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { POSTGRES_HOST: db } }\n${PG}` },
      {
        C: `services:\n  web: { image: a, depends_on: [cache], environment: { D: 'postgres://u@db/x' } }\n  cache: { image: 'redis:7' }\n${PG}`,
      },
    ],
    good: [
      { C: `services:\n  web: { image: a, depends_on: [], environment: { POSTGRES_HOST: db } }\n${PG}` },
      { C: `services:\n  web: { image: a, depends_on: [db], environment: { D: 'postgres://u@db/x' } }\n${PG}` },
      {
        C: `services:\n  web: { image: a, depends_on: [api], environment: { D: 'postgres://u@db/x' } }\n  api: { image: a, depends_on: [db] }\n${PG}`,
      },
      { C: `services:\n  web: { image: a, links: ['db:d'], environment: { D: 'postgres://u@db/x' } }\n${PG}` },
      { C: "services:\n  web: { image: a, environment: { D: 'postgres://u@db/x' } }\n  db: { image: own }\n" },
      { C: `services:\n  cache: { image: 'redis:7', environment: { D: 'postgres://u@db/x' } }\n${PG}` },
      { C: `services:\n  web: { image: a, environment: { D: 'postgres://u@$DB/x' } }\n${PG}` },
      {
        C: "services:\n  web: { image: a, environment: { D: 'postgres://u@db/x' } }\n  db: { image: 'postgres:17', profiles: [own] }\n",
      },
    ],
  },
  "misspelt-variable": {
    bad: [
      { C: "services:\n  web: { build: ., environment: ['DATABASEURL=x'] }\n", D: PY },
      { C: "services:\n  web: { build: ., environment: { DATABASE_ULR: x } }\n", D: PY },
      { C: "services:\n  web: { build: ., environment: ['DATABASE_ULR=${DATABASE_ULR:-x}'] }\n", D: PY },
      {
        C: "services:\n  web: { build: ., environment: { DATABASE_ULR: x } }\n",
        D: PY,
        "conf/app.yaml": "# DATABASE_ULR\nother: ${DATABASE_ULRS}\n",
      },
    ],
    good: [
      { C: "services:\n  web: { build: ., environment: { DATABASE_URL: x } }\n", D: PY },
      { C: "services:\n  web: { build: ., environment: { DATABASE_URL: x, DATABASE_URLS: x } }\n", D: PY },
      { C: "services:\n  web: { build: ., environment: { DATABASE_URLS: x } }\n", D: PY },
      { C: "services:\n  web: { build: ., environment: { DATABASE_URL2: x } }\n", D: PY },
      {
        C: "services:\n  web: { build: ., environment: { DATABASE_ULR: x } }\n",
        D: PY,
        "start.sh": "echo $DATABASE_ULR\n",
      },
      {
        C: "services:\n  web: { build: ., environment: { DATABASE_ULR: x } }\n",
        D: PY,
        "conf/app.yaml": "database: ${DATABASE_ULR:sqlite}\n",
      },
      { C: "services:\n  web: { build: ., environment: { DATABASE_ULR: x } }\n", D: `${PY}ENV DATABASE_URL=x\n` },
      { C: "services:\n  web: { image: a, environment: { DATABASE_ULR: x } }\n", D: PY },
      { C: "services:\n  web: { build: ., environment: { DATABASE_ULR: x } }\n", D: "FROM node:24\n" },
    ],
  },
  "hidden-environment": {
    bad: [
      {
        C: "services:\n  web: { build: ., volumes: ['./:/app'] }\n",
        D: `${PY}WORKDIR /app\nRUN uv sync --frozen\nCMD ["/app/.venv/bin/gunicorn", "a:b"]\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: ['.:/code'] }\n",
        D: `${PY}ENV POETRY_VIRTUALENVS_IN_PROJECT=true\nWORKDIR /code\nRUN poetry install\nCMD gunicorn a:b\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: [{ type: bind, source: ., target: /app }] }\n",
        D: `${PY.trim()} AS b\n${PY}COPY --from=b /x/.venv /app/.venv\nCMD gunicorn a:b\n`,
      },
    ],
    good: [
      {
        C: "services:\n  web: { build: ., volumes: ['./:/app', '/app/.venv'] }\n",
        D: `${PY}WORKDIR /app\nRUN uv sync --frozen\nCMD gunicorn a:b\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: ['./:/app'] }\n",
        D: `${PY}WORKDIR /app\nRUN uv sync --frozen\nCMD uv run gunicorn a:b\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: ['./:/app'] }\n",
        D: `${PY}ENV UV_PROJECT_ENVIRONMENT=/opt/venv\nWORKDIR /app\nRUN uv sync --frozen\nCMD gunicorn a:b\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: ['./src:/app/src'] }\n",
        D: `${PY}WORKDIR /app\nRUN uv sync --frozen\nCMD gunicorn a:b\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: ['./:/app'] }\n",
        D: `${PY}WORKDIR /app\nRUN poetry install\nCMD gunicorn a:b\n`,
      },
      {
        C: "services:\n  web: { build: ., volumes: ['code:/app'] }\nvolumes: { code: }\n",
        D: `${PY}WORKDIR /app\nRUN uv sync\nCMD gunicorn a:b\n`,
      },
    ],
  },
  "stale-lock": {
    bad: [
      { D: `${PY}COPY . .\nRUN uv sync\n`, "uv.lock": 'name = "boto"\n' },
      { D: `${PY}COPY . .\nRUN poetry install\n`, "poetry.lock": 'name = "flask"\n' },
      { D: `${PY}COPY . .\nRUN poetry install && poetry lock\n`, "poetry.lock": 'name = "flask"\n' },
      { D: `${PY}COPY . .\nRUN uv lock --check && uv sync\n`, "uv.lock": 'name = "boto"\n' },
      { D: `${PY}COPY . .\nRUN uv lock --locked && uv sync\n`, "uv.lock": 'name = "boto"\n' },
      { D: `${PY}COPY . .\nRUN poetry lock --check && poetry install\n`, "poetry.lock": 'name = "flask"\n' },
      {
        D: `FROM python:3.13 AS other\nCOPY . .\nRUN uv lock\n${PY}COPY . .\nRUN uv sync\n`,
        "uv.lock": 'name = "boto"\n',
      },
    ],
    good: [
      { D: `${PY}COPY . .\nRUN uv sync\n`, "uv.lock": 'name = "Boto3"\n' },
      { D: `${PY}COPY . .\nRUN poetry install\n`, "uv.lock": "" },
      { D: `${PY}COPY . .\nRUN poetry lock --no-update && poetry install\n`, "poetry.lock": 'name = "flask"\n' },
      {
        D: `FROM python:3.13 AS base\nCOPY . .\nRUN uv lock\nFROM base\nRUN uv sync\n`,
        "uv.lock": 'name = "boto"\n',
      },
      {
        D: `FROM python:3.13 AS made\nCOPY . .\nRUN uv lock\n${PY}COPY . .\nCOPY --from=made /uv.lock .\nRUN uv sync\n`,
        "uv.lock": 'name = "boto"\n',
      },
      { D: `${PY}COPY . .\nRUN pip install -r requirements.txt\n`, "uv.lock": "" },
      { C: "services:\n  web: { build: api }\n", "api/Dockerfile": `${PY}RUN uv sync\n`, "api/uv.lock": "" },
    ],
  },
};
