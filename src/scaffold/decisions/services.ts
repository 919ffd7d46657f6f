import { relationalFamily } from "../../recon/integrations/relational";
import { loadedFiles } from "../../recon/loaded-files";
import type { ServiceDesign } from "../blueprint";
import type { Decider } from "../decider";
import type { BackingService } from "../define-service";
import { parseImage, servicesOf, type ExistingService } from "../layout/existing-compose";
import { findDockerfile } from "../layout/own-dockerfile";
import type { Integration } from "../../model/recon";
import { serviceOf } from "../../recon/knowledge/services";
import { isInside } from "../../model/paths";
import { literalPattern } from "../../model/patterns";
import { services as KNOWN } from "../service-registry";
import { isBucketName } from "./variable-role";
import { decideFixed, writtenName } from "./fixed-addresses";
import { decideImage } from "./service-image";
import { loginOf } from "./service-login";
import { decideTls } from "./service-tls";
import type { ServiceQuestion } from "./service-question";
import { guardOf } from "./guarded-services";
import { withoutRivals, type ServiceUse } from "./rival-databases";
import { namedNeighbour } from "./neighbours";
import { listed, mainRequirements } from "./main-lists";
import type { Subject } from "./subject";
import { slug } from "../text/slug";

/** Services that are useless without data of the person's own, or that stand for a cloud that needs an address to replace. */
const NEEDS_EXISTING = new Set(["ldap"]);
const NEEDS_ENDPOINT = new Set(["s3", "sqs", "dynamodb"]);

export function findDefinition(service: string): BackingService | undefined {
  return KNOWN.find(({ id, names }) => id === service || names.includes(service));
}

/** The backing services of the whole stack. `decider` is the one of the analysed folder: services are shared. */
export function decideServices(decider: Decider, subjects: readonly Subject[]): readonly ServiceDesign[] {
  const used = withoutRivals(decider, collect(subjects));
  const existing = subjects[0]?.layout.compose?.services ?? [];
  askForDatabase(decider, subjects, used);
  const designs: ServiceDesign[] = [];
  for (const use of used) {
    const owners = use.uses.map(({ subject }) => subject);
    const migrating =
      use.definition.access.database === null ? [] : owners.filter(({ recon }) => recon.migrations !== null);
    const groups = migrating.length > 1 || haveOwnDatabases(use) ? owners.map(owner => [owner]) : [owners];
    for (const group of groups) {
      const found = existingService(use.definition, existing);
      const base = found?.name ?? nameFor(use, used);
      const isSeparate = groups.length > 1;
      const name = isSeparate ? `${slug(group[0]?.unit ?? "app")}-${base}` : base;
      designs.push(decideOne({ decider, name, use, owners: group, existing: found, isSeparate }));
    }
  }
  const names = decider.list({
    key: "services",
    value: designs.map(({ name }) => name),
    reason:
      designs.length > 0
        ? `The code talks to ${designs.map(({ definition }) => definition.title).join(", ")}.`
        : "The code talks to no backing service.",
    places: used.flatMap(({ uses }) => uses.flatMap(({ integration }) => integration.places.slice(0, 1))),
  });
  return designs.filter(({ name }) => names.includes(name));
}

/** Whether each unit has a database by a name of its own: `POSTGRES_DB_CART` in `cart`, or what the code itself says. */
function haveOwnDatabases({ definition, uses }: ServiceUse): boolean {
  if (definition.access.database === null || uses.length < 2) return false;
  const written = new Set(uses.flatMap(({ integration }) => integration.fixed?.database ?? []));
  return (
    written.size === uses.length ||
    uses.every(({ subject: { unit }, integration: { variables } }) =>
      variables.some(name => namedNeighbour(name, [{ unit: unit ?? "", service: "", port: 0 }])),
    )
  );
}

function collect(subjects: readonly Subject[]): readonly ServiceUse[] {
  const byId = new Map<string, ServiceUse>();
  for (const subject of subjects) {
    for (const integration of subject.recon.integrations) {
      const definition = findDefinition(integration.service);
      if (!definition || definition.developmentOnly || !isWanted(subject, integration, definition)) continue;
      const use = byId.get(definition.id);
      byId.set(definition.id, { definition, uses: [...(use?.uses ?? []), { subject, integration }] });
    }
  }
  return [...byId.values()]
    .map(use => ({ ...use, uses: withoutSharedDrivers(use.uses) }))
    .sort((left, right) => (left.definition.id < right.definition.id ? -1 : 1));
}

