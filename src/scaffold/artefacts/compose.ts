import { defineArtefact } from "../define-artefact";
import { writeCompose } from "../compose/compose-tree";

export const artefact = defineArtefact({
  id: "compose",
  title: "Compose file",
  scope: "stack",
  render({ blueprint }) {
    const writer = writeCompose(blueprint);
    const { path } = blueprint.compose;
    if (blueprint.units.every(unit => unit.kind === "library") && blueprint.services.length === 0) return null;
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "compose" };
  },
});
