import { literalPattern } from "../../../model/patterns";
import type { WorkspaceContext } from "../../workspace-context";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { variablesOf } from "../../query/container-files";
import { replaceName } from "../../query/compose";
import { shorten, suggestion } from "../../query/fixing";
import { environmentOf } from "../../query/image-files";
import { pythonOf, rootOf } from "../../query/python-base";
import { isSlip } from "../../query/slips";
import { filesBelow, SETTINGS_FILE } from "../../query/workspace-paths";

/** True where a start script, a Dockerfile or a file of settings (`${NAME:default}`), whose reads recon does not list, takes the name. */
function isMentioned(context: WorkspaceContext, folder: string, name: string): boolean {
  const taken = new RegExp(`\\$\\{?${literalPattern(name)}\\b`);
  const isTaken = (path: string): boolean => {
    const isScript = /\.sh$|entrypoint/.test(path);
    if (!isScript && !SETTINGS_FILE.test(path)) return false;
    const text = context.read(path) ?? "";
    return isScript ? text.includes(name) : taken.test(text);
  };
  const composeFiles = new Set(context.composeFiles.map(each => each.path));
  return (
    context.dockerfiles.some(each => each.text.includes(name)) ||
    filesBelow(context, folder).some(path => !composeFiles.has(path) && isTaken(path))
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "misspelt-variable",
  code: "DD3027",
  severity: "warning",
  mirrors: [],
  what: "A service is given a variable that its code never reads, one letter away from one that it does read.",
  why: "The value goes nowhere, and the code takes its default or stops.",
  todo: "Write the name as the code reads it.",
  needs: ["environment"],
  bad: {
    "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      «DATABSE_URL»: sqlite:///shop.db\n",
    Dockerfile: 'FROM python:3.13-slim\nCOPY app.py ./\nCMD ["python", "app.py"]\n',
    "app.py": 'import os\nURL = os.environ.get("DATABASE_URL")\n',
  },
  good: {
    "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: sqlite:///shop.db\n",
    Dockerfile: 'FROM python:3.13-slim\nCOPY app.py ./\nCMD ["python", "app.py"]\n',
    "app.py": 'import os\nURL = os.environ.get("DATABASE_URL")\n',
  },
  facts: {
    environment: [
      {
        name: "DATABASE_URL",
        default: null,
        hasDefault: false,
        required: false,
        secret: false,
        type: null,
        scope: "application",
        places: [
          { path: "app.py", line: 2, column: 7, text: 'URL = os.environ.get("DATABASE_URL")', confidence: "high" },
        ],
      },
    ],
  },
  check: context => {
    const { recon } = context;
    if (recon === null) return;
    const read = [recon, ...recon.units.map(unit => unit.recon)].flatMap(each => each.environment);
    const names = new Set(read.map(each => each.name));
    if (names.size === 0) return;
    for (const { service, view, stage, folder } of buildsOf(context)) {
      if (service === null || folder === null || stage === null) continue;
      // Of programs that are not Python's nobody knows here what they read.
      const root = rootOf(view, stage);
      if (root === null || pythonOf(root.reference) === null) continue;
      const given = variablesOf(context, service);
      const fixed = environmentOf(view, stage);
      for (const part of service.parts) {
        for (const { name, nameSpan } of part.service.environment) {
          if (names.has(name)) continue;
          const meant = read.find(
            each => isSlip(name, each.name) && given?.has(each.name) !== true && !fixed.has(each.name),
          );
          if (meant === undefined || isMentioned(context, folder, name)) continue;
          context.report(
            part.file.path,
            nameSpan,
            `The code never reads \`${shorten(name, 40)}\`, but it reads \`${shorten(meant.name, 40)}\`. Write the name as it reads it.`,
            {
              related: meant.places.slice(0, 1),
              fixes: [
                suggestion(`Change to ${meant.name}`, {
                  ...replaceName(part.file.document.text, { name, span: nameSpan }, meant.name),
                  path: part.file.path,
                }),
              ],
            },
          );
        }
      }
    }
  },
});
