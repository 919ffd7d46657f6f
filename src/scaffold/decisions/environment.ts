import { compareText } from "../../model/place";
import type { EnvironmentVariable } from "../../model/recon";
import { isSetByGithub } from "../../recon/environment/environment-read";
import type { ServiceDesign, VariableDesign } from "../blueprint";
import { cloudKeys } from "./cloud-keys";
import type { Subject } from "./subject";
import { unsaidHost } from "./unsaid-host";
import { aboutVariable, isInSample, type Surroundings } from "./variable-question";
import { decideVariable, isWired } from "./variable-ways";

/** Every variable of the application, with what Compose and `.env` give it. */
export function decideVariables(subject: Subject, surroundings: Surroundings): readonly VariableDesign[] {
  const { services } = surroundings;
  const read = subject.recon.environment
    .filter(
      ({ scope, name }) =>
        // What a library reads, or a start command that the shell completes, matters where it leads to a service.
        (scope === "application" || (scope !== "script" && isWired(subject, name))) &&
        (!IGNORED.test(name) || (name === "USER" && isWired(subject, name))) &&
        !isSetByGithub(name),
    )
    .filter(variable => !isOurs(variable, services))
    .map(variable => decideVariable(aboutVariable(subject, variable, surroundings)));
  return [...read, ...cloudKeys(subject, services), ...unsaidHost(subject, services)].sort((left, right) =>
    compareText(left.name, right.name),
  );
}

/** Variables of the shell, the interpreter, the official Python image and the platform: none of the application's own. */
const IGNORED =
  /^(?:PATH|HOME|USER|PWD|SHELL|LANG|LC_\w+|TERM|TMPDIR|TEMP|TMP|HOSTNAME|VIRTUAL_ENV|PYTHON[A-Z]*|PYTHON_(?:VERSION|SHA256)|GPG_KEY|CI|PYTEST_\w+|DISPLAY|EDITOR|NO_COLOR|COLUMNS)$/;

/** The servers' own, or a service's password, that only a sample file names, as after our own merge: the code does not read it. */
function isOurs({ name, places }: EnvironmentVariable, services: readonly ServiceDesign[]): boolean {
  return (
    (name === "WEB_CONCURRENCY" || services.some(({ definition }) => definition.access.passwordVariable === name)) &&
    places.every(isInSample)
  );
}

/** Whether the start is guarded by a check of the variables. */
export function decideCheck({ decider }: Subject, variables: readonly VariableDesign[], runsForGood: boolean): boolean {
  const missing = variables.filter(variable => variable.required);
  return decider.flag({
    key: "environment.check",
    value: missing.length > 0 && runsForGood,
    reason:
      missing.length > 0
        ? `${missing
            .map(({ name }) => name)
            .slice(0, 3)
            .join(
              ", ",
            )}${missing.length > 3 ? ` and ${missing.length - 3} more` : ""} ${missing.length === 1 ? "is" : "are"} required${missing.some(({ hasDefault }) => hasDefault) ? "" : " and without default"}; the check names every missing one at once.`
        : "Every variable has a default.",
  });
}
