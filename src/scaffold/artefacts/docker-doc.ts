import { withComposeFile } from "../compose/from-compose";
import { defineArtefact } from "../define-artefact";
import { writeDocument } from "../document/write-document";

export const artefact = defineArtefact({
  id: "docker-doc",
  title: "Documentation for the team",
  scope: "stack",
  render({ blueprint }) {
    const path = `${blueprint.reportFolder}/docker.md`;
    const writer = writeDocument(blueprint);
    const text = withComposeFile(blueprint, writer.text);
    return { path, unit: null, text, reasons: writer.reasons(path, null), merge: "replace", cites: true };
  },
});
