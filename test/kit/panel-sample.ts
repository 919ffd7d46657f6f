/** A small stack whose images need no network: a service that works, one that crashes, one with a terminal. */
export const project = "drydock-panel-walk";

export const dockerfile = `FROM python:3.11-slim-bookworm AS base
WORKDIR /app

FROM base AS build
RUN python3 -c "print('made the wheel')"
COPY server.py .

FROM base AS runtime
COPY --from=build /app /app
USER 10001
HEALTHCHECK --interval=2s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000')"]
CMD ["python3", "-u", "server.py"]
`;

/** The same with a step that takes long, and that no build before has left in the cache. */
export const slowDockerfile = dockerfile.replace(
  "made the wheel')",
  `made the wheel'); import time; time.sleep(60); print(${Date.now()})`,
);

/** The same with a step that fails in a way that is known. */
export const brokenDockerfile = dockerfile.replace(
  "FROM base AS runtime\n",
  'FROM base AS runtime\nRUN python3 -c "import psycopg"\n',
);
export const brokenLine = brokenDockerfile.split("\n").findIndex(line => line.includes("psycopg")) + 1;

export const server = `import http.server
import json
import threading
import time
import traceback


def pack(order):
    raise ConnectionRefusedError(111, "no mail server")


def work():
    for order in range(1, 1_000_000):
        print("INFO order", order, "packed")
        if order % 5 == 0:
            try:
                pack(order)
            except ConnectionRefusedError:
                traceback.print_exc()
        if order % 7 == 0:
            print(json.dumps({"level": "warning", "event": "slow order", "order": order}))
        time.sleep(0.3)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()


threading.Thread(target=work, daemon=True).start()
http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
`;

export const worker = `import os
import time


def start():
    time.sleep(1)
    return os.environ["MAIL_SERVER"]


start()
`;

export const compose = `name: ${project}
services:
  web:
    build: .
    ports: ["127.0.0.1::8000", "127.0.0.1::5678"]
    mem_limit: 256m
    develop:
      watch:
        - { action: sync, path: ./server.py, target: /app/server.py }
  worker:
    image: python:3.11-slim-bookworm
    command: ["python3", "-u", "/app/worker.py"]
    volumes: ["./worker.py:/app/worker.py:ro"]
    restart: always
    profiles: [crash]
  console:
    image: python:3.11-slim-bookworm
    tty: true
    stop_grace_period: 1s
    environment: { GREETING: "\${GREETING:-none}" }
    command: ["python3", "-uc", "import time; print('\\x1b[32mready\\x1b[0m on a terminal'); print('<img src=x onerror=alert(1)> is text'); time.sleep(3600)"]
`;
