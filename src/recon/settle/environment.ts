import type { Evidence } from "../../model/evidence";
import { comparePlaces, compareText } from "../../model/place";
import type { EnvironmentVariable } from "../../model/recon";
import { isCredentialUrl, isKeyedUrl, isSecretName } from "../../workspace/mask";
import { isConnectionName } from "../integrations/variable-names";
import { claimed, confidenceRank, mergePlaces } from "./source-order";

const SCOPES: readonly EnvironmentVariable["scope"][] = ["application", "shell", "library", "script"];

const PLAIN_KINDS: ReadonlySet<string> = new Set(["bool", "int", "float", "timedelta"]);

/** One variable for each name: required where any read of the application fails without it. */
export function settleEnvironment(evidence: readonly Evidence[]): readonly EnvironmentVariable[] {
  const groups = new Map<string, Extract<Evidence, { claim: "environment" }>[]>();
  for (const one of claimed(evidence, "environment")) groups.set(one.name, [...(groups.get(one.name) ?? []), one]);
  return [...groups].sort(([left], [right]) => compareText(left, right)).map(([name, group]) => merge(name, group));
}

function merge(name: string, group: readonly Extract<Evidence, { claim: "environment" }>[]): EnvironmentVariable {
  const sorted = [...group].sort(
    (left, right) =>
      SCOPES.indexOf(left.scope) - SCOPES.indexOf(right.scope) ||
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      comparePlaces(left.place, right.place),
  );
  const scope = sorted[0]?.scope ?? "application";
  // What helper scripts and shells do without, or with another default, says nothing about the application.
  const deciding = sorted.filter(one => one.scope === scope);
  const type = deciding.find(({ type: kind }) => kind !== null)?.type ?? null;
  // A switch or a number is no secret, whatever it is called: `USE_TOKEN`, `TOKEN_PRICE`.
  const required = deciding.some(one => one.required);
  // An empty default may only ask whether it is set, where another read of that file says what else it would be; of any file
  // where one read insists on a value.
  const first = deciding.find(one => one.default !== null);
  const filled = deciding.find(one => !!one.default && (required || one.place.path === first?.place.path));
  const value = filled?.default ?? first?.default ?? null;
  // An address that the code has written down shows whether it comes with a password, whatever becomes of it; of any other its name tells.
  const hasPassword = value !== null && (isCredentialUrl(value) || isKeyedUrl(value));
  const isNamed = isSecretName(name) || (!value && isConnectionName(name));
  const isSecret = hasPassword || (!PLAIN_KINDS.has(type ?? "") && (group.some(({ secret }) => secret) || isNamed));
  return {
    name,
    default: isSecret ? null : value,
    hasDefault: deciding.some(({ hasDefault }) => hasDefault),
    required,
    secret: isSecret,
    type,
    scope,
    places: mergePlaces(sorted.map(({ place }) => place)),
  };
}
