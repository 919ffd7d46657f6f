import type { Integration } from "../../model/recon";
import { isSameLine } from "../../model/place";
import { cite } from "../cite";
import type { BackingService } from "../define-service";
import { isSameImage, type ExistingService } from "../layout/existing-compose";
import { roleOf } from "./variable-role";
import type { ServiceUse } from "./rival-databases";
import type { Subject } from "./subject";

/** A service as it has to be where the code cannot do without a password, which the service itself asks for by none. */
export interface Guard {
  readonly definition: BackingService;
  /** Why it is left open though code needs a password; null where it is not. */
  readonly open: string | null;
  /** The password that the person's own command gives it. */
  readonly password: string | null;
}

/** Asks for a password where one is needed and everything that talks to it can be given one; theirs is as they have it. */
export function guardOf(use: ServiceUse, existing: ExistingService | null, image: string): Guard {
  const { definition } = use;
  const { guarded } = definition;
  const plain = { definition, open: null, password: null };
  if (existing === null && signsInAsGuest(use)) {
    const access = { ...definition.access, user: null, passwordVariable: null };
    return { ...plain, definition: { ...definition, environment: definition.open ?? {}, access } };
  }
  if (!guarded) return plain;
  const { passwordVariable, ...more } = guarded;
  const access = { ...definition.access, passwordVariable };
  const isOurs = Object.keys(guarded.environment ?? {}).some(
    name => existing?.environment.has(name) === true || existing?.environment.has(`${name}_FILE`) === true,
  );
  if (existing !== null && !isOurs) {
    const password = commandPassword(existing);
    return password === null ? plain : { ...plain, definition: { ...definition, access }, password };
  }
  if (!use.uses.some(({ subject, integration }) => needsPassword(subject, integration))) return plain;
  const open = whyOpen(use, image);
  return open === null ? { ...plain, definition: { ...definition, ...more, access } } : { ...plain, open };
}

/**
 * `RabbitmqBroker(host=os.getenv("RABBITMQ_HOST"))`: a client that is told where the server is and not as whom to sign in does so
 * as the image's own guest, whom a server with an account of ours no longer has.
 */
function signsInAsGuest({ definition, uses }: ServiceUse): boolean {
  // One that would have to be told to let everybody in is asked for by nobody who only gives a host.
  if (definition.open === undefined || Object.keys(definition.open).length > 0) return false;
  return uses.every(({ subject: { recon }, integration: { via, variables } }) => {
    const read = recon.environment.filter(
      ({ name, places }) => variables.includes(name) && places.some(({ path }) => path.endsWith(".py")),
    );
    const roles = read.map(({ name, default: usual }) => roleOf(name, usual, null, variables));
    return via === "code" && roles.includes("host") && roles.every(role => role === "host" || role === "port");
  });
}

function needsPassword({ recon }: Subject, { variables }: Integration): boolean {
  return recon.environment.some(
    ({ name, scope, secret, required, hasDefault }) =>
      scope === "application" &&
      secret &&
      required &&
      !hasDefault &&
      variables.includes(name) &&
      roleOf(name, null, null) === "password",
  );
}

function whyOpen({ definition, uses }: ServiceUse, image: string): string | null {
  const { title } = definition;
  if (![definition.image, ...(definition.alternatives ?? [])].some(own => isSameImage(image, own)))
    return `${image} may take one in another way than ${definition.image}`;
  const schemes = [definition.access.scheme, ...definition.names].join("|");
  // User information is a login already, be it one that the code puts together.
  const address = new RegExp(`["'](?:${schemes})s?://[^@"']+["']`);
  for (const subject of new Set(uses.map(use => use.subject))) {
    const own = uses.filter(use => use.subject === subject).map(({ integration }) => integration);
    const { environment } = subject.recon;
    const names = own.flatMap(({ variables }) => variables);
    const takesOne = names.some(name => {
      const usual = environment.find(variable => variable.name === name)?.default ?? null;
      const role = roleOf(name, usual, null, names);
      return role === "password" || role === "url";
    });
    const places = own.flatMap(integration => integration.places);
    const literal = places.find(
      place =>
        place.path.endsWith(".py") &&
        address.test(place.text) &&
        !environment.some(
          ({ default: usual, places: reads }) =>
            reads.some(read => isSameLine(read, place)) ||
            (usual !== null && usual !== "" && place.text.includes(usual)),
        ),
    );
    if (!takesOne) return `what talks to ${title}${places[0] ? ` (${cite(places[0])})` : ""} signs in with none`;
    if (literal) return `the address in ${cite(literal)} has none`;
  }
  return null;
}

/** What `--requirepass` gives, where that is one reference, as Compose writes it, or one plain word. */
function commandPassword({ start, environment }: ExistingService): string | null {
  for (const { text } of start ?? []) {
    const word = /--requirepass[\s=]+(["']?)([^\s"']+)\1(?=[\s"']|$)/.exec(text)?.[2];
    if (word === undefined) continue;
    // The container's own shell reads it from there.
    const inside = /^\$\$\{?(\w+)\}?$/.exec(word)?.[1];
    if (inside !== undefined) return environment.get(inside) || null;
    const name = /^\$(\w+)$/.exec(word)?.[1];
    if (name !== undefined) return `\${${name}}`;
    return /^(?:\$\{[^{}]+\}|[\w.~!-]+)$/.test(word) ? word : null;
  }
  return null;
}
