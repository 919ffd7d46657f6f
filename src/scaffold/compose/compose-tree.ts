import type { Blueprint, UnitDesign } from "../blueprint";
import { SECRET_FOLDER, secretFiles } from "../secret-files";
import { LineWriter } from "../text/line-writer";
import { entry, map, treeKey, writeEntries, type YamlEntry } from "../text/yaml-tree";
import { appServices, BACK, FRONT, secretSource, volumeName, type AppService } from "./app-services";
import { fromCompose } from "./from-compose";
import { backingEntries } from "./backing-services";

export interface ComposeParts {
  readonly apps: readonly (readonly AppService[])[];
  readonly backing: readonly { readonly name: string; readonly entries: readonly YamlEntry[] }[];
  readonly networks: readonly YamlEntry[];
  readonly volumes: readonly YamlEntry[];
  readonly secrets: readonly YamlEntry[];
}

/** The stack in parts; the merge into a person's file adds those that are missing. */
export function composeParts(blueprint: Blueprint): ComposeParts {
  const apps = blueprint.units.map(unit => appServices(blueprint, unit));
  const backing = blueprint.services.map(service => ({
    name: service.name,
    entries: backingEntries(service, blueprint.compose),
  }));
  const used = blueprint.units.filter((_, at) => (apps[at]?.length ?? 0) > 0);
  const volumes = [
    // A service of a person's own image gets none, since nobody here knows where that has its folders.
    ...used.flatMap(unit =>
      unit.isForeignDockerfile
        ? []
        : unit.dataFolders.flatMap(({ volume }) => (volume === null ? [] : [volumeName(unit, volume)])),
    ),
    ...blueprint.services.flatMap(({ volume }) => volume ?? []),
  ];
  const secrets = new Map(
    used.flatMap(unit => unit.install.secrets.map(secret => [secret.id, secretSource(secret)] as const)),
  );
  return {
    apps,
    backing,
    networks: blueprint.compose.isSeparated ? [entry(FRONT, null), BACK_NETWORK] : [],
    volumes: [...new Set(volumes)].map(name => entry(name, null, "data.folders")),
    secrets: [
      ...[...secrets].map(([id, source]) => entry(id, map([source]), "install.secrets")),
      ...secretFiles(blueprint).map(({ id }) =>
        entry(id, map([entry("file", fromCompose(blueprint, `${SECRET_FOLDER}/${id}`))]), "secrets"),
      ),
    ],
  };
}

/** No way leads from it to the world outside, nor back. */
const BACK_NETWORK = entry(BACK, map([entry("internal", true)]), "compose.networks");

/** compose.yaml as a whole: what containers of one image share is written once, as an extension with an anchor. */
export function writeCompose(blueprint: Blueprint): LineWriter {
  const writer = new LineWriter();
  writer.add(`name: ${blueprint.project}`, "compose.file");
  writeParts(writer, blueprint, composeParts(blueprint));
  return writer;
}

/** Extensions, services and what they refer to, each section only where it has something to say. */
export function writeParts(
  writer: LineWriter,
  blueprint: Blueprint,
  { apps, backing, networks, volumes, secrets }: ComposeParts,
): void {
  const services: YamlEntry[] = [];
  const extensions: YamlEntry[] = [];
  apps.forEach((group, at) => {
    const unit = blueprint.units[at];
    const shared = unit ? sharedEntries(group) : [];
    const anchor = unit ? anchorOf(unit) : "app";
    if (shared.length > 0) {
      extensions.push({
        key: `x-${anchor}`,
        value: { kind: "map", entries: shared, isFlow: false, anchor },
        why: "build.context",
        gap: true,
      });
    }
    for (const service of group) {
      const own = service.entries.filter(item => !isShared(item, shared));
      const merged: readonly YamlEntry[] =
        shared.length > 0 ? [{ key: "<<", value: { kind: "merge", anchor }, why: "build.context" }] : [];
      services.push({ ...entry(service.name, map([...merged, ...own]), whyOf(service)), gap: services.length > 0 });
    }
  });
  for (const { name, entries } of backing) {
    services.push({ ...entry(name, map(entries), `services.${name}.image`), gap: services.length > 0 });
  }
  writeEntries(writer, extensions, 0);
  writeEntries(writer, [entry("services", map(services), "services", { gap: true })], 0);
  if (networks.length > 0)
    writeEntries(writer, [entry("networks", map(networks), "compose.networks", { gap: true })], 0);
  if (volumes.length > 0) writeEntries(writer, [entry("volumes", map(volumes), "data.folders", { gap: true })], 0);
  if (secrets.length > 0) writeEntries(writer, [entry("secrets", map(secrets), "install.secrets", { gap: true })], 0);
}

function anchorOf(unit: UnitDesign): string {
  return unit.unit === null ? "app" : unit.name;
}

function whyOf(service: AppService): string {
  return service.unit.web?.service === service.name ? "web.command" : "worker.command";
}

/** Entries that all containers of the image have with the same value; nothing for a single container. */
function sharedEntries(group: readonly AppService[]): readonly YamlEntry[] {
  const [first, ...others] = group;
  if (!first || others.length === 0) return [];
  return first.entries.filter(item =>
    others.every(({ entries }) =>
      entries.some(other => other.key === item.key && treeKey(other.value) === treeKey(item.value)),
    ),
  );
}

function isShared(item: YamlEntry, shared: readonly YamlEntry[]): boolean {
  return shared.some(other => other.key === item.key && treeKey(other.value) === treeKey(item.value));
}
