import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector } from "../define-detector";
import { asText, at } from "../../workspace/data-node";
import { nameOf } from "../../model/paths";

/** Units of systemd: what runs on the machines that the application lives on today (systemd.service, "ExecStart="). */
export const detector = defineDetector({
  id: "systemd",
  title: "systemd units",
  reads: { files: ["*.service"] },
  detect(context) {
    const { workspace } = context;
    return context.files.flatMap(path => {
      const node = at(workspace.data(path).root, "Service", "ExecStart");
      const text = asText(node);
      if (!node || text === undefined) return [];
      const name = nameOf(path).replace(/@?\.service$/, "");
      return shellEvidence(
        context,
        {
          text: text.replace(/^[-@:+!]+/, ""),
          path,
          offset: node.span.start,
          folder: context.unit,
          confidence: "medium",
        },
        { source: "server-config", name, roles: ["serve", "worker", "beat", "script"] },
      );
    });
  },
});
