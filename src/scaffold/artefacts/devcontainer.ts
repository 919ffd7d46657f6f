import { relativeTo } from "../../model/paths";
import { defineArtefact } from "../define-artefact";
import { overridePath } from "../layout/existing-compose";

const PATH = ".devcontainer/devcontainer.json";

export const artefact = defineArtefact({
  id: "devcontainer",
  title: "Development container",
  scope: "stack",
  optional: true,
  emptyWhen: "it needs the stage `dev` of a Dockerfile that Drydock wrote, and there is none for an application",
  render({ blueprint }) {
    const unit = blueprint.units.find(({ isForeignDockerfile, kind }) => !isForeignDockerfile && kind !== "library");
    if (!unit) return null;
    const service = unit.web?.service ?? unit.processes[0]?.service ?? unit.name;
    const folder = unit.path === "" ? unit.homeFolder : unit.sourceFolder;
    const override = overridePath(blueprint.compose.path);
    const content = {
      name: blueprint.root,
      dockerComposeFile: [blueprint.compose.path, override].map(file => relativeTo(".devcontainer", file)),
      service,
      workspaceFolder: folder,
      remoteUser: unit.user.name,
      // The server is started by hand here, so that the container outlives it.
      overrideCommand: true,
      forwardPorts: unit.web ? [unit.web.port] : [],
      customizations: {
        vscode: {
          extensions: ["ms-python.python", "ms-python.debugpy"],
          settings: { "python.defaultInterpreterPath": "/opt/venv/bin/python" },
        },
      },
    };
    const text = `${JSON.stringify(content, null, 2)}\n`;
    return {
      path: PATH,
      unit: null,
      text,
      reasons: [{ path: PATH, start: 1, end: text.split("\n").length - 1, key: "files", unit: null }],
      merge: "replace",
    };
  },
});
