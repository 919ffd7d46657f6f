import { isInside, relativeTo } from "../../model/paths";
import type { Blueprint, UnitDesign } from "../blueprint";
import { findDefinition } from "../decisions/services";
import { roleOf } from "../decisions/variable-role";
import { appServices, checkOf, FRONT, imageReference, limits, logging, words } from "../compose/app-services";
import { debugVariables } from "../compose/debug-variables";
import { debuggedUnits, type DebuggedUnit } from "../compose/debugged-units";
import { developedUnits } from "../compose/developed-units";
import { fromCompose } from "../compose/from-compose";
import { onTheirNetworks } from "../compose/their-networks";
import { MAIL_PORT, mailPort } from "../compose/taken-ports";
import { defineArtefact } from "../define-artefact";
import { overridePath } from "../layout/existing-compose";
import { LineWriter } from "../text/line-writer";
import { entry, flow, list, map, writeEntries, type YamlEntry, type YamlTree } from "../text/yaml-tree";

const MAIL = "mail";

export const artefact = defineArtefact({
  id: "compose-override",
  title: "Compose file for development",
  scope: "stack",
  render({ blueprint }) {
    const units = developedUnits(blueprint);
    if (units.length === 0) return null;
    const path = overridePath(blueprint.compose.path);
    const services: YamlEntry[] = [];
    const debugged = debuggedUnits(blueprint);
    for (const unit of units) {
      const debugging = [...debugVariables(unit)].map(([name, value]) => entry(name, value, `environment.${name}`));
      const variables = [...mailVariables(unit), ...debugging];
      const server = Object.entries(unit.web?.devEnvironment ?? {}).map(([name, value]) =>
        entry(name, value, "web.command.dev"),
      );
      for (const service of appServices(blueprint, unit)) {
        const isWeb = unit.web?.service === service.name;
        const gap = services.length > 0;
        services.push(
          entry(
            service.name,
            developmentEntries(
              blueprint,
              unit,
              isWeb,
              isWeb ? [...variables, ...server] : variables,
              service.entries.some(
                ({ key, value }) => key === "restart" && value.kind === "scalar" && value.value === "no",
              ),
            ),
            "web.command.dev",
            { gap },
          ),
        );
      }
      const underDebugger = debugged.find(other => other.unit === unit);
      if (underDebugger) services.push(debugService(blueprint, underDebugger, [...variables, ...server]));
    }
    const mail = mailPort(blueprint);
    if (mail !== null && units.some(unit => mailVariables(unit).length > 0))
      services.push(mailCatcher(blueprint, mail));
    const writer = new LineWriter();
    writer.add(
      "# For development: `docker compose up --watch` reads this file beside compose.yaml by itself.",
      "web.command.dev",
    );
    writer.add(
      "# Without it, as in production: `docker compose -f " + blueprint.compose.path + " up`.",
      "web.command.dev",
    );
    writeEntries(writer, [entry("services", map(services), "web.command.dev")], 0);
    return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "compose" };
  },
});

function developmentEntries(
  blueprint: Blueprint,
  unit: UnitDesign,
  isWeb: boolean,
  variables: readonly YamlEntry[],
  isOneShot: boolean,
): YamlTree {
  return map([
    entry("image", `${imageReference(blueprint, unit)}:dev`, "install.groups"),
    entry("build", map([entry("target", "dev")]), "install.groups"),
    isWeb && unit.web ? entry("command", words(unit.web.devCommand), "web.command.dev") : null,
    variables.length > 0 ? entry("environment", map(variables), "services") : null,
    entry("read_only", false, "install.groups"),
    // The image's own check belongs to its last stage, and `up --wait` would not wait for a server without one. Theirs stays.
    isWeb && unit.web?.health.command && !isCheckedByThem(blueprint, unit.web.service)
      ? entry("healthcheck", checkOf(["CMD", ...unit.web.health.command], "30s", "60s"), "web.health")
      : null,
    isOneShot
      ? null
      : entry(
          "develop",
          map([entry("watch", watch(blueprint, unit, isWeb ? "sync" : "sync+restart"))]),
          "web.command.dev",
        ),
  ]);
}

function isCheckedByThem({ layout }: Blueprint, service: string): boolean {
  return layout.compose?.services.some(({ name, hasOwnCheck }) => name === service && hasOwnCheck) ?? false;
}

