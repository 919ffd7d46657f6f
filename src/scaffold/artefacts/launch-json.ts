import type { UnitDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";

const PATH = ".vscode/launch.json";

export const artefact = defineArtefact({
  id: "launch-json",
  title: "Debug configuration",
  scope: "stack",
  render({ blueprint }) {
    const units = blueprint.units.filter(unit => unit.web?.debugCommand && !unit.isForeignDockerfile);
    if (units.length === 0) return null;
    const configurations = units.map((unit, at) => configuration(unit, 5678 + at));
    const text = `${JSON.stringify({ version: "0.2.0", configurations }, null, 2)}\n`;
    return {
      path: PATH,
      unit: null,
      text,
      reasons: [{ path: PATH, start: 1, end: text.split("\n").length - 1, key: "web.command.dev", unit: null }],
      merge: "json",
    };
  },
});

/** Attaches to debugpy in the container; the mapping tells where the source lies on either side. */
function configuration(unit: UnitDesign, port: number): Record<string, unknown> {
  const service = `${unit.web?.service ?? "web"}-debug`;
  return {
    name: `Docker: attach to ${service}`,
    type: "debugpy",
    request: "attach",
    connect: { host: "127.0.0.1", port },
    pathMappings: [
      {
        localRoot: unit.path === "" ? "${workspaceFolder}" : `\${workspaceFolder}/${unit.path}`,
        remoteRoot: unit.homeFolder,
      },
    ],
    justMyCode: true,
  };
}
