import type { Evidence } from "../../model/evidence";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector } from "../define-detector";
import { asStrings, asText, at, items } from "../../workspace/data-node";
import { parentOf, pathInside } from "../../model/paths";

/** Python configurations of `.vscode/launch.json`: how the authors start it on their machines. */
export const detector = defineDetector({
  id: "launch-configuration",
  title: "VS Code launch configurations",
  reads: { files: [".vscode/launch.json", "**/.vscode/launch.json"] },
  detect(context) {
    const { workspace } = context;
    return context.files.flatMap((path): readonly Evidence[] => {
      const root = parentOf(parentOf(path));
      const local = (text: string): string =>
        text.replace(/\$\{workspace(?:Folder|Root)\}\/?/g, "").replace(/\$\{[^}]*\}/g, "");
      return items(at(workspace.data(path).root, "configurations")).flatMap(node => {
        const type = asText(at(node, "type"));
        if (type !== "python" && type !== "debugpy") return [];
        const module = asText(at(node, "module"));
        const program = local(asText(at(node, "program")) ?? "");
        const args = asStrings(at(node, "args")).map(local);
        const words =
          module !== undefined
            ? ["python", "-m", module, ...args]
            : program.endsWith(".py")
              ? ["python", program, ...args]
              : [];
        const folder = pathInside(root, local(asText(at(node, "cwd")) ?? "")) ?? root;
        return commandEvidence(context, words, {
          source: "readme",
          name: null,
          folders: [...new Set([folder, root])],
          place: workspace.place(path, node.span.start, "low"),
          roles: ["serve", "worker", "beat"],
        }).filter(({ claim }) => claim !== "problem" && claim !== "port");
      });
    });
  },
});
