/** A workspace in which every kind of fault is planted, for suites that must find them; written to a temporary folder only. */
export const POOR_SAMPLE: Readonly<Record<string, string>> = {
  "app.py": `import time
from wsgiref.simple_server import make_server

time.sleep(6)


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


if __name__ == "__main__":
    with make_server("0.0.0.0", 8000, app) as server:
        server.serve_forever()
`,
  "test_app.py": `import unittest


class Total(unittest.TestCase):
    def test_total(self):
        self.assertEqual(1 + 1, 3)
`,
  "pyproject.toml": '[project]\nname = "poor"\nversion = "1"\nrequires-python = ">=3.11"\n',
  ".env": "API_TOKEN=tok-3f9a81c2d7e6b5\n",
  Dockerfile: `FROM python:3.11-slim-bookworm AS base
WORKDIR /app

FROM base AS test
COPY . .
RUN sed -i s/sleep.6/sleep.0/ app.py
CMD ["python", "-m", "unittest"]

FROM base AS runtime
COPY . .
RUN rm .env
RUN truncate -s 800MB /tmp/leftover
CMD ["python", "-c", "import app, wsgiref.simple_server as s; s.make_server('0.0.0.0', 8000, app.app).serve_forever()", "-m", "app"]
`,
  "compose.yaml": `services:
  web:
    build: .
    ports: ["8000:8000"]
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/')"]
      interval: 1s
      retries: 100
`,
  ".drydock.yaml": `schema: 1
thresholds:
  image.leftovers: 50MB
  start.import: 4s
`,
};

/** A small stack that builds in seconds and has every phase: a web service, a one-shot before it, a volume, tests. */
export const SMALL_SAMPLE: Readonly<Record<string, string>> = {
  "app.py": "VALUE = 1\n",
  "main.py": "import app\n",
  "test_app.py":
    "import unittest\n\nimport app\n\n\nclass Value(unittest.TestCase):\n    def test_value(self):\n        self.assertEqual(app.VALUE, 1)\n",
  "pyproject.toml": '[project]\nname = "small"\nversion = "1"\nrequires-python = ">=3.11"\n',
  Dockerfile: `FROM python:3.11-slim-bookworm AS base
WORKDIR /app
RUN useradd --uid 10001 app
COPY . .

FROM base AS test
CMD ["python", "-m", "unittest"]

FROM base AS runtime
USER 10001
CMD ["python", "-m", "http.server", "8000"]
`,
  "compose.yaml": `services:
  web:
    build: .
    init: true
    ports: ["127.0.0.1:8000:8000"]
    volumes: ["data:/data"]
    depends_on: { prepare: { condition: service_completed_successfully } }
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/')"]
      interval: 1s
      retries: 60
  prepare:
    build: .
    command: ["python", "-c", "print('prepared')"]
volumes: { data: {} }
`,
};