/** Source is copied into the running container; a changed manifest builds the image again. */
function watch(blueprint: Blueprint, unit: UnitDesign, action: string): YamlTree {
  const source = fromCompose(blueprint, unit.path);
  const manifests = [...new Set(unit.install.needs)].filter(path => unit.layout.allFiles.includes(path));
  return list([
    map([
      entry("action", action),
      entry("path", source),
      entry("target", unit.homeFolder),
      entry(
        "ignore",
        flow([
          ".venv/",
          "**/__pycache__/",
          ".git/",
          ...(unit.frontEnds.length > 0 ? ["**/node_modules/"] : []),
          ...watchedSources(unit).map(path => `${relativeTo(unit.path, path)}/`),
          ...unit.dataFolders.flatMap(({ path }) =>
            path.startsWith(`${unit.homeFolder}/`) ? [`${relativeTo(unit.homeFolder.slice(1), path.slice(1))}/`] : [],
          ),
        ]),
      ),
    ]),
    ...manifests.map(path => map([entry("action", "rebuild"), entry("path", fromCompose(blueprint, path))])),
    ...unit.frontEnds.flatMap(({ manifests: own, sources }) => [
      ...own
        .filter(path => unit.layout.allFiles.includes(path) && !sources.some(folder => isInside(folder, path)))
        .map(path => map([entry("action", "rebuild"), entry("path", fromCompose(blueprint, path))])),
      // What Node builds is made with the image, so an edit of its sources makes the image again.
      ...sources.map(path =>
        map([
          entry("action", "rebuild"),
          entry("path", fromCompose(blueprint, path)),
          entry("ignore", flow(["node_modules/", ".git/"])),
        ]),
      ),
    ]),
  ]);
}

/** Sources of front ends that lie in the unit's own folder. */
function watchedSources(unit: UnitDesign): readonly string[] {
  return unit.frontEnds
    .flatMap(({ sources }) => sources)
    .filter(path => path !== unit.path && isInside(unit.path, path));
}

/** Started on request: the debugger wants one process without reloader, so it is a container of its own. */
function debugService(
  blueprint: Blueprint,
  { unit, service, command, debugPort, ports }: DebuggedUnit,
  variables: readonly YamlEntry[],
): YamlEntry {
  const { web } = unit;
  const base = appServices(blueprint, unit).find(({ name }) => name === web?.service)?.entries ?? [];
  const kept = base.filter(({ key }) =>
    ["environment", "env_file", "init", "secrets", "volumes", "depends_on", "networks", "security_opt"].includes(key),
  );
  const environment = kept.find(({ key }) => key === "environment");
  const merged = environment?.value.kind === "map" ? overridden(environment.value.entries, variables) : variables;
  const dockerfile = relativeTo(unit.context, unit.dockerfile);
  return entry(
    service,
    map([
      entry("profiles", flow(["debug"])),
      entry("image", `${imageReference(blueprint, unit)}:dev`),
      entry(
        "build",
        map([
          entry("context", fromCompose(blueprint, unit.context)),
          dockerfile === "Dockerfile" ? null : entry("dockerfile", dockerfile),
          entry("target", "dev"),
        ]),
      ),
      entry("command", words(command)),
      merged.length > 0 ? entry("environment", map(merged)) : null,
      ...besideTheirs(
        blueprint,
        kept.filter(({ key }) => key !== "environment"),
      ),
      entry("ports", list(ports)),
      logging(),
    ]),
    "web.command.dev",
    {
      gap: true,
      comment: `docker compose --profile debug up ${service}, then attach to port ${debugPort}.`,
    },
  );
}

/** On the networks of what it waits for, where the stack is theirs. */
function besideTheirs(blueprint: Blueprint, entries: readonly YamlEntry[]): readonly YamlEntry[] {
  return blueprint.layout.compose === null ? entries : onTheirNetworks(blueprint, entries);
}

function overridden(base: readonly YamlEntry[], extra: readonly YamlEntry[]): readonly YamlEntry[] {
  return [...base.filter(({ key }) => !extra.some(other => other.key === key)), ...extra];
}

/** Variables of the mail server, pointed at the catcher. */
function mailVariables(unit: UnitDesign): readonly YamlEntry[] {
  const names = unit.recon.integrations.flatMap(({ service, variables }) =>
    findDefinition(service)?.id === "smtp" ? variables : [],
  );
  return [...new Set(names)].flatMap(name => {
    const sample = unit.variables.find(variable => variable.name === name)?.default ?? null;
    const role = roleOf(name, sample, null);
    const upper = name.toUpperCase();
    if (role === "url") return [entry(name, `smtp://${MAIL}:1025`, "services")];
    if (role === "host" || /SERVER$|HOST$/.test(upper)) return [entry(name, MAIL, "services")];
    if (role === "port") return [entry(name, "1025", "services")];
    if (/TLS|SSL/.test(upper)) return [entry(name, "false", "services")];
    return role === "user" || role === "password" ? [entry(name, "", "services")] : [];
  });
}

function mailCatcher(blueprint: Blueprint, port: number): YamlEntry {
  const definition = findDefinition("smtp");
  return entry(
    MAIL,
    map([
      entry("image", definition?.image ?? "axllent/mailpit:v1.21"),
      entry(
        "environment",
        map(Object.entries(definition?.environment ?? {}).map(([name, value]) => entry(name, value))),
      ),
      entry("ports", list([`127.0.0.1:${port}:${MAIL_PORT}`])),
      blueprint.compose.isSeparated ? entry("networks", flow([FRONT]), "compose.networks") : null,
      entry("security_opt", flow(["no-new-privileges:true"])),
      logging(),
      limits("128M"),
    ]),
    "services",
    { gap: true, comment: `Catches all mail; read it at http://127.0.0.1:${port}.` },
  );
}
