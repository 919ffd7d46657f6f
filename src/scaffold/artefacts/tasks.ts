import { developedUnits } from "../compose/developed-units";
import { withComposeFile } from "../compose/from-compose";
import { defineArtefact } from "../define-artefact";

const PATH = ".vscode/tasks.json";

export const artefact = defineArtefact({
  id: "tasks",
  title: "Editor tasks",
  scope: "stack",
  optional: true,
  render({ blueprint }) {
    const tests = blueprint.compose.path.replace(/\.(ya?ml)$/, ".test.$1");
    const testing = blueprint.units.filter(unit => unit.tests !== null && !unit.isForeignDockerfile);
    const develop = {
      label: "Docker: develop",
      type: "shell",
      command: "docker compose up --watch",
      isBackground: true,
      problemMatcher: [],
    };
    const tasks = [
      ...(developedUnits(blueprint).length > 0 ? [develop] : []),
      {
        label: "Docker: run as in production",
        type: "shell",
        command: `docker compose -f ${blueprint.compose.path} up --detach --wait --build`,
        problemMatcher: [],
      },
      { label: "Docker: stop", type: "shell", command: "docker compose down", problemMatcher: [] },
      ...testing.map(unit => ({
        label: `Docker: test${unit.unit === null ? "" : ` ${unit.name}`}`,
        type: "shell",
        command: `docker compose -f ${tests} run --rm --build ${unit.unit === null ? "tests" : `${unit.name}-tests`}`,
        group: "test",
        problemMatcher: [],
      })),
    ];
    const text = withComposeFile(blueprint, `${JSON.stringify({ version: "2.0.0", tasks }, null, 2)}\n`);
    return {
      path: PATH,
      unit: null,
      text,
      reasons: [{ path: PATH, start: 1, end: text.split("\n").length - 1, key: "files", unit: null }],
      merge: "json",
    };
  },
});
