import type { Blueprint } from "../blueprint";
import { appServices } from "../compose/app-services";
import type { LineWriter } from "../text/line-writer";

/**
 * What the files do for security, in sentences. What the built images and the Compose file meet of a benchmark is measured,
 * so it stands in the document of the verification alone.
 */
export function writeSecurity(writer: LineWriter, blueprint: Blueprint): void {
  if (blueprint.units.every(unit => appServices(blueprint, unit).length === 0)) return;
  const { units, compose, services } = blueprint;
  const own = units.filter(({ isForeignDockerfile }) => !isForeignDockerfile);
  const users = [...new Set(own.map(({ user }) => String(user.id)))].join(", ");
  writer.gap().add(["## Security", ""], "user.uid");
  if (own.length > 0) {
    writer.add(
      `- ${own.length === units.length ? "The application" : own.map(({ name }) => `\`${name}\``).join(", ")} runs as user ${users}, on a read-only root file system, without Linux capabilities.`,
      "user.uid",
    );
  }
  if (own.length < units.length) {
    writer.add(
      "- What a Dockerfile of your own decides (user, packages, base image) is yours; `drydock lint` and `drydock verify` check it.",
      "user.uid",
    );
  }
  const isTheirs = blueprint.layout.compose !== null;
  writer.add(
    isTheirs
      ? `- Containers that were added have limits of memory and processes and may gain no privileges; what \`${compose.path}\` says of the others is yours.`
      : "- Every container has limits of memory and processes and may gain no privileges; none shares a namespace, a device or the engine's socket with the host.",
    "resources.memory",
  );
  const backing = services.length > 0 && !isTheirs ? " Databases, caches and queues publish none." : "";
  const published = isTheirs
    ? `Ports that were added are published on ${compose.address}.`
    : units.some(({ web }) => web !== null)
      ? `Ports are published on ${compose.address}.`
      : "No port is published.";
  writer.add(`- ${published}${backing}`, "compose.ports");
  writer.add(
    blueprint.services.some(({ fixed }) => fixed !== null && fixed.password !== null)
      ? "- Passwords that stand in the code are part of its images, as the risks below tell; every other secret comes at run time, logins of package indexes as build secrets."
      : "- No secret is part of an image; values come at run time, logins of package indexes as build secrets.",
    "secrets",
  );
  writer
    .gap()
    .add([
      "Each recommendation of the CIS Docker Benchmark that a Dockerfile and a Compose file decide is checked against what was",
      "built, with its verdict, file and line, in [verification.md](verification.md): `drydock verify`, then `drydock report`.",
    ]);
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
