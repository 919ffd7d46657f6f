import { debuggedUnits, type DebuggedUnit } from "../compose/debugged-units";
import { defineArtefact } from "../define-artefact";

const PATH = ".vscode/launch.json";

export const artefact = defineArtefact({
  id: "launch-json",
  title: "Debug configuration",
  scope: "stack",
  render({ blueprint }) {
    const configurations = debuggedUnits(blueprint).map(configuration);
    if (configurations.length === 0) return null;
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
function configuration({ unit, service, debugPort }: DebuggedUnit): Record<string, unknown> {
  return {
    name: `Docker: attach to ${service}`,
    type: "debugpy",
    request: "attach",
    connect: { host: "127.0.0.1", port: debugPort },
    pathMappings: [
      {
        localRoot: unit.path === "" ? "${workspaceFolder}" : `\${workspaceFolder}/${unit.path}`,
        remoteRoot: unit.homeFolder,
      },
    ],
    justMyCode: true,
  };
}
