import { readsConcurrency } from "../text/concurrency";
import type { VariableDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";
import { completedSample } from "../layout/env-samples";
import { allVariables, envNeeds, envText } from "../text/env-file";
import { LineWriter } from "../text/line-writer";
import { isForTests } from "../text/test-variables";

export const artefact = defineArtefact({
  id: "env-example",
  title: "Sample of the environment file",
  scope: "stack",
  render({ blueprint }) {
    const needs = envNeeds(blueprint);
    const fixed = needs.flatMap(({ name, value, comment, isFixed }) =>
      isFixed && "text" in value ? [{ name, comment, text: value.text }] : [],
    );
    const variables = allVariables(blueprint).filter(({ name }) => !fixed.some(need => need.name === name));
    if (variables.length === 0 && needs.length === 0) return null;
    const path = completedSample(blueprint.layout.allFiles);
    const writer = new LineWriter();
    const own = needs.filter(({ name, isFixed }) => !isFixed && !variables.some(variable => variable.name === name));
    writer.add("# Copy to .env and fill in; .env stays out of git and out of the image.", "secrets");
    if (own.length > 0) {
      writer.gap().add("# Backing services", "secrets");
      for (const need of own) writer.add([`# ${need.comment}.`, `${need.name}=`], "secrets");
    }
    for (const { name, comment, text } of fixed) writer.gap().add([`# ${comment}.`, `${name}=${text}`], "secrets");
    if (variables.length > 0) writer.gap().add("# Application", "secrets");
    for (const variable of variables) {
      writer.add(`# ${describe(variable, blueprint.compose.path)}`, `environment.${variable.name}`);
      writer.add(lineOf(variable), `environment.${variable.name}`);
    }
    if (blueprint.units.some(readsConcurrency)) {
      writer.gap().add(["# Server processes in one container.", "# WEB_CONCURRENCY=2"], "web.workers");
    }
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "env" };
  },
});

function describe(variable: VariableDesign, compose: string): string {
  const parts = [
    variable.required ? "required" : "optional",
    ...(variable.secret ? ["secret"] : []),
    ...(variable.type ? [variable.type] : []),
    ...((variable.source === "service" || variable.source === "unit") && !isForTests(variable)
      ? [`set by ${compose}`]
      : []),
  ];
  return `${variable.where === "" ? "" : `${variable.where}: `}${parts.join(", ")}`;
}

/** Secrets stay empty; what has a default is shown as a comment with it. */
function lineOf(variable: VariableDesign): string {
  const isSet = variable.required && variable.source !== "service" && variable.source !== "unit";
  if (variable.secret) return isSet ? `${variable.name}=` : `# ${variable.name}=`;
  // Nothing is filled in: a stand-in that looked like an answer would be taken for one at the next run.
  const sample = variable.default ?? "";
  // Of a text of several lines the mark of a comment would hide the first alone, and Compose refuses the others.
  const isHidden = /:\/\/[^/@\s]*:[^/@\s]*@/.test(sample) || (!isSet && sample.includes("\n"));
  const shown = isHidden ? "" : sample;
  return `${isSet ? "" : "# "}${variable.name}=${envText(shown)}`;
}
