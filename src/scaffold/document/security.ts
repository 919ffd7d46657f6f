import type { Blueprint } from "../blueprint";
import { appServices } from "../compose/app-services";
import type { LineWriter } from "../text/line-writer";

interface Item {
  /** Number and short title in the CIS Docker Benchmark 1.6.0. */
  readonly id: string;
  readonly title: string;
  /** What the files do about it; null where they leave it open. */
  held(blueprint: Blueprint): string | null;
}

/** The items that a Dockerfile and a Compose file decide; those of the host and of the engine are somebody else's. */
const ITEMS: readonly Item[] = [
  { id: "4.1", title: "A user for the container", held: b => own(b, unit => `uid ${unit.user.id}, a fixed number`) },
  { id: "4.2", title: "Trusted base images", held: b => own(b, unit => `official image \`${unit.baseImage}\``) },
  {
    id: "4.3",
    title: "No unnecessary packages",
    held: b => own(b, () => "slim image; compilers stay in the build stage"),
  },
  {
    id: "4.6",
    title: "HEALTHCHECK",
    held: b =>
      b.units.every(({ web }) => web === null || web.health.command !== null)
        ? "web services are asked; workers where their framework answers"
        : null,
  },
  { id: "4.7", title: "No update instruction alone", held: b => own(b, () => "update and install share one RUN") },
  { id: "4.9", title: "COPY instead of ADD", held: b => own(b, () => "COPY throughout") },
  {
    id: "4.10",
    title: "No secret in the Dockerfile",
    held: () => "values come at run time, logins of indexes as build secrets",
  },
  { id: "4.11", title: "Verified packages only", held: b => own(b, unit => verified(unit.install.manager, unit)) },
  { id: "5.4", title: "Capabilities", held: b => own(b, () => "all dropped in the application's containers") },
  { id: "5.5", title: "No privileged containers", held: () => "none" },
  {
    id: "5.6",
    title: "No system folders of the host mounted",
    held: () => "none; development copies the source instead",
  },
  {
    id: "5.8",
    title: "No privileged ports inside",
    held: b => (ports(b).every(port => port >= 1024) ? ports(b).join(", ") || "none" : null),
  },
  { id: "5.9", title: "Only needed ports open", held: () => "backing services publish none" },
  { id: "5.11", title: "Memory limited", held: () => "every container" },
  {
    id: "5.13",
    title: "Read-only root file system",
    held: b => own(b, () => "the application's containers; databases write to their volume"),
  },
  {
    id: "5.14",
    title: "Incoming traffic bound to an interface",
    held: b => (b.compose.address === "0.0.0.0" ? null : b.compose.address),
  },
  { id: "5.15", title: "Restart policy", held: b => `${b.compose.restart}; one-shots never` },
  { id: "5.16, 5.17, 5.18", title: "No namespaces or devices of the host shared", held: () => "none" },
  { id: "5.26", title: "No additional privileges", held: () => "no-new-privileges everywhere" },
  {
    id: "5.27",
    title: "Health checked at run time",
    held: b => (b.services.every(({ definition }) => definition.check) ? "every backing service" : null),
  },
  { id: "5.29", title: "Processes limited", held: () => "every container" },
  { id: "5.32", title: "Engine's socket not mounted", held: () => "not mounted" },
];

function own(blueprint: Blueprint, say: (unit: Blueprint["units"][number]) => string | null): string | null {
  const [first] = blueprint.units;
  return first === undefined || blueprint.units.some(({ isForeignDockerfile }) => isForeignDockerfile)
    ? null
    : say(first);
}

function verified(manager: string, { recon }: Blueprint["units"][number]): string | null {
  return recon.packageManager.lock === null ? null : `${manager} installs from \`${recon.packageManager.lock}\``;
}

function ports(blueprint: Blueprint): readonly number[] {
  return blueprint.units.flatMap(({ web }) => web?.port ?? []);
}

export function writeSecurity(writer: LineWriter, blueprint: Blueprint): void {
  if (blueprint.units.every(unit => appServices(blueprint, unit).length === 0)) return;
  writer.gap().add(
    [
      "## Security",
      "",
      "Items of the CIS Docker Benchmark that a Dockerfile and a Compose file decide:",
      "",
      "| item | asks | here |",
      "| --- | --- | --- |",
      ...ITEMS.map(item => {
        const held = item.held(blueprint);
        return `| ${item.id} | ${item.title} | ${held ?? "open: not decided by these files, or by a file of your own"} |`;
      }),
    ],
    "user.uid",
  );
  const admin = adminSurfaces(blueprint);
  if (admin.length > 0) {
    writer
      .gap()
      .add(["Doors for administrators, which a proxy in front may keep from the world:", "", ...admin], "web.command");
  }
}

/** Paths whose name says that they are not for everybody. */
function adminSurfaces(blueprint: Blueprint): readonly string[] {
  const found = [blueprint.recon, ...blueprint.units.map(({ recon }) => recon)].flatMap(({ routes }) =>
    routes.filter(({ path }) =>
      /(?:^|\/)(?:admin|administration|flower|metrics|debug|internal|docs|redoc|openapi\.json)(?:\/|$)/i.test(path),
    ),
  );
  const rows = found.map(({ path, place }) => `- \`${path}\` (${place.path}:${place.line})`);
  return [...new Set(rows)];
}
