import type { EntryPoint, Integration, Recon } from "../model/recon";
import { roleOf } from "./entry-roles";
import { integrationName } from "./integrations";

/** Where a service listens unless it is told otherwise. Source: IANA's registry of service names and port numbers, and each product's manual. */
const PORTS: Readonly<Record<string, number>> = {
  cassandra: 9042,
  clickhouse: 8123,
  elasticsearch: 9200,
  kafka: 9092,
  ldap: 389,
  mariadb: 3306,
  memcached: 11211,
  mongodb: 27017,
  mssql: 1433,
  mysql: 3306,
  nats: 4222,
  neo4j: 7687,
  opensearch: 9200,
  oracle: 1521,
  postgres: 5432,
  rabbitmq: 5672,
  redis: 6379,
  smtp: 25,
  statsd: 8125,
};

/** From this number on, services of one kind share a box: a diagram of thirty boxes says less than the table below it. */
const CROWD = 3;

interface Target {
  readonly kind: Integration["kind"];
  readonly names: readonly string[];
  readonly label: string;
  readonly isOptional: boolean;
}

/**
 * Who calls whom, by which protocol and port, as a Mermaid flowchart. Processes of one code base lead to one point that has
 * the arrows which they share, so that few of them cross. Names of the workspace are quoted, never markup.
 */
export function componentDiagram(recon: Recon): string {
  const parts =
    recon.units.length > 0 ? recon.units.map(({ name, recon: unit }) => ({ name, unit })) : [{ name: "", unit: recon }];
  const processes: string[] = [];
  const boxes = new Map<string, string>();
  const arrows = new Set<string>();
  for (const { name, unit } of parts) {
    const runs = unit.entryPoints
      .filter(isDrawn)
      .map(entry => ({ entry, run: id("app", `${name} ${entry.kind} ${entry.name}`) }));
    const targets = targetsOf(unit.integrations);
    const isShared = runs.length > 1 && targets.length > 1;
    const code = name === "" ? recon.root : name;
    const point = id("code", code);
    for (const { entry, run } of runs) {
      processes.push(`  ${run}[${quote(name === "" ? entry.name : `${name} ${entry.name}`)}]`);
      if (entry.port !== null) arrows.add(`  client -->|${quote(`HTTP ${entry.port}`)}| ${run}`);
      if (isShared) arrows.add(`  ${run} --- ${point}`);
    }
    if (isShared) processes.push(`  ${point}{{${quote(`code of ${code}`)}}}`);
    const broker = runs.some(({ entry }) => entry.kind === "worker") ? brokerOf(unit.integrations) : null;
    for (const target of targets) {
      const box = id("svc", target.names.join(" "));
      boxes.set(box, `  ${box}${shape(target)}`);
      const label = broker !== null && target.names.includes(broker) ? `${target.label}, tasks` : target.label;
      for (const caller of isShared ? [point] : runs.map(({ run }) => run))
        arrows.add(`  ${caller} ${target.isOptional ? "-.->" : "-->"}|${quote(label)}| ${box}`);
    }
  }
  const drawn = [...arrows];
  const hasClient = drawn.some(line => line.startsWith("  client "));
  const lines = [
    "flowchart LR",
    ...(hasClient ? ["  client([client])"] : []),
    ...processes,
    ...boxes.values(),
    ...drawn,
  ];
  const legend = drawn.some(line => line.includes("-.->"))
    ? "A dashed arrow leads to what the code can do without.\n"
    : "";
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\`\n\n${legend}`;
}

/** Servers of one kind are candidates for one service, while every worker runs beside the others. */
function isDrawn({ rank, kind, confidence }: EntryPoint): boolean {
  if (kind === "notebook" || kind === "script") return false;
  return rank === 1 || (roleOf(kind) === "worker" && confidence !== "low");
}

/** Needed services first; many of one kind in one box. */
function targetsOf(integrations: readonly Integration[]): readonly Target[] {
  const groups = new Map<string, Integration[]>();
  for (const found of integrations) {
    const key = `${found.optional ? 1 : 0} ${found.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups.entries()]
    .sort(([left], [right]) => Number(left[0]) - Number(right[0]))
    .flatMap(([, group]) => {
      const isCrowd = new Set(group.map(integrationName)).size >= CROWD;
      return (isCrowd ? [group] : group.map(found => [found])).map(members => ({
        kind: members[0]?.kind ?? "http",
        names: [...new Set(members.map(integrationName))],
        label: [...new Set(members.map(labelOf))].slice(0, 3).join(", "),
        isOptional: members[0]?.optional ?? false,
      }));
    });
}

function labelOf({ protocol, service }: Integration): string {
  const port = PORTS[service];
  return port === undefined ? protocol : `${protocol} ${port}`;
}

/** The queue that workers take their tasks from: the only broker, or Redis where there is none. */
function brokerOf(integrations: readonly Integration[]): string | null {
  const needed = integrations.filter(({ optional }) => !optional);
  const queues = needed.filter(({ service }) => service === "rabbitmq");
  const found = queues.length > 0 ? queues : needed.filter(({ service }) => service === "redis");
  return found.length > 0 && found[0] ? integrationName(found[0]) : null;
}

function shape({ kind, names }: Target): string {
  const shown = names.length > 6 ? [...names.slice(0, 5), `and ${names.length - 5} more`] : names;
  const label = shown.map(name => quote(name).slice(1, -1)).join("<br/>");
  return kind === "database" || kind === "filesystem"
    ? `[("${label}")]`
    : kind === "http" || kind === "mail"
      ? `(["${label}"])`
      : `[["${label}"]]`;
}

/** A name for Mermaid that depends on the text alone, so that a diff shows what really changed. */
function id(kind: string, text: string): string {
  return `${kind}_${text
    .trim()
    .replace(/[^A-Za-z0-9]+/g, "_")
    .slice(0, 40)}`;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll("\n", " ")}"`;
}
