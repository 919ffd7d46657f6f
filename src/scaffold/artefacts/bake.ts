import { relativeTo } from "../../model/paths";
import type { Blueprint, UnitDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";
import { releasedImage } from "../orchestration/released-image";
import { LineWriter } from "../text/line-writer";

const PATH = "docker-bake.hcl";

export const artefact = defineArtefact({
  id: "bake",
  title: "Bake file",
  scope: "stack",
  optional: true,
  emptyWhen: "the plan builds no image",
  render({ blueprint }) {
    const { units } = blueprint;
    if (units.length === 0) return null;
    const writer = new LineWriter();
    writer.add(
      [
        `# docker buildx bake --file ${PATH} builds for this machine.`,
        `# docker buildx bake --file ${PATH} --push release builds for every platform, with provenance and a bill of`,
        "# materials; it needs a builder that can (docker buildx create --use).",
        ...variable("TAG", units[0] ? releasedImage(blueprint, units[0]).tag : "latest"),
        "",
        ...variable("REVISION", "unknown"),
        "",
        ...group(
          "default",
          units.map(({ name }) => name),
        ),
        "",
        ...group(
          "release",
          units.map(({ name }) => releaseName(name)),
        ),
      ],
      "files",
    );
    for (const unit of units) {
      writer.gap().add(target(blueprint, unit), "files");
      writer.gap().add(release(blueprint, unit), "platforms");
    }
    return { path: PATH, unit: null, text: writer.text, reasons: writer.reasons(PATH, null), merge: "replace" };
  },
});

function variable(name: string, value: string): readonly string[] {
  return [`variable ${text(name)} {`, `  default = ${text(value)}`, "}"];
}

function group(name: string, targets: readonly string[]): readonly string[] {
  return [`group ${text(name)} {`, `  targets = ${list(targets)}`, "}"];
}

function target(blueprint: Blueprint, unit: UnitDesign): readonly string[] {
  return [
    `target ${text(unit.name)} {`,
    `  context    = ${text(unit.context === "" ? "." : unit.context)}`,
    `  dockerfile = ${text(relativeTo(unit.context, unit.dockerfile))}`,
    ...(unit.isForeignDockerfile ? [] : ['  target     = "runtime"']),
    `  tags       = ["${releasedImage(blueprint, unit).name}:\${TAG}"]`,
    ...(unit.isForeignDockerfile ? [] : ["  args       = { REVISION = REVISION }"]),
    ...(unit.install.secrets.length > 0
      ? [
          `  secret     = ${list(unit.install.secrets.map(({ id, file }) => `id=${id},${file === null ? `env=${id}` : `src=${file}`}`))}`,
        ]
      : []),
    "}",
  ];
}

/** The engine's own builder knows neither several platforms nor attestations, so these are a target of their own. */
function release({ platforms }: Blueprint, { name }: UnitDesign): readonly string[] {
  return [
    `target ${text(releaseName(name))} {`,
    `  inherits  = ${list([name])}`,
    ...(platforms.length > 0 ? [`  platforms = ${list(platforms)}`] : []),
    '  attest    = ["type=provenance,mode=max", "type=sbom"]',
    "}",
  ];
}

function releaseName(name: string): string {
  return `${name}-release`;
}

/** A text of HCL; `${` would start an expression. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll("${", "$${");
}

function list(values: readonly string[]): string {
  return `[${values.map(text).join(", ")}]`;
}
