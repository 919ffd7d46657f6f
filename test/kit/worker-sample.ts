/** Workers of two frameworks without a port: each can only be asked by its framework's own ping. */
export const WORKER_SAMPLE: Readonly<Record<string, string>> = {
  "requirements.txt": "arq\nrq\n",
  "jobs.py": `from arq.connections import RedisSettings


async def add(ctx, a, b):
    return a + b


class WorkerSettings:
    functions = [add]
    redis_settings = RedisSettings(host="redis")
    health_check_interval = 1
`,
  Dockerfile: `FROM python:3.11-slim-bookworm
WORKDIR /app
COPY requirements.txt .
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt
ENV PATH=/opt/venv/bin:$PATH
COPY jobs.py .
USER 10001
CMD ["arq", "jobs.WorkerSettings"]
`,
  "compose.yaml": `services:
  worker:
    build: .
    image: workers-web:latest
    command: ["rq", "worker", "--url", "redis://redis:6379/0"]
    depends_on: [redis]
  async-worker:
    build: .
    image: workers-web:latest
    depends_on: [redis]
  redis:
    image: redis:7
`,
};
