import { COMPOSE_SLIP_CASES } from "./compose-slip-cases";
import type { RuleCases } from "./dockerfile-cases";

/**
 * Further cases for the rules on Compose files. A text that begins with `=` is a whole file; any other holds the lines of a service
 * `web` with `image: shop:1`, beside a service `db`.
 */
export const COMPOSE_CASES: Readonly<Record<string, RuleCases>> = {
  ...COMPOSE_SLIP_CASES,
  "unrendered-compose-file": {
    bad: [
      "ports:\n  - '{{ port }}:80'",
      "labels: {{ labels }}",
      "{% if redis %}\ndepends_on: [db]\n{% endif %}",
      "environment:\n  {{ name | upper }}_HOST: a",
      "=services:\n  web:\n    image: {{ cookiecutter.image }}\n",
      "=services:\n  web:\n    image: 'shop:%%TAG%%'\n",
    ],
    good: [
      "hostname: '{{.Node.Hostname}}'",
      "labels: {a: '{{ name }}'}",
      "command: |\n  {% if a %}\n  {{ b }}\n  {% endif %}",
      "logging:\n  options: {tag: '{{.Name}}'}",
      "# {% if a %}\ntty: true",
      "=services:\n  web:\n    image: a\n    command: ['{% if a %}'\n",
    ],
  },
  "invalid-yaml": {
    bad: [
      "=x: &x a\ny: {<<: *x}\n",
      "=y:\n  <<:\n  a: 1\n",
      "=x: &x {a: 1}\ny: {<<: [*x, b]}\n",
      "YAML: *****",
      "environment:\n  A: *none",
      "command: *.py",
      "=services:\n\tweb:\n",
      "=services: {web: {image: a\n",
      '=services:\n  web:\n    image: "a\n',
    ],
    good: [
      "=x: &x {a: 1}\ny: {<<: [*x]}\n",
      "ports: []",
      "labels: {A: '*****'}",
      "=x: &x {a: 1}\ny: *x\n",
      "=x: {&k a: 1}\ny: *k\n",
      "=",
      "=# nothing\n",
      "=services: {}\n---\nservices: {}\n",
    ],
  },
  "duplicate-key": {
    bad: [
      "tty: true\ntty: false",
      "tty: true\n# the end of it\ntty: false",
      "#!for a\ninit: true\n#!endfor\ntty: true\ntty: false",
      "=services:\n  a:\n    image: a\n  a:\n    image: b\n",
      "=name: a\nname: b\n",
    ],
    good: [
      "#!for a\nenv_file: a\n#!endfor\n#!for b\nenv_file: b\n#!endfor",
      "# {% if a %}\nenv_file: a\n# {% else %}\nenv_file: b\n# {% endif %}",
      "environment:\n  A: 1\n  B: 1",
      "labels: {a: 1}\nannotations: {a: 1}",
      "=x: &x {a: 1}\ny: {<<: *x, a: 2}\n",
    ],
  },
  "unknown-property": {
    bad: [
      "comand: ls",
      "build:\n  contxt: .",
      "healthcheck:\n  tests: ls",
      "=web:\n  image: a\n",
      "deploy:\n  replica: 2",
      "pre_start:\n  - comand: ls",
    ],
    good: [
      "pre_start:\n  - image: a\n    command: ls\n    per_replica: true",
      "build:\n  no_cache_filter: [a]",
      "x-own: 1",
      "=x-own: 1\nservices: {}\n",
      "build:\n  context: .\n  x-note: a",
      "labels:\n  anything: goes",
    ],
  },
  "invalid-name": {
    bad: ["=services:\n  a b:\n    image: a\n", "=services:\n  a/b:\n    image: a\n", "=volumes:\n  a b:\n"],
    good: ["=services:\n  a.b_c-1:\n    image: a\n", "=volumes:\n  A1:\n", "labels:\n  a b: c"],
  },
  "wrong-type": {
    bad: [
      "environment:\n  1: a",
      "labels:\n  ~: a",
      "labels:\n  true: a",
      "labels:\n  1.5: a",
      "=services:\n  1:\n    image: a\n",
      "ports: 80",
      "environment: A=1",
      "restart: false",
      "command: [sleep, 10]",
      "labels: [a, 5]",
      "environment:",
      "=services:\n",
    ],
    good: [
      "environment:\n  '1': a\n  on: b\n  1a: c",
      "ports: [80]",
      "command: sleep 10",
      "environment:\n  A: 1\n  B: true\n  C:",
      "privileged: ${P:-false}",
      "mem_limit: 512",
      "ports: !reset null",
      "=services:\n  a:\n    image: b\n    models:\n      m:\nmodels:\n  m: {model: x}\n",
    ],
  },
  "unknown-value": {
    bad: [
      "depends_on:\n  db:\n    condition: healthy",
      "volumes:\n  - type: bnd\n    source: /a\n    target: /a",
      "cgroup: hst",
    ],
    good: [
      "depends_on:\n  db:\n    condition: service_started",
      "cgroup: ${CGROUP}",
      "volumes:\n  - type: bind\n    source: /a\n    target: /a",
    ],
  },
  "malformed-value": {
    bad: [
      "tty: maybe",
      "cpus: two",
      "oom_score_adj: 5x",
      "scale: -1",
      "deploy: {replicas: two}",
      "healthcheck: {test: x, retries: three}",
      "ulimits: {nofile: many}",
      "read_only: '1'",
      "volumes: [{type: volume, source: v, target: /x, read_only: nope}]",
      "command: echo it's",
      'entrypoint: sh -c "x',
      "extra_hosts: [a]",
      "extra_hosts: ['=1.1.1.1']",
      "=services: {}\nnetworks:\n  n: {external: ja}\n",
      "oom_score_adj: -2000",
      "cpu_percent: 101",
      "container_name: -web",
      "container_name: a b",
      "pull_policy: sometimes",
    ],
    good: [
      "tty: 'yes'",
      "cpus: '1.5'",
      "cpus: ${CPUS}",
      "ulimits: {nofile: '20', nproc: {soft: 1, hard: '2'}}",
      'command: echo "it\'s"',
      'command: >\n  sh -c "a &&\n  b"',
      "command: [it's]",
      "extra_hosts: ['a:1.1.1.1', 'b=::1', '${HOSTS}']",
      "extra_hosts: {a: 1.1.1.1}",
      "command: echo it\\'s",
      "oom_score_adj: -1000",
      "container_name: web_1.a-b",
      "container_name: ${NAME}",
      "pull_policy: always",
      "pull_policy: every_12h",
    ],
  },
  "missing-property": {
    bad: [
      "develop: {watch: [{action: sync, path: a}]}",
      "=secrets: {s: {}}\n",
      "=configs: {c: {name: a}}\n",
      "=secrets:\n  s: {}\n",
      "depends_on:\n  db:\n    restart: true",
      "volumes:\n  - source: a\n    target: /a",
      "env_file:\n  - required: false",
    ],
    good: [
      "develop: {watch: [{action: rebuild, path: a}, {action: restart, path: b}, {action: sync, path: a, target: /a}]}",
      "=secrets: {s: {external: true}, t: {environment: A}, u: {driver: a}}\nconfigs: {c: {content: a}}\n",
      "depends_on:\n  db:\n    condition: service_started",
      "volumes:\n  - a:/a",
      "env_file:\n  - path: a",
    ],
  },
  "unknown-service": {
    bad: [
      "build: {context: ., additional_contexts: {b: 'service:nope'}}",
      "build: {context: ., additional_contexts: ['b=service:nope']}",
      "depends_on: [cache]",
      "links: [cache:c]",
      "network_mode: service:vpn",
      "volumes_from: [data:ro]",
      "depends_on:\n  x:\n    condition: service_started\n    required: false",
    ],
    good: [
      "build: {context: ., additional_contexts: {b: 'service:db', c: ./c}}",
      "depends_on: [db]",
      "links: ['db:c']",
      "network_mode: host",
      "volumes_from: ['container:x']",
      "=include: [other.yaml]\nservices:\n  a:\n    image: a\n    depends_on: [b]\n",
    ],
  },
  "unknown-network": {
    bad: [
      "networks: [front]",
      "networks:\n  front:\n    aliases: [a]",
      "=services:\n  a:\n    image: a\n    networks: [b]\nnetworks:\n  c:\n",
    ],
    good: [
      "networks: [default]",
      "=services:\n  a:\n    image: a\n    networks: [b]\nnetworks:\n  b:\n",
      "networks: ['${NET}']",
    ],
  },
  "unknown-volume": {
    bad: [
      "volumes: ['data:/data']",
      "volumes: ['src/app:/app']",
      "volumes:\n  - type: volume\n    source: data\n    target: /data",
    ],
    good: [
      "volumes: ['./data:/data']",
      "volumes: ['/data']",
      "volumes: ['${DATA}:/data']",
      "volumes: ['~/a:/a', '../b:/b', 'C:\\x:/c']",
      "=services:\n  a:\n    image: a\n    volumes: ['bb:/b']\nvolumes:\n  bb:\n",
      "volumes:\n  - type: bind\n    source: data\n    target: /data",
    ],
  },
  "unknown-model": {
    bad: ["models: [llm]", "models: {llm: {endpoint_var: A}}"],
    good: ["models: ['${M}']", "models: []", "=services: {a: {image: a, models: [m]}}\nmodels: {m: {model: x}}\n"],
  },
  "unknown-secret": {
    bad: ["secrets: [key]", "secrets:\n  - source: key", "build:\n  context: .\n  secrets: [key]"],
    good: [
      "secrets: []",
      "=services:\n  a:\n    image: a\n    secrets: [k]\nsecrets:\n  k:\n    environment: K\n",
      "secrets: ['${K}']",
    ],
  },
  "unknown-config": {
    bad: [
      "configs: [key]",
      "configs:\n  - source: key\n    target: /a",
      "=services:\n  a:\n    image: a\n    configs: [x]\nconfigs: {}\n",
    ],
    good: [
      "configs: []",
      "=services:\n  a:\n    image: a\n    configs: [k]\nconfigs:\n  k:\n    file: a\n",
      "configs: ['${K}']",
    ],
  },
  "unknown-base-service": {
    bad: ["extends: base", "extends:\n  service: dbb", "=services:\n  a:\n    extends: {service: b}\n"],
    good: ["extends: db", "extends:\n  service: base\n  file: other.yaml", "extends:\n  service: ${BASE}"],
  },
  "dependency-cycle": {
    bad: [
      "=services:\n  a: {image: a, network_mode: 'service:b'}\n  b: {image: b, depends_on: [a]}\n",
      "=services:\n  a: {image: a, volumes_from: [b]}\n  b: {image: b, depends_on: [a]}\n",
      "depends_on: [web]",
      "=services:\n  a: {image: a, depends_on: [b]}\n  b: {image: a, depends_on: [c]}\n  c: {image: a, depends_on: [a]}\n",
      "=services:\n  a: {image: a, depends_on: [b]}\n  b: {image: a, links: [a]}\n",
    ],
    good: [
      "depends_on: [db]",
      "=services:\n  a: {image: a, depends_on: [b, c]}\n  b: {image: a, depends_on: [c]}\n  c: {image: a}\n",
      "=services:\n  a: {image: a, depends_on: [b]}\n  b: {image: a}\n",
    ],
  },
  "inactive-dependency": {
    bad: [
      "=services:\n  a: {image: a, depends_on: [b]}\n  b: {image: a, profiles: [x]}\n",
      "=services:\n  a: {image: a, profiles: [y], depends_on: [b]}\n  b: {image: a, profiles: [x]}\n",
      "=services:\n  a: {image: a, profiles: [x, y], depends_on: [b]}\n  b: {image: a, profiles: [x]}\n",
    ],
    good: [
      "=services:\n  a: {image: a, profiles: [x], depends_on: [b]}\n  b: {image: a, profiles: [x, y]}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_started, required: false}}}\n  b: {image: a, profiles: [x]}\n",
      "=services:\n  a: {image: a, depends_on: [b]}\n  b: {image: a, profiles: ['${P}']}\n",
    ],
  },
  "healthy-without-check": {
    bad: [
      "depends_on:\n  db:\n    condition: service_healthy",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_healthy}}}\n  b: {image: 'redis:7', healthcheck: {interval: 5s}}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_healthy}}}\n  b: {image: x, healthcheck: {disable: true}}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_healthy}}}\n  b: {build: ., healthcheck: {test: [NONE]}}\n",
    ],
    good: [
      "depends_on:\n  db:\n    condition: service_started",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_healthy}}}\n  b: {image: 'redis:7', healthcheck: {test: redis-cli ping}}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_healthy}}}\n  b: {image: own/api}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_healthy}}}\n  b: {build: .}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_healthy}}}\n  b: {image: 'postgres:17', extends: {file: x.yaml, service: y}}\n",
    ],
  },
  "completed-without-end": {
    bad: [
      "depends_on:\n  db:\n    condition: service_completed_successfully",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_completed_successfully}}}\n  b: {image: x, restart: always}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_completed_successfully}}}\n  b: {build: ., restart: unless-stopped}\n",
    ],
    good: [
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_completed_successfully}}}\n  b: {image: x}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_completed_successfully}}}\n  b: {image: x, restart: on-failure}\n",
      "=services:\n  a: {image: a, depends_on: {b: {condition: service_completed_successfully}}}\n  b: {image: 'postgres:17', command: psql -f x}\n",
    ],
  },
  "unused-volume": {
    bad: [
      "=services:\n  a: {image: a}\nvolumes:\n  bb:\n",
      "=services:\n  a: {image: a, volumes: ['./b:/b']}\nvolumes:\n  bb:\n",
      "=services:\n  a: {image: a}\nvolumes:\n  b: {external: true}\n",
    ],
    good: [
      "=services:\n  a: {image: a, volumes: ['bb:/b']}\nvolumes:\n  bb:\n",
      "=volumes:\n  bb:\n",
      "=services:\n  a: {image: a, volumes: ['${V}:/b']}\nvolumes:\n  bb:\n",
      "=services:\n  a: {image: a, volumes: [{type: volume, source: bb, target: /b}]}\nvolumes:\n  bb:\n",
    ],
  },
  "unused-network": {
    bad: [
      "=services:\n  a: {image: a}\nnetworks:\n  b:\n",
      "=services:\n  a: {image: a, networks: [c]}\nnetworks:\n  b:\n  c:\n",
      "=services:\n  a: {image: a}\nnetworks:\n  b: {external: true}\n",
    ],
    good: [
      "=services:\n  a: {image: a, networks: [b]}\nnetworks:\n  b:\n",
      "=services:\n  a: {image: a}\nnetworks:\n  default: {driver: bridge}\n",
      "=services:\n  a: {build: {context: ., network: b}}\nnetworks:\n  b:\n",
    ],
  },
  "unused-secret": {
    bad: [
      "=services:\n  a: {image: a}\nsecrets:\n  b: {file: b}\n",
      "=services:\n  a: {image: a, secrets: [c]}\nsecrets:\n  b: {file: b}\n  c: {file: c}\n",
    ],
    good: [
      "=services:\n  a: {image: a, secrets: [b]}\nsecrets:\n  b: {file: b}\n",
      "=services:\n  a: {build: {context: ., secrets: [b]}}\nsecrets:\n  b: {file: b}\n",
      "=secrets:\n  b: {file: b}\n",
    ],
  },
  "unused-config": {
    bad: [
      "=services:\n  a: {image: a}\nconfigs:\n  b: {file: b}\n",
      "=services:\n  a: {image: a, configs: [c]}\nconfigs:\n  b: {file: b}\n  c: {file: c}\n",
    ],
    good: [
      "=services:\n  a: {image: a, configs: [b]}\nconfigs:\n  b: {file: b}\n",
      "=services:\n  a: {image: a, configs: [{source: b, target: /b}]}\nconfigs:\n  b: {file: b}\n",
      "=configs:\n  b: {file: b}\n",
    ],
  },
  "missing-image": {
    bad: ["=services:\n  a: {ports: ['80']}\n", "=services:\n  a: {command: ls}\n  b: {image: x}\n"],
    good: [
      "tty: true",
      "=services:\n  a: {build: .}\n",
      "=services:\n  a:\n    image: {$IMAGE}\n",
      "=services:\n  a: {extends: b}\n  b: {image: x}\n",
      "=services:\n  a: {provider: {type: x}}\n",
    ],
  },
  "image-and-build": {
    bad: ["build: .", "build: {context: .}", "=services:\n  a: {image: a, build: .}\n"],
    good: ["tty: true", "build: .\npull_policy: build", "=services:\n  a: {build: .}\n"],
  },
  "invalid-service-port": {
    bad: [
      "ports: ['80:http']",
      "ports: ['70000:80']",
      "ports: ['80-82:80-81']",
      "ports: ['80:80/http']",
      "ports: ['localhost:80:80']",
      "ports: ['90-80:80']",
      "ports: ['80:']",
      "expose: ['80:80']",
    ],
    good: [
      "ports: ['80:80', 80, '127.0.0.1::80', '[::1]:80:80', '80:80/TCP', '80-82:80-82', '8000-8010:80']",
      "ports: ['${PORT}:80', '${PORT:-80:80}', '80:${P:-8000}']",
      "ports:\n  - target: 80\n    published: 8080",
      "expose: ['80', '90-91', 100]",
    ],
  },
  "duplicate-published-port": {
    bad: [
      "ports: ['80:80', '80:81']",
      "ports: ['8000-8005:8000-8005', '8003:90']",
      "=services:\n  a: {image: a, ports: ['80:80']}\n  b: {image: b, ports: ['127.0.0.1:80:80']}\n",
      "=services:\n  a: {image: a, ports: [{target: 80, published: 8080}]}\n  b: {image: b, ports: ['8080:80']}\n",
    ],
    good: [
      "ports: ['53:53/tcp', '53:53/udp']",
      "ports: ['127.0.0.1:80:80', '127.0.0.2:80:80']",
      "ports: ['80', '80']",
      "ports: ['${P}:80', '${P}:81']",
      "ports: ['8000-8010:80', '8000-8010:81']",
      "=services:\n  a: {image: a, ports: ['80:80'], profiles: [x]}\n  b: {image: b, ports: ['80:80'], profiles: [y]}\n",
    ],
  },
  "public-port": {
    bad: [
      "=services:\n  db: {image: 'postgres:17', ports: ['5432:5432']}\n",
      "=services:\n  db: {image: 'docker.io/library/redis', ports: ['6379']}\n",
      "=services:\n  db: {image: 'mysql:8', ports: ['0.0.0.0:3306:3306']}\n",
      "=services:\n  db: {image: 'rabbitmq:4', ports: [{target: 5672, published: 5672}]}\n",
      "=services:\n  db: {image: 'mongo:8', ports: ['${PORT}:27017']}\n",
    ],
    good: [
      "ports: ['8000:8000']",
      "=services:\n  db: {image: 'postgres:17', ports: ['127.0.0.1:5432:5432']}\n",
      "=services:\n  db: {image: 'postgres:17', expose: ['5432']}\n",
      "=services:\n  db: {image: 'me/postgres-proxy', ports: ['5432:5432']}\n",
      "=services:\n  db: {image: 'postgres:17', ports: ['${BIND:-127.0.0.1}:5432:5432']}\n",
    ],
  },
  "unbound-port": {
    bad: ["ports: ['80:80']", "ports: [80]", "ports:\n  - target: 80\n    published: 80"],
    good: [
      "ports: ['127.0.0.1:80:80']",
      "ports:\n  - target: 80\n    host_ip: 10.0.0.1",
      "network_mode: host\nports: ['80:80']",
    ],
  },
  "unquoted-port": {
    bad: ["ports:\n  - 80:80", "ports: [80]", "expose: [3000]", "ports: [22:22]", "ports:\n  - 127.0.0.1:80:80"],
    good: ["ports: ['80:80']", 'ports:\n  - "80:80"', "ports: [{target: 80, published: '80'}]"],
  },
  "fixed-port-with-replicas": {
    bad: [
      "scale: 2\nports: ['80:80']",
      "deploy: {replicas: 3}\nports: ['80-81:80']",
      "scale: 2\nports: [{target: 80, published: 80}]",
    ],
    good: [
      "scale: 1\nports: ['80:80']",
      "scale: 2\nports: ['80']",
      "scale: 3\nports: ['80-82:80']",
      "scale: ${N}\nports: ['80:80']",
    ],
  },
  "container-name-with-replicas": {
    bad: [
      "container_name: web\nscale: 2",
      "container_name: web\ndeploy: {replicas: 3}",
      "deploy:\n  replicas: 2\ncontainer_name: x1",
    ],
    good: [
      "container_name: web",
      "scale: 2",
      "container_name: web\nscale: 1",
      "container_name: web\ndeploy: {mode: global}",
    ],
  },
  "duplicate-container-name": {
    bad: [
      "=services:\n  a: {image: a, container_name: xx}\n  b: {image: a, container_name: xx}\n",
      "=services:\n  a: {image: a, container_name: xx}\n  b: {image: a}\n  c: {image: a, container_name: 'xx'}\n",
      "=services:\n  a: {image: a, container_name: xx, profiles: [a, b]}\n  b: {image: a, container_name: xx, profiles: [b]}\n",
      "=services:\n  a: {image: a, container_name: xx}\n  b: {image: a, container_name: xx, profiles: [b]}\n",
    ],
    good: [
      "container_name: web",
      "=services:\n  a: {image: a, container_name: xx, profiles: [a]}\n  b: {image: a, container_name: xx, profiles: [b]}\n",
      "=services:\n  a: {image: a, container_name: xx}\n  b: {image: a, container_name: xy}\n",
      "=services:\n  a: {image: a, container_name: '${N}'}\n  b: {image: a, container_name: '${N}'}\n",
    ],
  },
  "conflicting-properties": {
    bad: [
      "=secrets: {s: {file: a, environment: B}}\n",
      "=configs: {s: {file: a, content: B}}\n",
      "gpus: [{count: 1, device_ids: ['0']}]",
      "deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 1, device_ids: ['0']}]}}}",
      "mem_limit: 1g\ndeploy: {resources: {limits: {cpus: '1'}}}",
      "pids_limit: 5\ndeploy: {resources: {limits: {pids: 10}}}",
      "cpus: 1\ndeploy: {resources: {limits: {cpus: '2'}}}",
      "mem_reservation: 1g\ndeploy: {resources: {reservations: {memory: 2g}}}",
      "network_mode: none\nnetworks: [default]",
      "network_mode: service:db\nports: ['80:80']",
      "build: {context: ., dockerfile: a, dockerfile_inline: FROM b}",
      "scale: 2\ndeploy: {replicas: 3}",
      "=volumes:\n  a: {external: true, driver: local}\n",
    ],
    good: [
      "mem_limit: 1g\ndeploy: {resources: {limits: {memory: 1024M}}}",
      "mem_limit: ${M}\ndeploy: {resources: {limits: {memory: 1g}}}",
      "cpus: 1\ndeploy: {resources: {limits: {cpus: '1.0'}}}",
      "mem_reservation: 1g\ndeploy: {resources: {limits: {memory: 2g}}}",
      "gpus: [{count: 1}, {device_ids: ['0']}]",
      "network_mode: host",
      "network_mode: host\nnetworks: !reset null",
      "scale: 2\ndeploy: {replicas: 2}",
      "=volumes:\n  a: {external: true, name: b}\n",
      "=networks:\n  a: {external: true, driver: bridge}\n",
    ],
  },
  "ports-on-host-network": {
    bad: [
      "network_mode: host\nports: ['80:80']",
      "ports: [80]\nnetwork_mode: host",
      "network_mode: 'host'\nports:\n  - target: 80",
    ],
    good: [
      "network_mode: host",
      "ports: ['80:80']",
      "network_mode: host\nports: []",
      "network_mode: bridge\nports: ['80:80']",
    ],
  },
  "privileged-service": {
    bad: ["privileged: true", "privileged: 'true'", "tty: true\nprivileged: true"],
    good: ["privileged: false", "tty: true", "privileged: ${P:-false}"],
  },
  "host-namespace": {
    bad: ["network_mode: host", "pid: host", "ipc: host", "uts: host", "userns_mode: host", "cgroup: host"],
    good: ["network_mode: bridge", "pid: service:db", "ipc: shareable", "hostname: host"],
  },
  "docker-socket-mount": {
    bad: [
      "volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']",
      "volumes:\n  - type: bind\n    source: /run/docker.sock\n    target: /d",
      "volumes:\n  - /run/podman/podman.sock:/s",
      "volumes: ['/var/run:/var/run:ro']",
      "volumes:\n  - {type: bind, source: /run/, target: /r, read_only: true}",
    ],
    good: [
      "volumes: ['/var/run/postgresql:/s']",
      "volumes: ['./docker.sock:/s']",
      "volumes: ['/var/run:/r']",
      "volumes: ['/run/udev:/run/udev:ro']",
      "volumes: ['sock:/var/run/docker.sock']",
      "image: tecnativa/docker-socket-proxy:0.3\nvolumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']",
    ],
  },
  "sensitive-host-mount": {
    bad: [
      "volumes: ['/:/host']",
      "volumes: ['/etc:/x']",
      "volumes: ['/etc/ssh:/x:rw']",
      "volumes:\n  - type: bind\n    source: /var/lib/docker\n    target: /x",
      "=services: {a: {image: a, volumes: ['v:/x']}}\nvolumes:\n  v:\n    driver_opts: {type: none, o: bind, device: /etc/}\n",
    ],
    good: [
      "=services: {a: {image: a, volumes: ['v:/x']}}\nvolumes:\n  v:\n    driver_opts: {type: none, o: 'bind,ro', device: /etc}\n",
      "=services: {a: {image: a, volumes: ['v:/x']}}\nvolumes:\n  v:\n    driver_opts: {type: nfs, o: addr=x, device: /etc}\n",
      "=services: {a: {image: a, volumes: ['v:/x']}}\nvolumes:\n  v:\n    driver_opts: {type: none, o: bind, device: /srv/data}\n",
      "volumes: ['/etc:/x:ro']",
      "volumes: ['/etc/localtime:/etc/localtime']",
      "volumes: ['./etc:/etc']",
      "volumes: ['/srv/data:/data']",
      "volumes: ['/etc/myapp:/x']",
    ],
  },
  "secret-in-environment": {
    bad: [
      "environment: {DB_PASSWORD: hunter22}",
      "environment: ['API_TOKEN=abcdef123']",
      "environment: {DATABASE_URL: 'postgres://u:pazzw0rd@db/x'}",
      "environment: {POSTGRES_PASSWORD: postgres}",
      "environment: {DB_PASSWORD: s3cret-credentials}",
      "environment: {ADMIN_CREDENTIALS: anna_creds}",
      "environment: {API_KEY_CREDENTIALS: hunter22}",
      "environment: {SIGNED_URL_SECRET: 'https://files.shop.org/c?sig=abcdef1234567890', API_TOKEN: 'shop://s3cr3t9876'}",
      "environment: {REDIS_CONNECTION_STRING: 'redis://:pazzw0rd@redis:6379/0'}",
    ],
    good: [
      "environment: {REDIS_CONNECTION_STRING: 'redis://redis:6379/0', TOKEN_URL: 'https://example.org/token'}",
      "environment: {SENTRY_DSN: 'https://0123456789abcdef0123456789abcdef@errors.shop.org/1'}",
      "environment: {KAFKA_SSL_CLIENT_AUTH: required, KAFKA_SSL_KEYSTORE_CREDENTIALS: kafka_keystore_creds}",
      "environment: {DB_PASSWORD: '${DB_PASSWORD}'}",
      "environment: {DB_PASSWORD: ''}",
      "environment: {DB_PASSWORD_FILE: /run/secrets/db}",
      "environment: [DB_PASSWORD]",
      "environment: {SECRET_KEY: change-me, DATABASE_URL: 'postgres://db/x', TOKEN_TTL_MINUTES: 30}",
    ],
  },
  "secret-in-build-argument": {
    bad: [
      "build: {context: ., args: {PYPI_TOKEN: a}}",
      "build: {context: ., args: [PYPI_TOKEN]}",
      "build: {context: ., args: ['DB_PASSWORD=x']}",
    ],
    good: [
      "build: {context: ., args: {VERSION: a}}",
      "build: {context: ., args: {PYPI_TOKEN: ''}}",
      "environment: {PYPI_TOKEN: '${T}'}",
    ],
  },
  "dangerous-capability": {
    bad: ["cap_add: [ALL]", "cap_add: [SYS_ADMIN]", "pid: host\ncap_add: [CAP_SYS_PTRACE]", "cap_add: [sys_module]"],
    good: [
      "cap_add: [NET_ADMIN]",
      "cap_drop: [ALL]",
      "cap_add: [NET_BIND_SERVICE, CHOWN]",
      "cap_add: [SYS_PTRACE]",
      'pid: "service:web"\ncap_add: [SYS_PTRACE]',
    ],
  },
  "unknown-capability": {
    bad: ["cap_add: [NETADMIN]", "cap_drop: [CAP_CHOWNS]", "cap_add: [ROOT]"],
    good: ["cap_add: [net_admin, CAP_CHOWN]", "cap_drop: [ALL]", "cap_add: ['${CAP}']"],
  },
  "unconfined-service": {
    bad: [
      "security_opt: ['seccomp:unconfined']",
      "security_opt: ['apparmor=unconfined']",
      "security_opt: ['label:disable']",
    ],
    good: [
      "security_opt: ['no-new-privileges:true']",
      "security_opt: ['seccomp:profile.json']",
      "security_opt: ['label:type:x']",
    ],
  },
  "missing-no-new-privileges": {
    bad: [
      "tty: true",
      "privileged: false",
      "security_opt:",
      "security_opt: ['no-new-privileges:false']",
      "security_opt: ['label:type:x']",
    ],
    good: [
      "=services:\n  a: {image: a, security_opt: ['no-new-privileges:true']}\n",
      "=services:\n  a: {image: a, security_opt: ['label:type:x', no-new-privileges]}\n",
      "=services:\n  a: {image: a, security_opt: ['${OPTION}']}\n",
      "=services: {}\n",
      "=services:\n  a: {extends: {file: b.yaml, service: b}}\n",
    ],
  },
  "writable-root-filesystem": {
    bad: ["tty: true", "tmpfs: [/tmp]", "privileged: true"],
    good: [
      "=services:\n  a: {image: a, read_only: true}\n",
      "=services: {}\n",
      "=services:\n  a: {image: a, read_only: '${RO}'}\n",
    ],
  },
  "missing-limits": {
    bad: ["tty: true", "cpus: 1", "deploy: {resources: {limits: {cpus: '1'}}}"],
    good: [
      "=services:\n  a: {image: a, mem_limit: 1g}\n",
      "=services:\n  a: {image: a, deploy: {resources: {limits: {memory: 1g}}}}\n",
      "=services: {}\n",
    ],
  },
  "missing-restart": {
    bad: ["tty: true", "healthcheck: {test: x}", "deploy: {replicas: 1}"],
    good: [
      "=services:\n  a: {image: a, restart: 'no'}\n",
      "=services:\n  a: {image: a, deploy: {restart_policy: {condition: any}}}\n",
      "=services:\n  a: {image: a}\n  b: {restart: always, depends_on: {a: {condition: service_completed_successfully}}}\n",
      "=services: {}\n",
    ],
  },
  "missing-service-check": {
    bad: ["tty: true", "=services:\n  a: {image: 'mysql:8'}\n", "=services:\n  a: {image: 'rabbitmq:4'}\n"],
    good: [
      "=services:\n  a: {image: 'mysql:8', healthcheck: {test: x}}\n",
      "=services:\n  a: {image: own}\n",
      "=services:\n  a: {image: memcached}\n",
    ],
  },
  "unpinned-image": {
    bad: [
      "=services:\n  a: {image: nginx}\n",
      "=services:\n  a: {image: 'nginx:latest'}\n",
      "=services:\n  a: {image: 'ghcr.io:443/a/b'}\n",
      "=services:\n  a: {build: ., pre_start: [{image: alpine}]}\n",
    ],
    good: [
      "=services:\n  a: {build: ., pre_start: [{image: 'alpine:3.20'}, {command: ls}]}\n",
      "tty: true",
      "=services:\n  a: {image: 'nginx:${TAG}'}\n",
      "=services:\n  a: {image: '${IMAGE}'}\n",
      "=services:\n  a: {image: own, build: .}\n",
      "=services:\n  a: {image: own, build: .}\n  b: {image: own}\n",
      `=services:\n  a: {image: 'nginx@sha256:${"a".repeat(64)}'}\n`,
    ],
  },
  "invalid-service-image": {
    bad: [
      "=services:\n  a: {image: 'Shop/Web'}\n",
      "=services:\n  a: {image: 'a b'}\n",
      "=services:\n  a: {image: 'a:b:c'}\n",
    ],
    good: [
      "tty: true",
      "=services:\n  a: {image: 'ghcr.io/a/b:1'}\n",
      "=services:\n  a: {image: 'localhost:5000/a'}\n",
      "=services:\n  a: {image: '${X}/Web'}\n",
    ],
  },
  "obsolete-version": {
    bad: ["=version: '3'\nservices: {}\n", "=version: 2.4\nservices: {}\n", "=services: {}\nversion: '3.8'\n"],
    good: ["tty: true", "=name: a\nservices: {}\n", "labels: {version: '3'}"],
  },
  "legacy-links": {
    bad: ["links: [db]", "links: ['db:database']", "external_links: [other]"],
    good: ["depends_on: [db]", "labels: {links: db}", "networks: [default]", "network_mode: bridge\nlinks: [db]"],
  },
  "deprecated-external-name": {
    bad: [
      "=networks:\n  a:\n    external:\n      name: b\n",
      "=volumes:\n  a: {external: {name: b}}\n",
      "=secrets:\n  a:\n    external:\n      name: b\n",
    ],
    good: [
      "=networks:\n  a: {external: true, name: b}\n",
      "=volumes:\n  a: {external: true}\n",
      "=volumes:\n  a: {name: b}\n",
    ],
  },
  "invalid-restart-policy": {
    bad: ["restart: allways", "restart: 'on-failure:'", "restart: on_failure"],
    good: ["restart: always", "restart: 'no'", "restart: no", "restart: on-failure:3", "restart: ${R}"],
  },
  "invalid-duration": {
    bad: [
      "healthcheck: {interval: '30'}",
      "healthcheck: {timeout: 5sec}",
      "stop_grace_period: ten",
      "healthcheck: {start_period: 1 m}",
    ],
    good: [
      "healthcheck: {interval: 30s, timeout: 1m30s}",
      "stop_grace_period: 1.5h",
      "healthcheck: {interval: '${I}'}",
      "healthcheck: {interval: '0'}",
    ],
  },
  "invalid-size": {
    bad: ["mem_limit: 5xx", "shm_size: big", "deploy: {resources: {limits: {memory: 1 gig}}}"],
    good: ["mem_limit: 512m", "shm_size: 1GB", "mem_limit: 1073741824", "mem_limit: ${M}", "memswap_limit: -1"],
  },
  "invalid-interpolation": {
    bad: [
      "x-a: '${bad!}'",
      "=x-a: ['${bad!}']\n",
      "environment: {A: '${A'}",
      "environment: {A: '${}'}",
      "environment: {A: '${1A}'}",
      "environment: {A: '${A:b}'}",
      "environment: {A: '${A:-${B}'}",
      "environment: ['A=${A!}']",
    ],
    good: [
      "environment: {A: '$A ${A} ${A:-b} ${A:?no $x} ${A+c}'}",
      "command: echo $$HOME $1 $(date)",
      "environment: {A: 'a$'}",
      "environment: {A: '${A:-${B:-c}}'}",
      "environment: {A: '$${A'}",
    ],
  },
  "variable-without-default": {
    bad: ["environment: {A: '${A}'}", "command: $A", "environment: {A: '${A:-${B}}'}"],
    good: ["environment: {A: '${A:-1}'}", "environment: {A: '${A:?}'}", "command: $$A"],
  },
  "host-variable-in-command": {
    bad: [
      "environment: {A: x}\ncommand: echo $A",
      "environment: ['A=x']\nhealthcheck: {test: 'echo ${A}'}",
      "environment: {A: x}\nentrypoint: [sh, -c, 'echo $A']",
    ],
    good: [
      "environment: {A: x}\ncommand: echo $$A",
      "command: echo $A",
      "environment: {A: '${A}'}\ncommand: echo $A",
      "environment: [A]\ncommand: echo $A",
      "environment: {A: x}\ncommand: echo ${A:-b}",
    ],
  },
  "quoted-environment-value": {
    bad: ['environment:\n  - A="b"', "environment:\n  - A='b c'", 'build:\n  context: .\n  args:\n    - A="b"'],
    good: [
      "environment:\n  - 'A=b'",
      'environment: {A: "b"}',
      "environment:\n  - A=it's",
      'environment:\n  - \'A=["x", "y"]\'',
    ],
  },
  "spaced-environment-entry": {
    bad: ["environment:\n  - A = b", "environment:\n  - A =b", "environment:\n  - 'A = b'"],
    good: ["environment:\n  - A=b", "environment:\n  - A= b", "environment: {A: b}"],
  },
  "duplicate-variable": {
    bad: ["environment: ['A=1', 'A=2']", "environment:\n  - A\n  - A=1", "environment: ['A=1', 'B=1', 'A=1']"],
    good: ["environment: ['A=1', 'B=1']", "environment: {A: 1, B: 2}", "environment: ['A=1', 'a=1']"],
  },
  "misread-number": {
    bad: [
      "environment: {A: 3.10}",
      "environment: {A: 0755}",
      "environment: {A: 1e3}",
      "labels: {A: 1_000}",
      "environment: {A: 2024-01-01}",
      "build: {context: ., args: {A: 0x1F}}",
    ],
    good: [
      "environment: {A: '3.10'}",
      "environment: {A: 3.11}",
      "environment: {A: 8000}",
      "environment: {A: 1.2.3}",
      "environment: ['A=3.10']",
      "environment: {A: 0, B: -1, C: 1.5, D: 2024-13-01}",
    ],
  },
  "ambiguous-boolean": {
    bad: ["environment: {A: yes}", "restart: no", "environment: {A: Off}"],
    good: ["environment: {A: 'yes'}", "environment: {A: true}", "restart: 'no'", "environment: {A: yesterday}"],
  },
  "invalid-service-check": {
    bad: [
      "healthcheck: {test: [curl, x]}",
      "healthcheck: {test: ['curl -f x']}",
      "healthcheck:\n  test:\n    - pg_isready",
    ],
    good: [
      "healthcheck: {test: [CMD, x]}",
      "healthcheck: {test: curl x}",
      "healthcheck: {test: [NONE]}",
      "healthcheck: {test: [CMD-SHELL, a b]}",
      "healthcheck: {test: []}",
    ],
  },
  "shell-syntax-in-check": {
    bad: [
      "healthcheck: {test: [CMD, curl -f x]}",
      "healthcheck: {test: [CMD, a, '|', b]}",
      "healthcheck: {test: [CMD, a, '&&', b]}",
    ],
    good: [
      "healthcheck: {test: [CMD, curl, -f, x]}",
      "healthcheck: {test: [CMD-SHELL, 'a || b']}",
      "healthcheck: {test: a || b}",
      "healthcheck: {test: [CMD, sh, -c, 'a || b']}",
    ],
  },
  "invalid-mount": {
    bad: [
      "volumes: [{type: bind, source: ./a}]",
      "volumes: ['./a:b']",
      "volumes: [':/x']",
      "volumes: ['./a:/b:ro:rw:x']",
      "volumes: ['./a:/b:readonly']",
      "volumes: [data]",
    ],
    good: [
      "volumes: ['./a:/b:ro,z']",
      "volumes: ['/data']",
      "volumes: ['C:\\x:/b']",
      "volumes: ['./a:${T}']",
      "volumes: ['./a:C:\\b']",
    ],
  },
  "duplicate-mount-point": {
    bad: [
      "volumes: ['./a:/d', './b:/d/']",
      "volumes:\n  - ./a:/d\n  - type: tmpfs\n    target: /d",
      "volumes: ['/d', './a:/d']",
    ],
    good: ["volumes: ['./a:/a', './b:/b']", "volumes: ['./a:/d', './b:/d/b']", "volumes: ['./a:${T}', './b:${T}']"],
  },
  "anonymous-volume-over-code": {
    bad: ["build: .\nvolumes: ['./src:/src/', '/src/.venv']", "build: .\nvolumes: ['/app/venv', '.:/app']"],
    good: [
      "build: .\nvolumes: ['.:/app']",
      "build: .\nvolumes: ['.:/app', '/app/node_modules']",
      "build: .\nvolumes: ['.:/app', 'mods:/app/node_modules']",
      "volumes: ['.:/app', '/app/node_modules']",
      "build: .\nvolumes: ['.:/app', '/app/.ruff_cache']",
    ],
  },
  "outdated-data-path": {
    bad: [
      "=services:\n  a: {image: 'postgres:18', volumes: ['data:/var/lib/postgresql/data']}\n",
      "=services:\n  a: {image: 'postgres:18.1-alpine', volumes: ['./d:/var/lib/postgresql/data/']}\n",
      "=services:\n  a: {image: 'postgres:19', volumes: [/var/lib/postgresql/data]}\n",
    ],
    good: [
      "=services:\n  a: {image: 'postgres:17', volumes: ['data:/var/lib/postgresql/data']}\n",
      "=services:\n  a: {image: 'postgres:18', volumes: ['data:/var/lib/postgresql']}\n",
      "=services:\n  a: {image: 'postgres:18', environment: {PGDATA: /x}, volumes: ['data:/var/lib/postgresql/data']}\n",
    ],
  },
  "shell-operator-in-command": {
    bad: [
      "command: a && b",
      "command: a | b",
      "command: python x.py ; ls",
      "command: [a, '&&', b]",
      "entrypoint: a || b",
    ],
    good: [
      'command: sh -c "a && b"',
      "command: [sh, -c, 'a && b']",
      "command: python -c 'a; b'",
      "command: echo 'a && b'",
      "entrypoint: [sh, -c]\ncommand: a && b",
      'command: >\n  bash -c "a\n  && b"',
    ],
  },
  "missing-project-name": {
    bad: ["tty: true", "=services: {}\n", "=volumes: {}\n"],
    good: ["=name: a\nservices: {}\n", "=services: {}\nname: a\n", "="],
  },
  "unordered-services": {
    bad: ["=services:\n  b: {image: a}\n  a: {image: a}\n", "tty: true"],
    good: ["=services:\n  a: {image: a}\n  b: {image: a}\n", "=services: {}\n", "=services:\n  a: {image: a}\n"],
  },
  "unordered-dependencies": {
    bad: [
      "depends_on: [db, cache]",
      "depends_on:\n  z: {condition: service_started}\n  a: {condition: service_started}",
    ],
    good: ["depends_on: [cache, db]", "depends_on: [db]", "depends_on: []"],
  },
  "unordered-ports": {
    bad: ["ports: ['90:1', '80:1']", "ports: [90, 80]"],
    good: ["ports: ['80:1', '90:1']", "ports: ['${P}:${Q}', '80:1']", "ports: []"],
  },
  "unordered-service-keys": {
    bad: ["=services:\n  a:\n    ports: []\n    image: a\n", "restart: always\nenvironment: {}"],
    good: ["ports: []\nrestart: always", "x-a: 1\nports: []", "=services: {}\n"],
  },
  "unordered-top-level": {
    bad: ["=volumes: {}\nservices: {}\n", "=services: {}\nname: a\n", "=x-a: 1\nservices: {}\nx-b: 1\n"],
    good: ["=name: a\nservices: {}\nvolumes: {}\n", "=x-b: 1\nx-a: 1\nservices: {}\n", "=services: {}\nnetworks: {}\n"],
  },
  "quoted-volume": {
    bad: ["volumes: ['./a:/a']", 'volumes:\n  - "a:/a:ro"'],
    good: ["volumes:\n  - ./a:/a", "volumes: ['./a b:/a']", "volumes: [/a]", "volumes: ['./a:/a}']"],
  },
  "include-cycle": {
    bad: ["=include: [compose.yaml]\nservices:\n  web:\n    image: a\n", "=include:\n  - path: ./compose.yaml\n"],
    good: [
      "=include: [other.yaml]\nservices:\n  web:\n    image: a\n",
      "=include: ['${FILE}']\n",
      "=include: [a/compose.yaml]\n",
    ],
  },
  "inheritance-cycle": {
    bad: [
      "=services:\n  a:\n    extends: a\n",
      "=services:\n  a:\n    extends: b\n  b:\n    extends: c\n  c:\n    extends: {service: a}\n",
      "=services:\n  a:\n    extends: {service: a, file: ./compose.yaml}\n",
    ],
    good: [
      "=services:\n  a:\n    extends: b\n  b:\n    image: c\n",
      "=services:\n  a:\n    extends: {service: a, file: other.yaml}\n",
      "=services:\n  a:\n    extends: b\n  b:\n    extends: d\n  c:\n    extends: b\n  d:\n    image: x\n",
    ],
  },
  "unbuilt-platform": {
    bad: [
      "platform: linux/arm64\nbuild: {context: ., platforms: [linux/amd64, linux/386]}",
      "platform: linux\nbuild: {context: ., platforms: [linux/amd64]}",
    ],
    good: [
      "platform: linux/amd64\nbuild: {context: ., platforms: [linux/arm64, linux/amd64]}",
      "platform: linux/amd64\nbuild: .",
      "platform: ${P}\nbuild: {context: ., platforms: [linux/amd64]}",
      "build: {context: ., platforms: [linux/amd64]}",
    ],
  },
};
