import { joinPath } from "../../model/paths";
import type { UnitDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";
import { forwardScriptPath } from "../dockerfile/start-scripts";
import { FORWARD_BODY, FORWARD_HEAD } from "../text/forward-script";
import { LineWriter } from "../text/line-writer";

export const artefact = defineArtefact({
  id: "localhost-forward",
  title: "Connections to localhost, passed on to their services",
  scope: "unit",
  render({ unit }) {
    if (unit === null || unit.forwards.length === 0) return null;
    const path = joinPath(unit.context, forwardScriptPath(unit));
    const writer = writeForward(unit);
    return { path, unit: unit.unit, text: writer.text, reasons: writer.reasons(path, unit.unit), merge: "replace" };
  },
});

function writeForward({ forwards }: UnitDesign): LineWriter {
  const writer = new LineWriter();
  const why = (service: string): string => `localhost.${service}`;
  const first = why(forwards[0]?.service ?? "*");
  const others = forwards.filter(({ ownPlace }) => ownPlace === null);
  const own = forwards.filter(({ ownPlace }) => ownPlace !== null);
  writer.add(FORWARD_HEAD, first);
  for (const { port, service, target } of others) writer.add(`    (${port}, "${service}", ${target}),`, why(service));
  writer.add("]\n# Socket file of this container, service, port of the service.\nSOCKET_FILES = [", first);
  for (const { socket, service, target } of others)
    if (socket !== null) writer.add(`    ("${socket}", "${service}", ${target}),`, why(service));
  writer.add("]\n# Ports on which the code listens for this container alone.", first);
  writer.add(`OWN_PORTS = [${own.map(({ port }) => port).join(", ")}]`, own[0] ? why(own[0].service) : first);
  writer.add(FORWARD_BODY, first);
  return writer;
}
