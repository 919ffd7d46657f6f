import { nameOf, parentOf } from "../../model/paths";
import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector } from "../define-detector";

/** Process types of a Procfile (Heroku: "The Procfile"): `name: command`, one a line. */
export const detector = defineDetector({
  id: "procfile",
  title: "Procfile processes",
  reads: { files: ["Procfile", "Procfile.*", "*.procfile"] },
  detect(context) {
    return context.files.flatMap(path => {
      const text = context.workspace.text(path) ?? "";
      const isLocal = /dev|local|windows/i.test(nameOf(path));
      let offset = 0;
      return text.split("\n").flatMap(line => {
        const start = offset;
        offset += line.length + 1;
        const match = /^\s*([\w-]+)\s*:\s*(?=\S)/.exec(line);
        if (!match?.[1]) return [];
        const shell = {
          text: line.slice(match[0].length).trimEnd(),
          path,
          offset: start + match[0].length,
          folder: parentOf(path),
          confidence: isLocal ? ("medium" as const) : ("high" as const),
        };
        const name = match[1];
        return shellEvidence(context, shell, {
          source: "procfile",
          name,
          ...(name === "release" ? { roles: ["migrate", "static"] as const } : { staysRunning: true }),
        }).map(evidence =>
          // Processes of one Procfile are what the author deploys; a second server beside `web` keeps its own name.
          evidence.claim === "entry-point" ? { ...evidence, name } : evidence,
        );
      });
    });
  },
});
