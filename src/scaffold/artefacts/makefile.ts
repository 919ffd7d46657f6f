import { commandRows } from "../document/commands";
import { withComposeFile } from "../compose/from-compose";
import { defineArtefact } from "../define-artefact";
import { LineWriter } from "../text/line-writer";

/** Names that make looks for, in its order. */
const NAMES = ["GNUmakefile", "makefile", "Makefile"];

/** Short names for the commands of the document; targets of the person's own stay as they are. */
export const artefact = defineArtefact({
  id: "makefile",
  title: "Makefile targets",
  scope: "stack",
  optional: true,
  emptyWhen: "no command of the plan has a short name",
  render({ blueprint }) {
    const rows = commandRows(blueprint).flatMap(({ target, command }) =>
      target === null ? [] : [{ target, command }],
    );
    if (rows.length === 0) return null;
    const path = NAMES.find(name => blueprint.layout.allFiles.includes(name)) ?? "Makefile";
    const writer = new LineWriter();
    for (const { target, command } of rows) {
      writer
        .gap()
        .add(
          [
            `.PHONY: docker-${target}`,
            `docker-${target}:`,
            `\t${withComposeFile(blueprint, command).replaceAll("$", "$$$$")}`,
          ],
          "files",
        );
    }
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "makefile" };
  },
});
