import { defineArtefact } from "../define-artefact";
import { LineWriter } from "../text/line-writer";

export const artefact = defineArtefact({
  id: "NAME",
  title: "TITLE",
  scope: "stack",
  optional: true,
  render({ blueprint }) {
    const path = "NAME.txt";
    const writer = new LineWriter();
    // Each line names the decision that it comes from.
    writer.add(`# Units: ${blueprint.units.map(({ name }) => name).join(", ")}`, "files");
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "replace" };
  },
});
