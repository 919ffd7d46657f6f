import assert from "node:assert/strict";
import type { EntryPoint, Integration } from "../../../src/model/recon";
import { componentDiagram } from "../../../src/report/diagram";
import { emptyRecon } from "../../kit/samples";

const place = { path: "app.py", line: 1, column: 1, text: "", confidence: "high" } as const;
const entry = (kind: EntryPoint["kind"], port: number | null): EntryPoint => ({
  kind,
  name: kind,
  target: "app",
  command: [],
  devCommand: [],
  port,
  place,
  confidence: "high",
  rank: 1,
});
const service = (name: string, kind: Integration["kind"], protocol: string, optional = false, host?: string) => ({
  service: name,
  kind,
  protocol,
  via: "code" as const,
  variables: [],
  breaksInContainer: null,
  optional,
  places: [place],
  ...(host === undefined ? {} : { host }),
});

describe("the component diagram", () => {
  const lines = componentDiagram({
    ...emptyRecon("shop"),
    entryPoints: [entry("wsgi", 8000), entry("worker", null)],
    integrations: [
      service("postgres", "database", "postgresql"),
      service("redis", "cache", "redis"),
      ...["a", "b", "c", "d"].map(name => service("http-api", "http", "https", true, `${name}.example`)),
    ],
  }).split("\n");

  it("draws what processes share once, with protocol and port", () => {
    assert.ok(lines.includes('  client -->|"HTTP 8000"| app_wsgi_wsgi'), lines.join("\n"));
    assert.equal(lines.filter(line => line.includes("svc_PostgreSQL") && line.includes("-->")).length, 1);
    assert.ok(lines.includes('  code_shop -->|"postgresql 5432"| svc_PostgreSQL'));
  });
  it("draws every worker, and of the servers of one kind the likeliest", () => {
    const ranked = (kind: EntryPoint["kind"], name: string, rank: number, confidence: "high" | "low" = "high") => ({
      ...entry(kind, null),
      name,
      rank,
      confidence,
    });
    const text = componentDiagram({
      ...emptyRecon("shop"),
      entryPoints: [
        ranked("wsgi", "site", 1),
        ranked("wsgi", "example", 2),
        ranked("worker", "mails", 1),
        ranked("worker", "images", 2),
        ranked("worker", "maybe", 3, "low"),
      ],
    });
    const drawn = ["site", "example", "mails", "images", "maybe"].filter(name => text.includes(`["${name}"]`));
    assert.deepEqual(drawn, ["site", "mails", "images"]);
  });
  it("says by which service workers get their tasks", () => {
    assert.ok(lines.includes('  code_shop -->|"redis 6379, tasks"| svc_Redis'), lines.join("\n"));
  });
  it("puts a crowd of one kind into one box, dashed where the code can do without", () => {
    const dashed = lines.filter(line => line.includes("-.->"));
    assert.equal(dashed.length, 1);
    assert.match(lines.join("\n"), /a\.example<br\/>b\.example<br\/>c\.example<br\/>d\.example/);
  });
});
