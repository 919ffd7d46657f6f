import type { RuleCases } from "./dockerfile-cases";

const PG = "=services:\n  db:\n    image: postgres:17\n";

/** Cases of the rules on slips that a start stops at; read as in `compose-cases.ts`. */
export const COMPOSE_SLIP_CASES: Readonly<Record<string, RuleCases>> = {
  "words-behind-shell-script": {
    bad: [
      'command: ["sh", "-c", "a", "b"]',
      'healthcheck:\n  test: ["CMD-SHELL", "a", "b"]',
      'entrypoint: ["sh", "-c"]\ncommand: python app.py',
      'entrypoint: ["bash", "-lc"]\ncommand: ["a", "b"]',
    ],
    good: [
      'command: ["sh", "-c", "a b"]',
      'healthcheck:\n  test: ["CMD-SHELL", "a b"]',
      'healthcheck:\n  test: ["CMD", "a", "b"]',
      'entrypoint: ["sh", "-c"]\ncommand: ["a b"]',
      'entrypoint: ["sh", "-c"]\ncommand: \'sh "a b"\'',
      'command: ["sh", "-c", "exec \\"$$@\\"", "--", "a"]',
      'entrypoint: ["sh", "-c", "a"]',
      "command: sh a.sh -c b c",
    ],
  },
  "unkept-data": {
    bad: [
      `${PG}    volumes: [data:/var/lib/postgresql]\nvolumes: {data: }\n`,
      "=services:\n  db:\n    image: mysql:8\n    volumes: [data:/var/lib/mysqld]\nvolumes: {data: }\n",
      "=services:\n  db:\n    image: postgres\n    volumes: [data:/var/lib/postgres]\nvolumes: {data: }\n",
    ],
    good: [
      `${PG}    volumes: [data:/var/lib/postgresql/data]\nvolumes: {data: }\n`,
      `${PG}    volumes: [data:/var/lib/postgresql/data/, backups:/backups]\nvolumes: {data: , backups: }\n`,
      `${PG}    volumes: [./init.sql:/docker-entrypoint-initdb.d/init.sql]\n`,
      `${PG}    environment: {PGDATA: /d}\n    volumes: [data:/d]\nvolumes: {data: }\n`,
      "=services:\n  db:\n    image: postgres:18\n    volumes: [data:/var/lib/postgresql]\nvolumes: {data: }\n",
      "=services:\n  db:\n    image: postgres\n    volumes: [data:/var/lib/postgresql]\nvolumes: {data: }\n",
      `${PG}    volumes: [backups:/backups]\nvolumes: {backups: }\n`,
      "=services:\n  db:\n    image: bitnami/postgresql:15\n    volumes: [data:/bitnami/postgresql]\nvolumes: {data: }\n",
      `${PG}`,
    ],
  },
  "ignored-image-variable": {
    bad: [
      `${PG}    environment: {POSTGRES_DATABASE: a}\n`,
      "=services:\n  q:\n    image: rabbitmq:4\n    environment: [RABBITMQ_USER=a]\n",
      "=services:\n  r:\n    image: redis:7\n    environment: [REDIS_PASSWORD=a]\n",
    ],
    good: [
      `${PG}    environment: {POSTGRES_DATABASE: a, POSTGRES_DB: a}\n`,
      `${PG}    environment: {POSTGRES_HOST: a, POSTGRES_PORT: 1}\n`,
      `${PG}    env_file: a\n    environment: {POSTGRES_DATABASE: a}\n`,
      "=services:\n  r:\n    image: redis:7\n    command: sh -c 'redis-server --requirepass $$REDIS_PASSWORD'\n    environment: [REDIS_PASSWORD=a]\n",
      "=services:\n  r:\n    image: bitnami/redis:7\n    environment: [REDIS_PASSWORD=a]\n",
      "=services:\n  w:\n    image: shop:1\n    environment: [POSTGRES_USERNAME=a]\n",
      "=services:\n  r:\n    build: .\n    image: redis:7\n    environment: [REDIS_PASSWORD=a]\n",
      `${PG}    environment: {POSTGRES_USERNAME: a}\n    healthcheck:\n      test: pg_isready -U $$POSTGRES_USERNAME\n`,
      `${PG}    environment: {constructor: a, toString: b}\n`,
    ],
  },
  "unstartable-database": {
    bad: [
      PG,
      "=services:\n  db:\n    image: mysql:8\n    environment: {MYSQL_DATABASE: a}\n",
      "=services:\n  db:\n    image: mariadb:11\n    environment: {MARIADB_ROOT_PASSWORD: a, MARIADB_USER: root}\n",
      "=services:\n  db:\n    image: postgres:17\n    command: postgres -c a=b\n",
    ],
    good: [
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n`,
      `${PG}    environment: [POSTGRES_PASSWORD]\n`,
      `${PG}    environment: {POSTGRES_HOST_AUTH_METHOD: trust}\n`,
      `${PG}    env_file: a\n`,
      `${PG}    command: pg_dump a\n`,
      `${PG}    entrypoint: /a.sh\n`,
      "=services:\n  db:\n    build: .\n    image: postgres:17\n",
      "=services:\n  db:\n    image: mysql:8\n    environment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1}\n",
      "=services:\n  db:\n    image: kartoza/postgis:13.0\n",
    ],
  },
  "mismatched-credentials": {
    bad: [
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n  m:\n    image: postgres:17\n    environment: {POSTGRES_PASSWORD: b}\n  w:\n    image: w\n    environment: [U=postgresql://postgres:a@db/shop]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a, POSTGRES_USER: b}\n  w:\n    image: w\n    environment: [U=postgresql://c:a@db/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n  w:\n    image: w\n    environment: [U=postgres://postgres:a@db:5432/shop]\n`,
      "=services:\n  r:\n    image: redis:7\n    command: redis-server --requirepass a\n  w:\n    image: w\n    environment: [U=redis://r:6379/0]\n",
      `${PG}    environment: {POSTGRES_PASSWORD: a, POSTGRES_USER: b}\n  m:\n    image: postgres:17\n    depends_on: [db]\n    command: pg_dump -h db\n  w:\n    image: w\n    environment: [U=postgresql://c:a@db/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a, POSTGRES_USER: b}\n  m:\n    image: postgres:17\n    depends_on: [db]\n  w:\n    image: w\n    environment: [U=postgresql://c:a@db/b]\n`,
      "=services:\n  m:\n    image: mysql:8\n    environment: {MYSQL_ROOT_PASSWORD: a, MYSQL_DATABASE: b}\n  w:\n    image: w\n    environment: [U=mysql://root:x@m/b]\n",
    ],
    good: [
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n  w:\n    image: w\n    environment: [TEST_DATABASE_URL=postgresql://postgres:a@db/test_shop]\n`,
      "=services:\n  r:\n    image: redis:7\n    command: redis-server --requirepass a\n  w:\n    image: w\n    environment: [U=redis://r:6379/0, REDIS_PASSWORD=a]\n",
      "=services:\n  r:\n    image: redis:7\n    command: redis-server --requirepass ${X:-}\n  w:\n    image: w\n    environment: [U=redis://r:6379/0]\n",
      `${PG}    environment: {POSTGRES_PASSWORD: a, POSTGRES_USER: b}\n  w:\n    image: w\n    environment: [U=postgresql://b:a@db/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a%b, POSTGRES_USER: b}\n  w:\n    image: w\n    environment: [U=postgresql://b:a%25b@db/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: "\${P}", POSTGRES_USER: b}\n  w:\n    image: w\n    environment: [U=postgresql://b:a@db/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n  w:\n    image: w\n    environment: ["U=postgresql://\${U}:b@db/b"]\n`,
      `${PG}    env_file: a\n    environment: {POSTGRES_PASSWORD: a}\n  w:\n    image: w\n    environment: [U=postgresql://b:c@db/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n    volumes: [./a.sql:/docker-entrypoint-initdb.d/a.sql]\n  w:\n    image: w\n    environment: [U=postgresql://b:c@db/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n  w:\n    image: w\n    environment: [U=postgresql://b:c@other/b]\n`,
      `${PG}    environment: {POSTGRES_PASSWORD: a}\n  m:\n    image: postgres:17\n    depends_on: [db]\n    entrypoint: [bash, /make.sh]\n  w:\n    image: w\n    environment: [U=postgresql://postgres:a@db/shop]\n`,
      `${PG}    environment: {POSTGRES_HOST_AUTH_METHOD: trust, POSTGRES_PASSWORD: b}\n  w:\n    image: w\n    environment: [U=postgresql://postgres:c@db/postgres]\n`,
      "=services:\n  r:\n    image: redis:7\n  w:\n    image: w\n    environment: [U=redis://r:6379/0]\n",
    ],
  },
  "too-small-memory-limit": {
    bad: ["mem_limit: 512", "mem_limit: 4m", "deploy:\n  resources:\n    limits: {memory: '256'}", "mem_limit: 512k"],
    good: [
      "mem_limit: 512m",
      "mem_limit: 0",
      "mem_limit: 1073741824",
      "mem_limit: ${M}",
      "mem_limit: 1g",
      "deploy:\n  resources:\n    reservations: {memory: '256'}",
    ],
  },
  "shared-image-name": {
    bad: [
      "=services:\n  a:\n    image: x\n    build: ./a\n  b:\n    image: x\n    build: ./b\n",
      "=services:\n  a:\n    image: x\n    build: {context: ., target: a}\n  b:\n    image: x\n    build: {context: ., target: b}\n",
    ],
    good: [
      "=services:\n  a:\n    image: x\n    build: ./a\n  b:\n    image: x\n    build: ./a/\n",
      "=services:\n  a:\n    image: x\n    build: ./a\n  b:\n    image: x\n",
      "=services:\n  a:\n    image: x\n    build: .\n  b:\n    image: x\n    build: {context: ./, dockerfile: ./Dockerfile}\n",
      "=services:\n  a:\n    image: x:$T\n    build: ./a\n  b:\n    image: x:$T\n    build: ./b\n",
      "=services:\n  a:\n    image: x\n    build: ./a\n  b:\n    image: x\n    build: ./b\n    profiles: [p]\n",
    ],
  },
  "shared-database-volume": {
    bad: [
      `${PG}    volumes: [data:/var/lib/postgresql/data]\n  e:\n    image: postgres:16\n    volumes: [data:/var/lib/postgresql/data/]\nvolumes: {data: }\n`,
    ],
    good: [
      `${PG}    volumes: [data:/var/lib/postgresql/data]\n  e:\n    image: postgres:16\n    volumes: [data:/var/lib/postgresql/data:ro]\nvolumes: {data: }\n`,
      `${PG}    volumes: [data:/var/lib/postgresql/data]\n  e:\n    image: postgres:16\n    command: pg_dump\n    volumes: [data:/var/lib/postgresql/data]\nvolumes: {data: }\n`,
      `${PG}    volumes: [data:/var/lib/postgresql/data]\n  e:\n    image: postgres:16\n    profiles: [t]\n    volumes: [data:/var/lib/postgresql/data]\nvolumes: {data: }\n`,
      `${PG}    volumes: [data:/var/lib/postgresql/data]\n  e:\n    image: shop:1\n    volumes: [data:/var/lib/postgresql/data]\nvolumes: {data: }\n`,
      `${PG}    volumes: [data:/var/lib/postgresql/data, s:/run]\n  e:\n    image: postgres:16\n    volumes: [e:/var/lib/postgresql/data, s:/run]\nvolumes: {data: , e: , s: }\n`,
    ],
  },
  "ungranted-secret": {
    bad: ["environment: {A_FILE: /run/secrets/a}", "environment: {A_FILE: /run/secrets/a}\nsecrets: [b]"],
    good: [
      "environment: {A_FILE: /run/secrets/a}\nsecrets: [a]",
      "environment: {A_FILE: /run/secrets/a}\nsecrets: [{source: b, target: a}]",
      "environment: {A_FILE: /run/secrets/a}\nvolumes: ['./s:/run/secrets']",
      "environment: {A_FILE: /etc/a}",
      "environment: {A_FILE: '/run/secrets/$A'}",
      "environment: {A: /run/secrets/a}",
    ],
  },
  "repeated-scheduler": {
    bad: ["command: celery -A a worker -B\nscale: 2", "command: celery -A a beat\ndeploy: {replicas: 2}"],
    good: [
      "command: celery -A a worker\nscale: 2",
      "command: celery -A a beat",
      "command: celery -A a beat\ndeploy: {replicas: 1}",
      "command: celery -A a beat -S redbeat.RedBeatScheduler\nscale: 2",
      "command: run beat\nscale: 2",
    ],
  },
  "unreachable-listener": {
    bad: [
      "=services:\n  k:\n    image: k\n    environment: {KAFKA_CFG_ADVERTISED_LISTENERS: 'A://localhost:9092'}\n  w:\n    image: w\n    environment: {B: 'k:9092'}\n",
    ],
    good: [
      "=services:\n  k:\n    image: k\n    environment: {KAFKA_ADVERTISED_LISTENERS: 'A://k:29092,B://localhost:9092'}\n  w:\n    image: w\n    environment: {B: 'k:29092'}\n",
      "=services:\n  k:\n    image: k\n    environment: {KAFKA_ADVERTISED_LISTENERS: 'A://localhost:9092'}\n",
      "=services:\n  k:\n    image: k\n    environment: {KAFKA_ADVERTISED_LISTENERS: 'A://$H:9092'}\n  w:\n    image: w\n    environment: {B: 'k:9092'}\n",
      "=services:\n  k:\n    image: k\n    environment: {KAFKA_ADVERTISED_LISTENERS: 'A://localhost:9092'}\n  w:\n    image: w\n    network_mode: host\n    environment: {B: 'k:9092'}\n",
    ],
  },
  "overwritten-official-image": {
    bad: [
      "=services:\n  a:\n    build: .\n    image: postgres\n",
      "=services:\n  a:\n    build: .\n    image: nginx:1.27-alpine\n",
    ],
    good: [
      "=services:\n  a:\n    image: postgres\n",
      "=services:\n  a:\n    build: .\n    image: me/postgres\n",
      "=services:\n  a:\n    build: .\n    image: postgres:shop\n",
      "=services:\n  a:\n    build: .\n    image: registry.example.org/postgres\n",
      "=services:\n  a:\n    build: .\n    image: shop\n",
    ],
  },
};
