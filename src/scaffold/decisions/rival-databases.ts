import { citeAll, inWords } from "../cite";
import type { Decider } from "../decider";
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
 * and a running application talks to one. The one that a Compose file or the CI starts is meant, else the one whose
 * driver is installed, else the person is asked.
 */
export function withoutRivals(decider: Decider, used: readonly ServiceUse[]): readonly ServiceUse[] {
  const rivals = used.filter(use => isDatabase(use) && used.some(other => other !== use && areRivals(use, other)));
  if (rivals.length < 2) return used;
  const ranked = [...rivals].sort(
    (left, right) => strength(right) - strength(left) || preference(left) - preference(right),
  );
  const [first, second] = ranked;
  if (first === undefined || second === undefined) return used;
  const shared = sharedVariables(first, second);
  const all = inWords(ranked.map(({ definition }) => definition.title));
  const places = first.uses.flatMap(({ integration }) => integration.places.slice(0, 1));
  const chosen = decider.text({
    key: "services.database",
    value: first.definition.id,
    reason: `${all} are set up by the same variables (${inWords(shared.slice(0, 2))}), so one of them is meant; ${first.definition.title} ${BECAUSE[strength(first)] ?? ""}${citeAll(places, 1)}.`,
    places,
    alternatives: ranked.slice(1).map(({ definition }) => definition.id),
  });
  if (strength(first) === strength(second)) {
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
  "is the most common choice",
  "is the one whose driver is installed",
  "is the one that the project starts today",
];

function isDatabase({ definition, uses }: ServiceUse): boolean {
  return definition.access.database !== null && uses.some(({ integration }) => integration.kind === "database");
}

function areRivals(left: ServiceUse, right: ServiceUse): boolean {
  return isDatabase(right) && sharedVariables(left, right).length > 0;
}

function sharedVariables(left: ServiceUse, right: ServiceUse): readonly string[] {
  const of = (use: ServiceUse, subject: Subject): readonly string[] =>
    use.uses.filter(each => each.subject === subject).flatMap(({ integration }) => integration.variables);
  const subjects = new Set(left.uses.map(({ subject }) => subject));
  return [
    ...new Set([...subjects].flatMap(subject => of(left, subject).filter(name => of(right, subject).includes(name)))),
  ];
}

function strength({ uses }: ServiceUse): number {
  const isStarted = uses.some(
    ({ subject, integration }) =>
      integration.image !== undefined ||
      subject.recon.docker.composeFiles.some(file => integration.places.some(({ path }) => path === file)),
  );
  if (isStarted) return 2;
  const manifests = new Set(uses.flatMap(({ subject }) => subject.recon.manifests.map(({ path }) => path)));
  const isInstalled = uses.some(({ integration }) => integration.places.some(({ path }) => manifests.has(path)));
  return isInstalled ? 1 : 0;
}

function preference({ definition }: ServiceUse): number {
  const at = PREFERENCE.indexOf(definition.id);
  return at < 0 ? PREFERENCE.length : at;
}
