import { citeAll, inWords } from "../cite";
import type { Decider } from "../decider";
import { parseImage } from "../layout/existing-compose";
import type { BackingService } from "../define-service";
import type { Integration } from "../../model/recon";
import type { Subject } from "./subject";

/** One backing service with everything in the code that talks to it. */
export interface ServiceUse {
  readonly definition: BackingService;
  readonly uses: readonly { readonly subject: Subject; readonly integration: Integration }[];
}

/** In the order in which a team would choose where nothing else tells. */
const PREFERENCE = ["postgres", "mysql", "mariadb"];

/**
 * Databases that the same variables configure are alternatives: settings that pick an engine by a switch name them all,
 * and a running application talks to one. So are those of which nothing but a driver or a test matrix is known. The one
 * in the person's stack is meant, else the one that another Compose file starts, else the one whose driver is installed,
 * else the one that the CI starts; where nothing tells, the person is asked. Two that stand in the stack are both used.
 */
export function withoutRivals(decider: Decider, used: readonly ServiceUse[]): readonly ServiceUse[] {
  const rivals = used.filter(use => isDatabase(use) && used.some(other => other !== use && areRivals(use, other)));
  if (rivals.length < 2) return used;
  const ranked = [...rivals].sort(
    (left, right) => strength(right) - strength(left) || preference(left) - preference(right),
  );
  const [first, second] = ranked;
  if (first === undefined || second === undefined || strength(second) === IN_STACK) return used;
  const shared = sharedVariables(first, second);
  const all = inWords(ranked.map(({ definition }) => definition.title));
  const isTie = strength(first) === strength(second);
  const places = (isTie ? ranked.filter(use => strength(use) === strength(first)) : [first]).flatMap(({ uses }) =>
    uses.flatMap(({ integration }) => integration.places.slice(0, 1)),
  );
  const chosen = decider.text({
    key: "services.database",
    value: first.definition.id,
    reason: `${all} are ${shared.length > 0 ? `set up by the same variables (${inWords(shared.slice(0, 2))})` : "alternatives"}, so one of them is meant; ${first.definition.title} ${BECAUSE[isTie ? 0 : strength(first)] ?? ""}${citeAll(places, isTie ? 2 : 1)}.`,
    places,
    alternatives: ranked.slice(1).map(({ definition }) => definition.id),
  });
  if (isTie) {
    decider.ask({
      key: "services.database",
      text: "Which database does it use?",
      default: chosen,
      candidates: ranked.map(({ definition }) => definition.id),
      places: ranked.flatMap(({ uses }) => uses.flatMap(({ integration }) => integration.places.slice(0, 1))),
    });
  }
  return used.filter(use => !rivals.includes(use) || use.definition.id === chosen);
}

const BECAUSE: readonly string[] = [
  "is the most common choice, as nothing else tells which",
  "is the one that the tests run with",
  "is the one whose driver is installed",
  "is the one that the project starts today",
  "is the one in the stack",
];
const IN_STACK = 4;
const DRIVER = 2;

/** Servers that keep tables; of two an application needs one. */
const RELATIONAL: ReadonlySet<string> = new Set([...PREFERENCE, "mssql", "oracle"]);

function isDatabase({ definition, uses }: ServiceUse): boolean {
  return definition.access.database !== null && uses.some(({ integration }) => integration.kind === "database");
}

function areRivals(left: ServiceUse, right: ServiceUse): boolean {
  if (!isDatabase(right)) return false;
  if (sharedVariables(left, right).length > 0) return true;
  const isRelational = [left, right].every(({ definition }) => RELATIONAL.has(definition.id));
  const isBare = [left, right].some(({ uses }) => uses.every(({ integration }) => integration.variables.length === 0));
  const isSame = left.uses.some(({ subject }) => right.uses.some(other => other.subject === subject));
  // Settings with a class for each server name them all; the one that nothing installed can talk to is not in use.
  const isUnreachable = isSame && strength(left) >= DRIVER !== strength(right) >= DRIVER;
  return isRelational && isSame && (isBare || isUnreachable);
}

function sharedVariables(left: ServiceUse, right: ServiceUse): readonly string[] {
  const of = (use: ServiceUse, subject: Subject): readonly string[] =>
    use.uses.filter(each => each.subject === subject).flatMap(({ integration }) => integration.variables);
  const subjects = new Set(left.uses.map(({ subject }) => subject));
  return [
    ...new Set([...subjects].flatMap(subject => of(left, subject).filter(name => of(right, subject).includes(name)))),
  ];
}

function strength({ definition, uses }: ServiceUse): number {
  const stands = uses.some(({ subject }) =>
    (subject.layout.compose?.services ?? []).some(
      ({ image }) => image !== null && definition.imageNames.includes(parseImage(image).name),
    ),
  );
  if (stands) return IN_STACK;
  const places = new Set(uses.flatMap(({ integration }) => integration.places.map(({ path }) => path)));
  if (uses.some(({ subject }) => subject.recon.docker.composeFiles.some(file => places.has(file)))) return 3;
  const manifests = uses.flatMap(({ subject }) => subject.recon.manifests.map(({ path }) => path));
  if (manifests.some(path => places.has(path))) return 2;
  return uses.some(({ integration }) => integration.image !== undefined) ? 1 : 0;
}

function preference({ definition }: ServiceUse): number {
  const at = PREFERENCE.indexOf(definition.id);
  return at < 0 ? PREFERENCE.length : at;
}
