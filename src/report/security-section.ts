import type { Place } from "../model/place";
import type { SecurityReport, ServiceRights, Verification } from "../model/verification";
import { escapeMarkdown } from "../model/escape-markdown";
import { plural } from "./figures";
import { code, fullTable, markdownTable } from "./markdown";

/** Users, ports, secrets, boundaries, packages, and the recommendations that Dockerfile and Compose file decide. */
export function securitySection(
  { run, services }: Verification,
  security: SecurityReport | null | undefined,
  link: (place: Place) => string,
): readonly string[] {
  if (!security) return ["Nothing was read: the images were not built.\n"];
  const unmet = security.items.filter(({ met }) => !met);
  return [
    "### Users and capabilities",
    rightsTable(security),
    "### Images and their age",
    agesTable(security, run.at, link),
    "### What can be reached",
    ...reachTables(services.length, security, link),
    "### Secrets, by name",
    secretTable(security),
    "### Packages with known problems",
    ...scanTables(security),
    `### ${security.benchmark}`,
    `${security.items.length - unmet.length} of ${plural(security.items.length, "check")} are met. Only recommendations that a Dockerfile or a Compose file decides are here; the host and the engine have their own.\n`,
    benchmarkTable(security, link),
  ];
}

/** What is published, and which of the services, `count` in all, reach each other. */
function reachTables(
  count: number,
  { ports, networks }: SecurityReport,
  link: (place: Place) => string,
): readonly string[] {
  return [
    markdownTable(
      ["service", "port", "published on", "defined at"],
      ports.map(({ service, port, address, place }) => [
        escapeMarkdown(service),
        String(port),
        address === "every interface" ? "**every interface**" : code(address),
        place ? link(place) : "",
      ]),
    ),
    markdownTable(
      ["network", "services that reach each other", "from outside"],
      networks.map(({ name, services: joined, isInternal }) => [
        code(name),
        joined.map(escapeMarkdown).join(", "),
        isInternal ? "closed" : "open",
      ]),
    ),
    count > 1 && networks.length === 1
      ? "All services share one network, so each can reach every other one. A network for the front and one for data would draw a boundary.\n"
      : "",
  ];
}

function scanTables({ scans }: SecurityReport): readonly string[] {
  return [
    scans.length === 0
      ? "No scanner gave an answer. trivy, grype and docker scout are asked where they are installed.\n"
      : markdownTable(
          ["image", "scanner", "critical", "high", "other"],
          scans.map(({ image, scanner, critical, high, other }) => [
            code(image),
            scanner,
            String(critical),
            String(high),
            String(other),
          ]),
        ),
    ...scans
      .filter(({ worst }) => worst.length > 0)
      .map(({ worst }) =>
        markdownTable(
          ["package", "version", "advisory", "severity", "fixed in"],
          worst.map(each => [
            code(each.package),
            escapeMarkdown(each.version),
            escapeMarkdown(each.advisory),
            each.severity,
            each.fixedIn === null ? "" : escapeMarkdown(each.fixedIn),
          ]),
        ),
      ),
  ];
}

function rightsTable({ rights = [] }: SecurityReport): string {
  return markdownTable(
    ["service", "runs as", "Linux capabilities"],
    rights.map(right => [
      escapeMarkdown(right.service),
      right.user === null ? "what its image says" : isRoot(right.user) ? "**root**" : code(right.user),
      capabilityWords(right),
    ]),
  );
}

function isRoot(user: string): boolean {
  return /^(?:root|0)(?::|$)/.test(user);
}

function capabilityWords({ isPrivileged, dropped, added }: ServiceRights): string {
  if (isPrivileged) return "**all of them: it is privileged**";
  const names = (all: readonly string[]): string => all.map(code).join(", ");
  const kept = dropped.includes("ALL") ? "none" : "the engine's default set";
  const without = dropped.length > 0 && kept !== "none" ? ` without ${names(dropped)}` : "";
  return kept === "none" && added.length > 0
    ? `only ${names(added)}`
    : `${kept}${without}${added.length > 0 ? ` and ${names(added)}` : ""}`;
}

/** How old each image was when it was verified: what became known about it since is in the newer one. */
function agesTable({ ages = [] }: SecurityReport, at: string, link: (place: Place) => string): string {
  return fullTable(
    ["image", "used by", "made", "age", "line"],
    ages.map(({ image, services, made, place }) => [
      code(image),
      services.map(escapeMarkdown).join(", "),
      made === null ? "not said" : made.slice(0, 10),
      made === null ? "" : ageWords(Date.parse(at) - Date.parse(made)),
      place ? link(place) : "",
    ]),
  );
}

/** Base images are made anew every few weeks, with what was mended meanwhile. */
const OLD_DAYS = 90;

function ageWords(ms: number): string {
  const days = Math.max(0, Math.floor(ms / 86_400_000));
  const words = plural(days, "day");
  return days > OLD_DAYS ? `**${words}**: \`docker compose build --pull\` takes the newer one` : words;
}

/** One row a secret and way of handing it over, with the services that get it. */
function secretTable({ secrets }: SecurityReport): string {
  const rows = new Map<string, { readonly name: string; readonly via: string; readonly services: string[] }>();
  for (const { service, name, via } of secrets) {
    const row = rows.get(`${name} ${via}`) ?? { name, via, services: [] };
    rows.set(`${name} ${via}`, row);
    if (!row.services.includes(service)) row.services.push(service);
  }
  return markdownTable(
    ["secret", "handed over by", "services"],
    [...rows.values()].map(({ name, via, services }) => [
      code(name),
      via === "file" ? "a file" : "the environment, which `docker inspect` shows",
      services.map(escapeMarkdown).join(", "),
    ]),
  );
}

/** One row a recommendation; those that every image and service meets are short. */
function benchmarkTable(security: SecurityReport, link: (place: Place) => string): string {
  const ids = [...new Set(security.items.map(({ id }) => id))].sort(byNumber);
  return markdownTable(
    ["item", "recommendation", "verdict", "where it is not met"],
    ids.map(id => {
      const items = security.items.filter(item => item.id === id);
      const unmet = items.filter(({ met }) => !met);
      return [
        id,
        escapeMarkdown(items[0]?.title ?? ""),
        unmet.length === 0 ? "met" : unmet.length === items.length ? "**not met**" : "**partly**",
        unmet
          .map(
            ({ subject, why, place }) =>
              `${escapeMarkdown(subject)}: ${escapeMarkdown(why)}${place ? ` (${link(place)})` : ""}`,
          )
          .join("<br>"),
      ];
    }),
  );
}

function byNumber(left: string, right: string): number {
  const [a = 0, b = 0] = left.split(".").map(Number);
  const [c = 0, d = 0] = right.split(".").map(Number);
  return a - c || b - d;
}
