import { writeParts } from "../compose/compose-tree";
import { defineArtefact } from "../define-artefact";
import { commentList } from "../dockerfile/instructions";
import { designSwarm } from "../orchestration/swarm";
import { LineWriter } from "../text/line-writer";
import { envNeeds } from "../text/env-file";

const PATH = "stack.yaml";

export const artefact = defineArtefact({
  id: "swarm",
  title: "Swarm stack",
  scope: "stack",
  optional: true,
  emptyWhen: "nothing of the plan keeps running",
  render({ blueprint }) {
    const { parts, lost } = designSwarm(blueprint);
    if (parts.apps.flat().length === 0) return null;
    const writer = new LineWriter();
    const source = envNeeds(blueprint).length > 0 ? "set -a; . ./.env; set +a; " : "";
    writer.add(
      `# ${source}docker stack deploy --with-registry-auth --compose-file ${PATH} ${blueprint.project}`,
      "files",
    );
    writer.add("# What Compose does and Swarm does not:", "files");
    writer.add(commentList(lost), "files");
    writeParts(writer, blueprint, parts);
    return { path: PATH, unit: null, text: writer.text, reasons: writer.reasons(PATH, null), merge: "replace" };
  },
});
