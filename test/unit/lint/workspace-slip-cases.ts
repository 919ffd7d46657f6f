import type { WorkspaceCases } from "./workspace-cases";

const PY = "FROM python:3.13-slim\n";
const APP = `${PY}WORKDIR /app\nCOPY . .\n`;
const WEB = "services:\n  web: { build: . }\n";
const HATCH = '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "a"\nreadme = "README.md"\n';

/** Cases of the rules on files that a start or a build needs; read as in `workspace-cases.ts`. */
export const WORKSPACE_SLIP_CASES: Readonly<Record<string, WorkspaceCases>> = {
  "overwriting-copy": {
    bad: [
      { D: `${PY}COPY *.ini /app/conf\n`, "a.ini": "", "b.ini": "" },
      { D: `${PY}WORKDIR /app\nCOPY conf/*.ini settings\n`, "conf/a.ini": "", "conf/b.ini": "" },
      { D: `${PY}COPY ?.ini "/app/all"\n`, "a.ini": "", "b.ini": "", ".dockerignore": "*.md\n" },
    ],
    good: [
      { D: `${PY}COPY *.ini /app/conf/\n`, "a.ini": "", "b.ini": "" },
      { D: `${PY}COPY *.ini /app/conf\n`, "a.ini": "", "b.txt": "" },
      { D: `${PY}COPY *.ini /app/conf\n`, "a.ini": "", "b.ini": "", ".dockerignore": "b.ini\n" },
      { D: `${PY}COPY src/* /app/conf\n`, "src/a/a.ini": "", "src/b/b.ini": "" },
      { D: `${PY}WORKDIR /app/conf\nCOPY *.ini /app/conf\n`, "a.ini": "", "b.ini": "" },
      { D: `${PY}RUN mkdir -p /app/conf\nCOPY *.ini /app/conf\n`, "a.ini": "", "b.ini": "" },
      { D: `${PY}COPY *.ini .\n`, "a.ini": "", "b.ini": "" },
      { D: `${PY}COPY *.ini /etc/app\nCOPY *.ini /opt\n`, "a.ini": "", "b.ini": "" },
      { D: `${PY}COPY *.ini $CONF\n`, "a.ini": "", "b.ini": "" },
      { D: "FROM me/base\nCOPY *.ini /app/conf\n", "a.ini": "", "b.ini": "" },
    ],
  },
  "missing-bind-source": {
    bad: [
      { C: "services:\n  a:\n    image: a\n    volumes: ['./a.conf:/etc/a.conf']\n", "b.py": "" },
      {
        C: "services:\n  a:\n    image: a\n    volumes: [{ type: bind, source: ./x/a.ini, target: /a.ini }]\n",
        "b.py": "",
      },
    ],
    good: [
      { C: "services:\n  a:\n    image: a\n    volumes: ['./a.conf:/etc/a.conf']\n", "a.conf": "" },
      {
        C: "services:\n  a:\n    image: a\n    volumes: ['./data:/data', 'v:/v', '/etc/a.conf:/a.conf']\nvolumes: {v: }\n",
        "b.py": "",
      },
      { C: "services:\n  a:\n    image: a\n    volumes: ['./a.conf:/etc/a.conf']\n", ".gitignore": "a.conf\n" },
      { C: "services:\n  a:\n    image: a\n    volumes: ['./a.conf:/etc/a.conf']\n", "a.conf.example": "" },
      { C: "services:\n  a:\n    image: a\n    volumes: ['./a.conf:/etc/a.conf']\n", "make.sh": "cp x a.conf\n" },
      { C: "services:\n  a:\n    image: a\n    volumes: ['./$A.conf:/etc/a.conf']\n", "b.py": "" },
      { C: "services:\n  a:\n    image: a\n    volumes: ['./acme.json:/acme']\n", "b.py": "" },
      {
        "dev/compose.over.yaml": "services:\n  a:\n    image: a\n    volumes: ['./a.conf:/etc/a.conf']\n",
        "a.conf": "",
      },
    ],
  },
  "missing-secret-file": {
    bad: [{ C: "services:\n  a: { image: a, secrets: [s] }\nsecrets: { s: { file: ./s.txt } }\n", "b.py": "" }],
    good: [
      { C: "services:\n  a: { image: a, secrets: [s] }\nsecrets: { s: { file: ./s.txt } }\n", "s.txt": "" },
      { C: "services:\n  a: { image: a, secrets: [s] }\nsecrets: { s: { file: ./s.txt } }\n", ".gitignore": "*.txt\n" },
      { C: "services:\n  a: { image: a }\nsecrets: { s: { file: ./s.txt } }\n", "b.py": "" },
      { C: "services:\n  a: { image: a, secrets: [s] }\nsecrets: { s: { environment: S } }\n", "b.py": "" },
      { C: "services:\n  a: { image: a, secrets: [s] }\nsecrets: { s: { file: '${S}' } }\n", "b.py": "" },
    ],
  },
  "unrunnable-script": {
    bad: [
      { D: `${PY}COPY a.sh /\nCMD ["/a.sh"]\n`, "a.sh": "#!/bin/sh\r\nb\r\n" },
      {
        D: 'FROM python:3.13-alpine\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["./a.sh"]\n',
        "a.sh": "#!/usr/bin/env bash\nb\n",
      },
    ],
    good: [
      { D: `${PY}COPY a.sh /\nCMD ["/a.sh"]\n`, "a.sh": "#!/bin/bash\nb\n" },
      { D: `${PY}COPY a.sh /\nRUN sed -i 's/\\r$//' /a.sh\nCMD ["/a.sh"]\n`, "a.sh": "#!/bin/sh\r\nb\r\n" },
      { D: `${PY}COPY a.sh /\nCMD ["sh", "/a.sh"]\n`, "a.sh": "b\n" },
      { D: 'FROM python:3.13-alpine\nRUN apk add bash\nCOPY a.sh /\nCMD ["/a.sh"]\n', "a.sh": "#!/bin/bash\nb\n" },
      { D: 'FROM me/base\nCOPY a.sh /\nCMD ["/a.sh"]\n', "a.sh": "#!/bin/bash\nb\n" },
    ],
  },
  "missing-server-configuration": {
    bad: [
      {
        D: `${PY}WORKDIR /app\nCOPY a.py .\nCMD ["uvicorn", "a:b", "--log-config", "log.yaml"]\n`,
        "a.py": "",
        "log.yaml": "",
      },
      { D: `${APP}CMD ["alembic", "upgrade", "head"]\n`, "pyproject.toml": "[tool.black]\n" },
      { D: `${APP}CMD ["alembic", "upgrade", "head"]\n`, ".dockerignore": "alembic.ini\n", "alembic.ini": "" },
      { C: "services:\n  web:\n    build: .\n    command: gunicorn --config=g.conf.py a:b\n", D: APP, "a.py": "" },
    ],
    good: [
      { D: `${APP}CMD ["gunicorn", "-c", "g.conf.py", "a:b"]\n`, "a.py": "", "g.conf.py": "" },
      { D: `${APP}RUN cp x g.conf.py\nCMD ["gunicorn", "-c", "g.conf.py", "a:b"]\n`, "a.py": "" },
      { D: `${APP}CMD ["gunicorn", "-c", "python:a.b", "a:b"]\n`, "a.py": "" },
      { D: `FROM me/base\nCOPY . .\nCMD ["gunicorn", "-c", "g.conf.py", "a:b"]\n`, "a.py": "" },
      {
        C: "services:\n  web:\n    build: .\n    volumes: ['.:/app']\n    command: alembic upgrade head\n",
        D: `${PY}WORKDIR /app\n`,
        "alembic.ini": "",
      },
      { D: `${APP}CMD ["gunicorn", "-c", "$CONF", "a:b"]\n`, "a.py": "" },
      { D: `${APP}ENV ALEMBIC_CONFIG=/app/db/alembic.ini\nCMD ["alembic", "upgrade", "head"]\n`, "db/alembic.ini": "" },
      {
        C: "services:\n  web:\n    build: .\n    environment: { ALEMBIC_CONFIG: db/alembic.ini }\n    command: alembic upgrade head\n",
        D: APP,
        "db/alembic.ini": "",
      },
      {
        C: "services:\n  web:\n    build: .\n    env_file: web.env\n    command: alembic upgrade head\n",
        D: APP,
        "web.env": "ALEMBIC_CONFIG=db/alembic.ini\n",
        "db/alembic.ini": "",
      },
      {
        D: `${APP}CMD ["sh", "-c", "ALEMBIC_CONFIG=db/alembic.ini alembic upgrade head"]\n`,
        "db/alembic.ini": "",
      },
      { D: `${APP}CMD ["alembic", "upgrade", "head"]\n`, "pyproject.toml": "[tool.alembic]\nscript_location = 'db'\n" },
    ],
  },
  "unread-dockerignore": {
    bad: [
      {
        C: "services:\n  web: { build: { context: ., dockerfile: d/Dockerfile } }\n",
        "d/Dockerfile": APP,
        "d/.dockerignore": "a\n",
      },
    ],
    good: [
      { C: "services:\n  web: { build: ./d }\n", "d/Dockerfile": APP, "d/.dockerignore": "a\n" },
      {
        C: "services:\n  web: { build: { context: ., dockerfile: d/Dockerfile } }\n  x: { build: ./d }\n",
        "d/Dockerfile": APP,
        "d/.dockerignore": "a\n",
      },
      {
        C: "services:\n  web: { build: { context: ., dockerfile: d/Dockerfile } }\n",
        "d/Dockerfile": APP,
        ".dockerignore": "a\n",
      },
    ],
  },
  "missing-readme": {
    bad: [
      { D: `${APP}RUN pip install .\n`, "pyproject.toml": HATCH, ".dockerignore": "*.md\n", "README.md": "" },
      {
        D: `FROM ghcr.io/astral-sh/uv:python3.13-bookworm-slim\nWORKDIR /app\nCOPY pyproject.toml ./\nRUN uv sync\n`,
        "pyproject.toml": HATCH,
        "README.md": "",
      },
      {
        D: `${PY}WORKDIR /app\nRUN pip install poetry==2.1.0\nCOPY pyproject.toml ./\nRUN poetry install --only main\n`,
        "pyproject.toml": HATCH.replace("hatchling.build", "poetry.core.masonry.api"),
        "README.md": "",
      },
    ],
    good: [
      { D: `${APP}RUN pip install .\n`, "pyproject.toml": HATCH, "README.md": "" },
      {
        D: `${PY}WORKDIR /app\nRUN pip install poetry==1.8.5\nCOPY pyproject.toml ./\nRUN poetry install --only main\n`,
        "pyproject.toml": HATCH.replace("hatchling.build", "poetry.core.masonry.api"),
        "README.md": "",
      },
      {
        D: `${PY}WORKDIR /app\nRUN pip install poetry==$P\nCOPY pyproject.toml ./\nRUN poetry install --only main\n`,
        "pyproject.toml": HATCH.replace("hatchling.build", "poetry.core.masonry.api"),
        "README.md": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY pyproject.toml ./\nRUN uv sync --no-install-project\n`,
        "pyproject.toml": HATCH,
        "README.md": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY pyproject.toml ./\nRUN touch README.md && pip install .\n`,
        "pyproject.toml": HATCH,
        "README.md": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY pyproject.toml ./\nRUN pip install .\n`,
        "pyproject.toml": HATCH.replace("hatchling.build", "setuptools.build_meta"),
        "README.md": "",
      },
      {
        D: `${PY}WORKDIR /app\nCOPY pyproject.toml ./\nRUN pip install -r r.txt\n`,
        "pyproject.toml": HATCH,
        "README.md": "",
        "r.txt": "",
      },
    ],
  },
  "missing-git": {
    bad: [
      { D: `${PY}WORKDIR /app\nCOPY r.txt .\nRUN pip install -r r.txt\n`, "r.txt": "a @ git+https://b/c\n" },
      {
        D: "FROM python:3.13-alpine\nCOPY r.txt /\nRUN pip install -r /r.txt\n",
        "r.txt": "-e git+https://b/c#egg=d\n",
      },
    ],
    good: [
      { D: "FROM python:3.13\nWORKDIR /app\nCOPY r.txt .\nRUN pip install -r r.txt\n", "r.txt": "git+https://b/c\n" },
      {
        D: `${PY}RUN apt-get update && apt-get install -y git\nWORKDIR /app\nCOPY r.txt .\nRUN pip install -r r.txt\n`,
        "r.txt": "git+https://b/c\n",
      },
      { D: `${PY}WORKDIR /app\nCOPY r.txt .\nRUN pip install -r r.txt\n`, "r.txt": "# git+https://b/c\na\n" },
      {
        D: `${PY}RUN ./setup.sh\nWORKDIR /app\nCOPY r.txt .\nRUN pip install -r r.txt\n`,
        "r.txt": "git+https://b/c\n",
      },
    ],
  },
  "unknown-upstream": {
    bad: [
      {
        C: "services:\n  web: { image: a }\n  p:\n    image: nginx\n    volumes: ['./n:/etc/nginx/conf.d']\n",
        "n/a.conf": "upstream b {\n  server app:80;\n}\nserver { location / { proxy_pass http://b; } }\n",
      },
      {
        C: "services:\n  web: { image: a }\n  p:\n    image: nginx\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "uwsgi_pass app:80;\n",
      },
    ],
    good: [
      {
        C: "services:\n  web: { image: a }\n  p:\n    image: nginx\n    links: ['web:app']\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "uwsgi_pass app:80;\n",
      },
      {
        C: "services:\n  web: { image: a }\n  p:\n    image: nginx\n    volumes: ['./n:/etc/nginx/conf.d']\n",
        "n/a.conf": "upstream b {\n  server unix:/run/app.sock;\n  server unix:app.sock fail_timeout=0;\n}\n",
        "n/b.conf": "server { location / { proxy_pass http://b; } location /u { uwsgi_pass unix:/run/u.sock; } }\n",
      },
      {
        C: "services:\n  web: { image: a }\n  p:\n    image: nginx\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "proxy_pass http://web:80;\n",
      },
      {
        C: "services:\n  web: { image: a, container_name: app }\n  p:\n    image: nginx\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "proxy_pass http://app:80;\n",
      },
      {
        C: "services:\n  web: { image: a, networks: { default: { aliases: [app] } } }\n  p:\n    image: nginx\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "proxy_pass http://app:80;\n",
      },
      {
        C: "services:\n  p:\n    image: nginx\n    extra_hosts: ['app:host-gateway']\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "proxy_pass http://app:80;\n",
      },
      {
        C: "services:\n  p:\n    image: nginx\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "# proxy_pass http://app:80;\nproxy_pass http://a.example.org;\n",
      },
      {
        C: "services:\n  p:\n    image: nginx\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n",
        "n.conf": "resolver 127.0.0.11;\nproxy_pass http://app:80;\n",
      },
      {
        C: `${WEB}  p:\n    image: nginx\n    volumes: ['./n.conf:/etc/nginx/nginx.conf']\n`,
        D: PY,
        "n.conf": "set $u web;\nproxy_pass http://$u:80;\n",
      },
    ],
  },
};
