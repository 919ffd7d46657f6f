import assert from "node:assert/strict";
import { parse } from "yaml";
import type { EnvironmentVariable } from "../../../../src/model/recon";
import { at, dependency, entryPoint, integration, recon, variable } from "../recon-kit";
import { changesOf } from "../plan-kit";

interface Service {
  readonly environment: Record<string, string>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
}

const needed = (name: string, parts: Partial<EnvironmentVariable> = {}): EnvironmentVariable =>
  variable(name, { required: true, ...parts });

async function stackOf(client: string, environment: readonly EnvironmentVariable[]): Promise<Record<string, Service>> {
  const changes = await changesOf(
    recon({
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
      dependencies: [dependency(client)],
      integrations: [
        integration(
          "s3",
          environment.map(({ name }) => name),
          { kind: "storage", places: [at("files.py:3")] },
        ),
      ],
      environment,
    }),
    { "requirements.txt": `${client}\n` },
  );
  const text = changes.files.find(({ path }) => path === "compose.yaml")?.text ?? "";
  return (parse(text, { merge: true }) as { services: Record<string, Service> }).services;
}

describe("keys of a store that stands for a cloud", () => {
  const endpoint = needed("S3_ENDPOINT_URL");
  const bucket = needed("UPLOADS_BUCKET", { required: false, default: "uploads", hasDefault: true });

  it("are given under the names that botocore looks for where the code reads none", async () => {
    const { web, storage } = await stackOf("boto3", [endpoint, bucket]);
    assert.equal(web?.environment["AWS_ACCESS_KEY_ID"], "app");
    assert.match(web?.environment["AWS_SECRET_ACCESS_KEY"] ?? "", /^\$\{S3_PASSWORD:\?/);
    assert.equal(storage?.environment["MINIO_ROOT_USER"], "app");
    // Only a sample names the variable.
    const sample = variable("AWS_SECRET_ACCESS_KEY", { scope: "library", secret: true });
    const { web: again } = await stackOf("boto3", [endpoint, bucket, sample]);
    assert.match(again?.environment["AWS_SECRET_ACCESS_KEY"] ?? "", /S3_PASSWORD/);
  });

  it("are left to the variables that the code reads, and to clients of another kind", async () => {
    const named = await stackOf("boto3", [
      endpoint,
      needed("S3_ACCESS_KEY"),
      needed("S3_SECRET_KEY", { secret: true }),
    ]);
    assert.equal(named["web"]?.environment["AWS_ACCESS_KEY_ID"], undefined);
    assert.match(named["web"]?.environment["S3_SECRET_KEY"] ?? "", /S3_PASSWORD/);
    const other = await stackOf("minio", [endpoint, bucket]);
    assert.equal(other["web"]?.environment["AWS_ACCESS_KEY_ID"], undefined);
  });

  it("come with the buckets that variables name", async () => {
    const { web, storage } = await stackOf("boto3", [endpoint, bucket, needed("BACKUP_BUCKET_NAME")]);
    assert.equal(web?.environment["BACKUP_BUCKET_NAME"], "app");
    assert.deepEqual(storage?.entrypoint, ["sh", "-euc"]);
    assert.match(
      storage?.command?.[0] ?? "",
      /^mkdir -p \/data\/app \/data\/uploads && exec docker-entrypoint\.sh server /,
    );
    const { storage: plain } = await stackOf("boto3", [endpoint]);
    assert.deepEqual([plain?.entrypoint, plain?.command?.[0]], [undefined, "server"]);
  });
});
