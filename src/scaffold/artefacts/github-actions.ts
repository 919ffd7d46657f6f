import { defineArtefact } from "../define-artefact";
import { LineWriter } from "../text/line-writer";
import { relativeTo } from "../text/paths";

export const artefact = defineArtefact({
  id: "github-actions",
  title: "GitHub Actions workflow",
  scope: "stack",
  optional: true,
  render({ blueprint }) {
    const units = blueprint.units.filter(({ isForeignDockerfile, kind }) => !isForeignDockerfile && kind !== "library");
    if (units.length === 0) return null;
    const path = ".github/workflows/containers.yml";
    const tests = blueprint.compose.path.replace(/\.(ya?ml)$/, ".test.$1");
    const testing = units.filter(unit => unit.tests !== null);
    const writer = new LineWriter();
    writer.add(
      [
        "name: Containers",
        "",
        "on:",
        "  push:",
        "    branches: [main]",
        '    tags: ["v*"]',
        "  pull_request:",
        "",
        "permissions:",
        "  contents: read",
        "",
        "concurrency:",
        "  group: ${{ github.workflow }}-${{ github.ref }}",
        "  cancel-in-progress: true",
        "",
        "jobs:",
      ],
      "files",
    );
    if (testing.length > 0) {
      writer.add(
        ["  test:", "    runs-on: ubuntu-latest", "    steps:", "      - uses: actions/checkout@v4"],
        "test.command",
      );
      for (const unit of testing) {
        writer.add(
          `      - run: docker compose -f ${tests} run --rm --build ${unit.unit === null ? "tests" : `${unit.name}-tests`}`,
          "test.command",
        );
      }
    }
    for (const unit of units) {
      writer
        .gap()
        .add(
          [
            `  image-${unit.name}:`,
            ...(testing.length > 0 ? ["    needs: test"] : []),
            "    runs-on: ubuntu-latest",
            "    permissions:",
            "      contents: read",
            "      packages: write",
            "    steps:",
            "      - uses: actions/checkout@v4",
            "      - uses: docker/setup-buildx-action@v3",
            "      - if: github.event_name != 'pull_request'",
            "        uses: docker/login-action@v3",
            "        with:",
            "          registry: ghcr.io",
            "          username: ${{ github.actor }}",
            "          password: ${{ secrets.GITHUB_TOKEN }}",
            "      - id: meta",
            "        uses: docker/metadata-action@v5",
            "        with:",
            `          images: ghcr.io/\${{ github.repository }}${unit.unit === null ? "" : `/${unit.name}`}`,
            "      - uses: docker/build-push-action@v6",
            "        with:",
            `          context: ${unit.context === "" ? "." : unit.context}`,
            `          file: ${unit.context === "" ? relativeTo("", unit.dockerfile) : unit.dockerfile}`,
            "          target: runtime",
            "          push: ${{ github.event_name != 'pull_request' }}",
            "          tags: ${{ steps.meta.outputs.tags }}",
            "          labels: ${{ steps.meta.outputs.labels }}",
            "          build-args: REVISION=${{ github.sha }}",
            `          cache-from: type=gha,scope=${unit.name}`,
            `          cache-to: type=gha,mode=max,scope=${unit.name}`,
            "          provenance: mode=max",
            "          sbom: true",
          ],
          "files",
        );
    }
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "replace" };
  },
});