/** A driver in a list that several units share belongs to those whose code uses it, where any does. */
function withoutSharedDrivers(uses: ServiceUse["uses"]): ServiceUse["uses"] {
  const own = uses.filter(
    ({ subject: { recon, path }, integration: { via, variables } }) =>
      via !== "distribution" || variables.length > 0 || recon.manifests.some(manifest => isInside(path, manifest.path)),
  );
  return own.length > 0 ? own : uses;
}

/**
 * Whether nothing that is started can talk to it: files that no start loads make its client, and nothing that is installed
 * declares one, as with plug-ins for the person to equip. Without a manifest anything may be there, and a variable shows intent.
 */
function isOutOfReach(subject: Subject, { service, places, variables, via }: Integration): boolean {
  const { recon, layout } = subject;
  if (via !== "code" || variables.length > 0 || recon.packageManager.name === "none" || recon.entryPoints.length === 0)
    return false;
  const lists = mainRequirements(subject, []);
  const installed = listed(subject, lists);
  // A list beside the one that is installed and an extra are for whom the plug-in is.
  const isDeclared = recon.dependencies.some(
    ({ name, group, place: { path } }) =>
      group === "main" &&
      serviceOf(name)?.service === service &&
      (lists.length === 0 || !layout.requirements.has(path) || installed.has(name)),
  );
  if (isDeclared) return false;
  const loaded = loadedFiles(recon);
  return places.every(({ path }) =>
    path.endsWith(".py") ? !loaded.has(path) : recon.manifests.some(manifest => manifest.path === path),
  );
}

/** Whether only another Compose file starts it, while in the one that is completed the code is led to other servers. */
function isOfAnotherStack(
  { layout: { compose } }: Subject,
  { via, variables }: Integration,
  definition: BackingService,
): boolean {
  const services = compose?.services ?? [];
  if (via !== "compose" || variables.length === 0 || services.some(each => isImageOf(definition, each))) return false;
  const isLed = (value: string): boolean =>
    services.some(({ name }) => new RegExp(`(?:^|//|@)${literalPattern(name)}(?=[:/]|$)`).test(value));
  return variables.every(variable => services.some(({ environment }) => isLed(environment.get(variable) ?? "")));
}

/** What the code does without is not added to a stack that runs it, left that out and gives none of its variables. */
function isLeftOut({ recon, layout, unit }: Subject, integration: Integration, definition: BackingService): boolean {
  const { optional, variables, kind } = integration;
  const services = layout.compose?.services ?? [];
  const dockerfile = findDockerfile(recon, layout, unit);
  const isSpare = kind === "database" ? hasOtherDatabase(services, definition) && isOff(recon, integration) : optional;
  return (
    isSpare &&
    dockerfile !== null &&
    servicesOf(layout.compose, dockerfile).length > 0 &&
    !services.some(service => isImageOf(definition, service) || variables.some(name => service.environment.has(name)))
  );
}

/** Whether the code itself says by its defaults that there is none: `os.environ.get("MONGO_URL", False)`. */
function isOff({ environment }: Subject["recon"], { variables, breaksInContainer }: Integration): boolean {
  const own = environment.filter(({ name }) => variables.includes(name));
  return (
    breaksInContainer === null &&
    own.length > 0 &&
    // The default of a secret is kept back: it may be an address with a password.
    own.every(({ hasDefault, default: text }) => hasDefault && text !== null && /^(?:|false|none)$/i.test(text))
  );
}

function hasOtherDatabase(services: readonly ExistingService[], definition: BackingService): boolean {
  return KNOWN.some(
    other => other !== definition && other.access.database !== null && services.some(each => isImageOf(other, each)),
  );
}

function isWanted(subject: Subject, integration: Integration, definition: BackingService): boolean {
  const { recon } = subject;
  if (isOutOfReach(subject, integration) || isOfAnotherStack(subject, integration, definition)) return false;
  if (isLeftOut(subject, integration, definition)) return false;
  // One of several databases that CI tests with is there for the tests alone.
  const isOneOfSeveral = integration.optional && relationalFamily(integration.service) !== null;
  const stands =
    integration.via === "compose" || integration.via === "image" || (integration.via === "ci" && !isOneOfSeveral);
  if (NEEDS_EXISTING.has(definition.id)) return stands;
  if (NEEDS_ENDPOINT.has(definition.id)) {
    if (integration.breaksInContainer !== null) return true;
    // A cloud's stand-in is of use only where the code can be pointed at it, and needed only where it does not run without.
    const isAddressable = integration.variables.some(name => /ENDPOINT|_URL$|_HOST$/.test(name));
    const isNeeded = recon.environment.some(
      ({ name, required, hasDefault }) => integration.variables.includes(name) && required && !hasDefault,
    );
    return isAddressable && (stands || isNeeded);
  }
  if (stands || integration.variables.length > 0 || integration.breaksInContainer !== null) return true;
  if (integration.via === "docs") return false;
  return !integration.optional;
}

