import type { Blueprint, UnitDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";
import { LineWriter } from "../text/line-writer";
import { treeOf, writeEntries, type Plain } from "../text/yaml-tree";

const PATH = ".github/workflows/containers.yml";

/** Test, then for each image: the engine's own checks, build, scan, push; what is pushed is what was scanned. */
export const artefact = defineArtefact({
  id: "github-actions",
  title: "GitHub Actions workflow",
  scope: "stack",
  optional: true,
  emptyWhen: "the plan builds no image of an application",
  render({ blueprint }) {
    const units = blueprint.units.filter(({ kind }) => kind !== "library");
    if (units.length === 0) return null;
    const testing = units.filter(unit => unit.tests !== null && !unit.isForeignDockerfile);
    const writer = new LineWriter();
    const add = (part: Plain, why: string): void => {
      const tree = treeOf(part);
      if (tree.kind === "map") writeEntries(writer.gap(), tree.entries, 0, why);
    };
    add({ name: "Containers" }, "files");
    // Whichever of the two the repository has for its default.
    add({ on: { push: { branches: ["main", "master"], tags: ["v*"] }, pull_request: null } }, "files");
    add({ permissions: { contents: "read" } }, "files");
    add({ concurrency: { group: "${{ github.workflow }}-${{ github.ref }}", "cancel-in-progress": true } }, "files");
    const jobs: Record<string, Plain> = {
      ...(testing.length > 0 ? { test: testJob(blueprint, testing) } : {}),
      ...Object.fromEntries(units.map(unit => [`image-${unit.name}`, imageJob(blueprint, unit, testing.length > 0)])),
    };
    add({ jobs }, "test.command");
    return { path: PATH, unit: null, text: writer.text, reasons: writer.reasons(PATH, null), merge: "replace" };
  },
});

function testJob(blueprint: Blueprint, units: readonly UnitDesign[]): Plain {
  const file = blueprint.compose.path.replace(/\.(ya?ml)$/, ".test.$1");
  return {
    "runs-on": "ubuntu-latest",
    steps: [
      { uses: "actions/checkout@v4" },
      ...units.map(unit => ({
        run: `docker compose -f ${file} run --rm --build ${unit.unit === null ? "tests" : `${unit.name}-tests`}`,
      })),
    ],
  };
}

const PUSHES = "github.event_name != 'pull_request'";

function imageJob(blueprint: Blueprint, unit: UnitDesign, needsTest: boolean): Plain {
  const { registry } = blueprint;
  const host = registry?.split("/")[0] ?? "ghcr.io";
  const isGithub = host === "ghcr.io";
  const base = registry ?? "ghcr.io/${{ github.repository }}";
  const isCrossBuilt = blueprint.platforms.some(platform => platform !== "linux/amd64");
  const build: Record<string, Plain> = {
    context: unit.context === "" ? "." : unit.context,
    file: unit.dockerfile,
    ...(unit.isForeignDockerfile ? {} : { target: "runtime" }),
    ...(unit.install.secrets.length > 0
      ? {
          // Files of a developer's machine; a workflow has them as secrets of the repository.
          secrets: unit.install.secrets.map(({ id }) => `${id}=\${{ secrets.${secretName(id)} }}`).join(","),
        }
      : {}),
    "cache-from": `type=gha,scope=${unit.name}`,
  };
  const scanned = `${unit.name}:scan`;
  return {
    ...(needsTest ? { needs: "test" } : {}),
    "runs-on": "ubuntu-latest",
    permissions: { contents: "read", ...(isGithub ? { packages: "write" } : {}) },
    steps: [
      { uses: "actions/checkout@v4" },
      ...(isCrossBuilt ? [{ uses: "docker/setup-qemu-action@v3" }] : []),
      { uses: "docker/setup-buildx-action@v3" },
      {
        name: "Check the Dockerfile",
        uses: "docker/build-push-action@v6",
        with: { context: build["context"] ?? ".", file: build["file"] ?? "Dockerfile", call: "check" },
      },
      {
        name: "Build for the scan",
        uses: "docker/build-push-action@v6",
        with: { ...build, load: true, tags: scanned, "cache-to": `type=gha,mode=max,scope=${unit.name}` },
      },
      {
        name: "Scan for vulnerabilities that have a fix",
        uses: "anchore/scan-action@v6",
        with: { image: scanned, "only-fixed": true, "severity-cutoff": "critical" },
      },
      {
        if: PUSHES,
        uses: "docker/login-action@v3",
        with: {
          registry: host,
          username: isGithub ? "${{ github.actor }}" : "${{ secrets.REGISTRY_USER }}",
          password: isGithub ? "${{ secrets.GITHUB_TOKEN }}" : "${{ secrets.REGISTRY_PASSWORD }}",
        },
      },
      {
        id: "meta",
        uses: "docker/metadata-action@v5",
        with: { images: unit.unit === null && registry === null ? base : `${base}/${unit.name}` },
      },
      {
        name: "Push",
        if: PUSHES,
        uses: "docker/build-push-action@v6",
        with: {
          ...build,
          ...(blueprint.platforms.length > 0 ? { platforms: blueprint.platforms.join(",") } : {}),
          push: true,
          tags: "${{ steps.meta.outputs.tags }}",
          labels: "${{ steps.meta.outputs.labels }}",
          ...(unit.isForeignDockerfile ? {} : { "build-args": "REVISION=${{ github.sha }}" }),
          provenance: "mode=max",
          sbom: true,
        },
      },
    ],
  };
}

/** `pip.conf` as a name that a repository's secret may bear. */
function secretName(id: string): string {
  return id.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
}
