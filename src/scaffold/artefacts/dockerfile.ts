import type { UnitDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";
import { writeFrontEnds } from "../dockerfile/front-end-stage";
import { writeBase, writeBuild, writeDev, writePackage, writeRuntime, writeTest } from "../dockerfile/stages";
import { LineWriter } from "../text/line-writer";

export const artefact = defineArtefact({
  id: "dockerfile",
  title: "Dockerfile",
  scope: "unit",
  render({ unit }) {
    if (unit === null) return null;
    const writer = writeDockerfile(unit);
    return {
      path: unit.dockerfile,
      unit: unit.unit,
      text: writer.text,
      reasons: writer.reasons(unit.dockerfile, unit.unit),
      merge: "dockerfile",
    };
  },
});

/** Stages in the order in which they build on each other; the last one is what `docker build` makes without a target. */
function writeDockerfile(unit: UnitDesign): LineWriter {
  const writer = new LineWriter();
  if (unit.syntax !== null) writer.add(`# syntax=${unit.syntax}`, "dockerfile.syntax");
  writeBase(writer, unit);
  writeBuild(writer, unit);
  writeFrontEnds(writer, unit);
  writeDev(writer, unit);
  writeTest(writer, unit);
  writePackage(writer, unit);
  writeRuntime(writer, unit);
  return writer;
}
