import type { Recon } from "../model/recon";
import { serviceName } from "./figures";

/** Components and who calls whom, as a Mermaid flowchart. Names of the workspace are quoted, never markup. */
export function componentDiagram(recon: Recon): string {
  const lines = ["flowchart LR", "  client([client])"];
  const parts =
    recon.units.length > 0 ? recon.units.map(({ name, recon: unit }) => ({ name, unit })) : [{ name: "", unit: recon }];
  const declared = new Set<string>();
  for (const { name, unit } of parts) {
    const prefix = name === "" ? "" : `${name} `;
    const runs = unit.entryPoints.filter(({ rank, kind }) => rank === 1 && kind !== "notebook" && kind !== "script");
    for (const entry of runs) {
      const id = node("app", `${prefix}${entry.kind} ${entry.name}`);
      lines.push(`  ${id}[${quote(`${prefix}${entry.name}`)}]`);
      if (entry.port !== null) lines.push(`  client -->|"port ${entry.port}"| ${id}`);
      for (const integration of unit.integrations) {
        const label = integration.host ?? serviceName(integration.service);
        const target = node("svc", label);
        if (!declared.has(target)) lines.push(`  ${target}${shape(integration.kind, label)}`);
        declared.add(target);
        lines.push(`  ${id} -->|${quote(integration.protocol)}| ${target}`);
      }
    }
  }
  return `\`\`\`mermaid\n${[...new Set(lines)].join("\n")}\n\`\`\`\n`;
}

function shape(kind: string, label: string): string {
  return kind === "database" || kind === "filesystem"
    ? `[(${quote(label)})]`
    : kind === "http" || kind === "mail"
      ? `([${quote(label)}])`
      : `[[${quote(label)}]]`;
}

function node(kind: string, text: string): string {
  return `${kind}_${text.replace(/[^A-Za-z0-9]+/g, "_")}`;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', "#quot;").replaceAll("\n", " ")}"`;
}
