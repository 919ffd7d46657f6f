import type { Blueprint, UnitDesign } from "../blueprint";
import { appServices, imageReference } from "../compose/app-services";
import { defineArtefact } from "../define-artefact";
import { TORCH_BACKEND } from "../install/torch-wheels";
import { runningOf } from "../orchestration/replicas";
import { LineWriter } from "../text/line-writer";
import { entry, map, treeOf, writeEntries, type YamlEntry } from "../text/yaml-tree";

export const artefact = defineArtefact({
  id: "compose-gpu",
  title: "Compose file for machines with a graphics card",
  scope: "stack",
  render({ blueprint }) {
    const services = blueprint.units.flatMap(unit => gpuServices(blueprint, unit));
    if (services.length === 0) return null;
    const main = blueprint.compose.path;
    const path = main.replace(/\.(ya?ml)$/, ".gpu.$1");
    const writer = new LineWriter();
    writer.add("# Needs the NVIDIA Container Toolkit on the machine.", "gpu.variant");
    writer.add(`# docker compose -f ${main} -f ${path} up --detach --wait --build`, "gpu.variant");
    writeEntries(writer, [entry("services", map(services), "gpu.variant")], 0);
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "compose" };
  },
});

/** What computes gets a card; migrations and other one-shots do without. */
function gpuServices(blueprint: Blueprint, unit: UnitDesign): readonly YamlEntry[] {
  const { gpu } = unit;
  if (gpu === null || !gpu.isWanted) return [];
  const wheels = unit.isForeignDockerfile ? null : gpu.wheels;
  return appServices(blueprint, unit)
    .filter(
      service => service.name === unit.web?.service || unit.processes.some(({ service: own }) => own === service.name),
    )
    .filter(
      service =>
        runningOf(service).kind !== "service" ||
        unit.processes.every(({ role, service: own }) => own !== service.name || role !== "beat"),
    )
    .map(({ name }, at) =>
      entry(
        name,
        map([
          unit.isForeignDockerfile ? null : entry("image", `${imageReference(blueprint, unit)}:gpu`),
          wheels === null ? null : entry("build", treeOf({ args: { [TORCH_BACKEND]: wheels.variant } }), "gpu.wheels"),
          entry(
            "deploy",
            treeOf({
              resources: { reservations: { devices: [{ driver: "nvidia", count: 1, capabilities: ["gpu"] }] } },
            }),
          ),
        ]),
        "gpu.variant",
        { gap: at > 0 },
      ),
    );
}
