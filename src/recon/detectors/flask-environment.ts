import { nameOf, parentOf } from "../../model/paths";
import { commandEvidence } from "../commands/command-evidence";
import { flaskPort } from "../commands/server-configuration";
import { defineDetector } from "../define-detector";
import { environmentFile } from "../docker/compose-services";
import { reloadCommand } from "../web/serve-command";

const PORT = 8000;

/** `FLASK_APP` in the files that Flask reads, or in a sample of them: the module whose application `flask run` serves. */
export const detector = defineDetector({
  id: "flask-environment",
  title: "Flask's own variables",
  reads: { files: [".flaskenv", ".env", ".env.*"] },
  detect({ files, workspace, ...context }) {
    return files.flatMap(path => {
      const target = environmentFile(workspace, path).get("FLASK_APP") ?? "";
      if (target === "") return [];
      const folder = parentOf(path);
      const isSample = /example|sample|dist|template/.test(nameOf(path));
      return commandEvidence({ files, workspace, ...context }, ["flask", "run"], {
        source: "framework-declaration",
        name: null,
        folders: [...new Set([folder, ""])],
        variables: new Map([["FLASK_APP", target]]),
        port: flaskPort({ workspace, ...context }, folder),
        place: workspace.place(path, (workspace.text(path) ?? "").indexOf("FLASK_APP"), isSample ? "medium" : "high"),
        roles: ["serve"],
      }).flatMap(one =>
        // Who names the application says nothing of how it is served; a command that deploys it does.
        one.claim === "entry-point" && one.kind === "wsgi" && one.target.includes(":")
          ? [{ ...one, devCommand: reloadCommand("flask", "wsgi", one.target, "", one.port ?? PORT) }]
          : [],
      );
    });
  },
});
