/** A Dockerfile after `FROM debian:13`, or a whole one behind `=`; or several files by name. */
export type ConfiguredFiles = string | Readonly<Record<string, string>>;

/** Cases of the rules that only say something by what `.hadolint.yaml` asks for, or by a further file. */
export interface ConfiguredCases {
  /** `.hadolint.yaml`, where it is the same for all cases. */
  readonly hadolint?: string;
  readonly bad: readonly ConfiguredFiles[];
  readonly good: readonly ConfiguredFiles[];
}

const schema = (type: string): string => `label-schema:\n  own: ${type}\n`;
const web = "services:\n  web:\n    image: shop:1\n";
const db = "services:\n  db:\n    image: postgres:17\n    ports: ['5432']\n";

export const CONFIGURED_CASES: Readonly<Record<string, ConfiguredCases>> = {
  "inline-ignore": {
    bad: [
      "# hadolint ignore=DL3006\nRUN a",
      "#hadolint ignore=DL3006,DL3008\nRUN a",
      "=# hadolint ignore=DL3006\nFROM a\n",
    ],
    good: [
      "# hadolint global ignore=DL3006\nRUN a",
      "# check=skip=all\nRUN a",
      "RUN echo '# hadolint ignore=DL3006'",
      "# ignore this\nRUN a",
    ],
  },
  "untrusted-registry": {
    hadolint: "trustedRegistries:\n  - registry.example.com\n  - '*.example.org'\n",
    bad: ["", "=FROM example.net/a:1\n", "=FROM registry.example.com/a:1\nCOPY --from=example.net/b:1 /b /b\n"],
    good: [
      "=FROM registry.example.com/a:1\n",
      "=FROM eu.example.org/a:1\n",
      "=FROM scratch\n",
      "=FROM registry.example.com/a:1 AS a\nFROM a\nCOPY --from=a /b /b\n",
      "=ARG BASE\nFROM $BASE\n",
    ],
  },
  "missing-label": {
    hadolint: schema("text"),
    bad: ["", "LABEL other=a", "=FROM a AS b\nLABEL own=a\nFROM c\n"],
    good: [
      "LABEL own=a",
      "LABEL other=b own=a",
      "=FROM a AS b\nLABEL own=a\nFROM b\n",
      "=FROM a AS b\nRUN c\nFROM d\nLABEL own=a\nCOPY --from=b /e /e\n",
    ],
  },
  "unexpected-label": {
    hadolint: `${schema("text")}strict-labels: true\n`,
    bad: ["LABEL other=a", "LABEL own=a other=b", "LABEL OWN=a"],
    good: ["LABEL own=a", 'LABEL own=""', "ENV other=a", "RUN a"],
  },
  "empty-label": {
    hadolint: schema("text"),
    bad: ['LABEL own=""', "LABEL own=''", 'LABEL other=a own=""'],
    good: ["LABEL own=a", "LABEL own=$A", 'LABEL other=""', 'LABEL own="0"'],
  },
  "invalid-email-label": {
    hadolint: schema("email"),
    bad: ["LABEL own=team", "LABEL own=team@", "LABEL own=a..b@example.com", 'LABEL own="Team <team@example.com>"'],
    good: ["LABEL own=team@example.com", "LABEL own=a.b+c@mail.example.com", "LABEL own=$MAIL", "LABEL other=team"],
  },
  "invalid-hash-label": {
    hadolint: schema("hash"),
    bad: ["LABEL own=main", "LABEL own=43c572", "LABEL own=43C572F", `LABEL own=${"a".repeat(41)}`],
    good: ["LABEL own=43c572f", `LABEL own=${"0a".repeat(20)}`, "LABEL own=${GIT_SHA}", "LABEL other=main"],
  },
  "invalid-license-label": {
    hadolint: schema("spdx"),
    bad: ["LABEL own=free", "LABEL own=mit", "LABEL own=GPL"],
    good: ["LABEL own=MIT", "LABEL own=Apache-2.0", "LABEL own=$LICENSE", "LABEL other=free"],
  },
  "invalid-time-label": {
    hadolint: schema("rfc3339"),
    bad: [
      "LABEL own=yesterday",
      "LABEL own=2026-01-31",
      "LABEL own=2026-02-30T12:00:00Z",
      "LABEL own=2026-01-31T12:00:00",
    ],
    good: [
      "LABEL own=2026-01-31T12:00:00Z",
      "LABEL own=2024-02-29T23:59:60+01:00",
      "LABEL own=2026-01-31T12:00:00.123Z",
      "LABEL own=$BUILD_DATE",
    ],
  },
  "invalid-url-label": {
    hadolint: schema("url"),
    bad: ["LABEL own=example", "LABEL own=www.example.com", 'LABEL own="https://example.com/a b"'],
    good: [
      "LABEL own=https://example.com/a",
      "LABEL own=git+ssh://example.com/a",
      "LABEL own=$URL",
      "LABEL other=example",
    ],
  },
  "invalid-version-label": {
    hadolint: schema("semver"),
    bad: ["LABEL own=1.4", "LABEL own=v1.4.0", "LABEL own=1.04.0", "LABEL own=latest"],
    good: ["LABEL own=1.4.0", "LABEL own=1.4.0-rc.1+build.5", "LABEL own=${VERSION}", "LABEL other=1.4"],
  },
  "missing-include": {
    bad: [
      { "compose.yaml": `include:\n  - db.yaml\n${web}` },
      { "compose.yaml": `include:\n  - path: [db.yaml, more.yaml]\n${web}`, "db.yaml": db },
      { "compose.yaml": `include:\n  - db.yaml\n${web}`, "infra/db.yaml": db },
    ],
    good: [
      { "compose.yaml": `include:\n  - db.yaml\n${web}`, "db.yaml": db },
      { "compose.yaml": `include:\n  - path: infra/db.yaml\n${web}`, "infra/db.yaml": db },
      { "compose.yaml": `include:\n  - \${FILE}\n${web}` },
      { "compose.yaml": `include:\n  - oci://example.com/db:1\n${web}` },
    ],
  },
  "conflicting-include": {
    bad: [
      { "compose.yaml": "include:\n  - db.yaml\nservices:\n  db:\n    image: postgres:16\n", "db.yaml": db },
      {
        "compose.yaml": `include:\n  - db.yaml\n${web}volumes:\n  data:\n    external: true\n`,
        "db.yaml": `${db}volumes:\n  data: {}\n`,
      },
    ],
    good: [
      { "compose.yaml": `include:\n  - db.yaml\n${web}`, "db.yaml": db },
      {
        "compose.yaml": "include:\n  - db.yaml\nservices:\n  db:\n    ports: ['5432']\n    image: postgres:17\n",
        "db.yaml": db,
      },
      { "compose.yaml": "services:\n  db:\n    image: postgres:16\n", "db.yaml": db },
      {
        "compose.yaml": `include:\n  - path: [db.yaml, ports.yaml]\n${web}`,
        "db.yaml": db,
        "ports.yaml": "services:\n  db:\n    ports: ['5433']\n",
      },
    ],
  },
};
