import { shellEvidence } from "../commands/shell-evidence";
import { UNIT_VARIABLE } from "../environment/entry-scripts";
import { defineDetector } from "../define-detector";
import { isSideFolder } from "../unit-manifests";
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
      if (isSideFolder(path)) return [];
      const node = at(workspace.data(path).root, "Service", "ExecStart");
      const text = asText(node);
      if (!node || text === undefined || isTemplate(text)) return [];
      const name = nameOf(path).replace(/@?\.service$/, "");
      return shellEvidence(
        context,
        {
          text: specified(text.replace(/^[-@:+!]+/, ""), name),
          path,
          offset: node.span.start,
          folder: context.unit,
          confidence: "medium",
        },
        {
          source: "server-config",
          name,
          roles: ["serve", "worker", "beat", "script"],
          variables: constants(workspace.text(path) ?? ""),
        },
      );
    });
  },
});

/**
 * The program itself may not be a variable (systemd.service, "Command lines"): whoever installs the unit puts words in place of
 * it, and of any other behind it, which a container would leave empty.
 */
function isTemplate(text: string): boolean {
  return /^[^\s$]*\$\S*\s[^$]*\$/.test(text);
}

/** With the specifiers that a command has use for in a container: of several instances there is the first (systemd.unit, "Specifiers"). */
function specified(text: string, name: string): string {
  return text.replace(/%([%iIjnNpP])/g, (_, letter: string) =>
    letter === "%" ? "%" : /[iIj]/.test(letter) ? "1" : name,
  );
}

/** `Environment=` of the unit, without addresses of the machine that it is for: in a container they are others. */
function constants(text: string): ReadonlyMap<string, string> {
  const all = [...text.matchAll(UNIT_VARIABLE)].map(match => [match[1] ?? "", match[2] ?? ""] as const);
  return new Map(all.filter(([, value]) => !/localhost|127\.0\.0\.1|::1/.test(value)));
}
