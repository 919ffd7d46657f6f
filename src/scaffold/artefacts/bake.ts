import { defineArtefact } from "../define-artefact";
import { imageReference } from "../compose/app-services";
import { LineWriter } from "../text/line-writer";
import { relativeTo } from "../text/paths";

export const artefact = defineArtefact({
  id: "bake",
  title: "Bake file",
  scope: "stack",
  optional: true,
  render({ blueprint }) {
    const units = blueprint.units.filter(({ isForeignDockerfile }) => !isForeignDockerfile);
    if (units.length === 0) return null;
    const path = "docker-bake.hcl";
    const writer = new LineWriter();
    writer.add(
      [
        "# docker buildx bake; docker buildx bake --set '*.platform=linux/amd64,linux/arm64' for both.",
        'variable "TAG" {',
        '  default = "latest"',
        "}",
        "",
        'variable "REVISION" {',
        '  default = "unknown"',
        "}",
        "",
      ],
      "files",
    );
    writer.add(
      ['group "default" {', `  targets = [${units.map(({ name }) => JSON.stringify(name)).join(", ")}]`, "}"],
      "files",
    );
    for (const unit of units) {
      writer
        .gap()
        .add(
          [
            `target ${JSON.stringify(unit.name)} {`,
            `  context    = ${JSON.stringify(unit.context === "" ? "." : unit.context)}`,
            `  dockerfile = ${JSON.stringify(relativeTo(unit.context, unit.dockerfile))}`,
            '  target     = "runtime"',
            `  tags       = ["${imageReference(blueprint, unit)}:\${TAG}"]`,
            "  args       = { REVISION = REVISION }",
            '  attest     = ["type=provenance,mode=max", "type=sbom"]',
            "}",
          ],
          "files",
        );
    }
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "replace" };
  },
});