/** Where SQLite is the default and a driver for a server is installed, both are plausible and the choice changes the stack. */
function askForDatabase(decider: Decider, subjects: readonly Subject[], used: readonly ServiceUse[]): void {
  const sqlite = subjects.flatMap(({ recon }) => recon.integrations.filter(({ service }) => service === "sqlite"));
  const servers = used.filter(
    ({ definition, uses }) =>
      definition.access.database !== null && uses.some(({ integration }) => integration.kind === "database"),
  );
  const unclear = servers.filter(({ uses }) => uses.every(({ integration }) => integration.via === "distribution"));
  if (sqlite.length === 0 || unclear.length === 0) return;
  decider.ask({
    key: "services",
    text: "Which database does it use?",
    default: unclear.map(({ definition }) => definition.serviceName),
    candidates: [unclear.map(({ definition }) => definition.serviceName), []],
    places: [
      ...unclear.flatMap(({ uses }) => uses.flatMap(({ integration }) => integration.places.slice(0, 1))),
      ...sqlite.flatMap(({ places }) => places.slice(0, 1)),
    ],
  });
}

/** Jobs are built on the image of the server that they dump or watch, and start with a program of their own. */
function existingService(definition: BackingService, existing: readonly ExistingService[]): ExistingService | null {
  const all = existing.filter(service => isImageOf(definition, service));
  return all.find(({ build, hasOwnEntrypoint }) => build === null && !hasOwnEntrypoint) ?? all[0] ?? null;
}

function isImageOf(definition: BackingService, service: ExistingService): boolean {
  return service.base !== null && definition.imageNames.includes(parseImage(service.base).name);
}

/** As the code calls it; two databases of different kinds cannot both be called `db`. */
function nameFor({ definition, uses }: ServiceUse, used: readonly ServiceUse[]): string {
  const written = writtenName(uses);
  if (written !== null && used.every(other => other.definition === definition || writtenName(other.uses) !== written))
    return written;
  const same = used.filter(other => other.definition.serviceName === definition.serviceName);
  return same.length > 1 ? definition.id : definition.serviceName;
}

function decideOne(question: ServiceQuestion): ServiceDesign {
  const { decider, name, use, owners, existing } = question;
  const image = decideImage(question);
  const guard = guardOf(use, existing, image);
  const { definition, open } = guard;
  const data = definition.data(parseImage(image).major);
  const volume = decider.optionalText({
    key: `services.${name}.volume`,
    value: data === null ? null : `${name}-data`,
    reason:
      data === null
        ? "It keeps nothing that a restart may not lose."
        : `Its data lies in ${data} in this version of the image.`,
  });
  const memory = decider.text({
    key: `services.${name}.memory`,
    value: definition.memory,
    reason: "What the image needs for a small stack; above it the engine ends the container instead of the machine.",
  });
  const hasTls = decideTls(question, definition, image);
  const own = use.uses.filter(({ subject }) => owners.includes(subject));
  const fixed = decideFixed(decider, name, definition, own);
  return {
    name,
    definition,
    image,
    data,
    volume: data === null ? null : volume,
    memory,
    hasTls,
    ...loginOf(question, guard, fixed),
    buckets: definition.withBuckets ? bucketsOf(use.uses, definition.access.database ?? "") : [],
    units: owners.map(({ unit }) => unit),
    exists: existing !== null,
    fixed,
    open,
  };
}

/** The buckets that variables name, by their default, what a sample has, or the name that they are given. */
function bucketsOf(uses: ServiceUse["uses"], fallback: string): readonly string[] {
  const found = uses.flatMap(({ subject: { recon, layout }, integration }) =>
    integration.variables.filter(isBucketName).map(name => {
      const variable = recon.environment.find(other => other.name === name);
      return variable?.default || layout.envSamples.get(name) || fallback;
    }),
  );
  // The rules of S3 for a bucket's name.
  return [...new Set(found)].filter(name => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)).sort();
}
