import { joinPath } from "../../model/paths";
import type { UnitDesign, VariableDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";
import { checkScriptPath } from "../dockerfile/start-scripts";
import { LineWriter } from "../text/line-writer";

export const artefact = defineArtefact({
  id: "environment-check",
  title: "Environment check",
  scope: "unit",
  render({ unit }) {
    if (unit === null || !unit.checksEnvironment || unit.isForeignDockerfile) return null;
    const path = joinPath(unit.context, checkScriptPath(unit));
    const writer = writeCheck(unit);
    return { path, unit: unit.unit, text: writer.text, reasons: writer.reasons(path, unit.unit), merge: "replace" };
  },
});

/** Names only, never a value: the output ends up in logs. Runs on every Python from 3.6 on, standard library only. */
function writeCheck(unit: UnitDesign): LineWriter {
  const secrets = unit.loadedSecrets;
  const rows = unit.variables.filter(variable => variable.required || testOf(variable) !== null);
  const writer = new LineWriter();
  writer.add(
    `"""Checks the environment, then becomes the command that it is given.

Exits with 64 (EX_USAGE) and the names of all variables that are missing or unreadable. Values are never printed.
"""

import os
import sys


def is_integer(text):
    """an integer"""
    int(text)


def is_number(text):
    """a number"""
    float(text)


def is_boolean(text):
    """true or false"""
    if text.strip().lower() not in {"1", "0", "true", "false", "yes", "no", "on", "off", "t", "f", "y", "n", ""}:
        raise ValueError

`,
    "environment.check",
  );
  writer.add("# Name, whether the code fails without it, how its text is read.", "environment.check");
  writer.add("VARIABLES = [");
  for (const variable of rows) {
    writer.add(
      `    ("${variable.name}", ${variable.required ? "True" : "False"}, ${testOf(variable) ?? "None"}),`,
      "environment.check",
    );
  }
  writer.add(
    `]
${secrets.length === 0 ? "" : loadSecrets(secrets)}

def find_problems():
    for name, required, read in VARIABLES:
        text = os.environ.get(name)
        if required and not text:
            yield name + " is missing"
        elif text and read:
            try:
                read(text)
            except ValueError:
                yield name + " is not " + read.__doc__


${secrets.length === 0 ? "" : "load_secrets()\n"}problems = list(find_problems())
if problems:
    for problem in problems:
        print("environment: " + problem, file=sys.stderr)
    print("environment: set these variables, see .env.example", file=sys.stderr)
    sys.exit(64)
if len(sys.argv) > 1:
    os.execvp(sys.argv[1], sys.argv[1:])`,
    "environment.check",
  );
  return writer;
}

/** One-element tuples keep their comma. */
function loadSecrets(secrets: readonly string[]): string {
  return `SECRETS = (${secrets.map(name => `"${name}"`).join(", ")}${secrets.length === 1 ? "," : ""})


def load_secrets():
    """Secrets come as files, and the code reads the environment."""
    for name in SECRETS:
        path = "/run/secrets/" + name
        if name not in os.environ and os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                os.environ[name] = file.read().rstrip("\\n")
`;
}

function testOf({ type }: VariableDesign): string | null {
  switch (type?.toLowerCase()) {
    case "int":
    case "integer":
      return "is_integer";
    case "float":
    case "decimal":
    case "number":
      return "is_number";
    case "bool":
    case "boolean":
      return "is_boolean";
    default:
      return null;
  }
}
