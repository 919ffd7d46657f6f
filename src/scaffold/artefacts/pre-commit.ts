import { defineArtefact } from "../define-artefact";
import { LineWriter } from "../text/line-writer";
import { treeOf, writeEntries } from "../text/yaml-tree";

const PATH = ".pre-commit-config.yaml";

/** A hook that lints what is about to be committed; the command line of Drydock has to be on PATH. */
export const artefact = defineArtefact({
  id: "pre-commit",
  title: "pre-commit hook",
  scope: "stack",
  optional: true,
  render() {
    const writer = new LineWriter();
    const tree = treeOf({
      repos: [
        {
          repo: "local",
          hooks: [
            {
              id: "drydock-lint",
              name: "Lint Docker files",
              entry: "drydock lint",
              language: "system",
              files: String.raw`(^|/)((Docker|Container)file[^/]*|[^/]*\.dockerfile|(docker-)?compose[^/]*\.ya?ml)$`,
            },
          ],
        },
      ],
    });
    if (tree.kind === "map") writeEntries(writer, tree.entries, 0, "files");
    return { path: PATH, unit: null, text: writer.text, reasons: writer.reasons(PATH, null), merge: "yaml-list" };
  },
});
