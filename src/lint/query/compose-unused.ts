import { asText, at } from "../../workspace/data-node";
import type { ComposeContext } from "../compose-context";
import { fixOf, removeEntry } from "./compose";
import { shorten } from "./fixing";

type Section = "volumes" | "networks" | "secrets" | "configs";

/** The names of a section that any service of the project uses. */
function usedNames(context: ComposeContext, section: Section): ReadonlySet<string> {
  const used = new Set<string>();
  const services = [...context.project.services.values()].flat().map(part => part.service);
  // A file beside this one may be laid over it by hand, and use what this one defines.
  for (const service of [...services, ...context.overlays.flatMap(each => each.services)]) {
    if (section === "volumes") {
      for (const mount of service.volumes) used.add(mount.source ?? "");
    } else for (const each of service[section]) used.add(each.name);
    if (section === "secrets") for (const each of service.build?.secrets ?? []) used.add(each.name);
    if (section === "networks") used.add(asText(at(service.node, "build", "network")) ?? "");
    if (section === "configs") used.add(asText(at(service.node, "credential_spec", "config")) ?? "");
  }
  return used;
}

/**
 * Reports entries of a top-level section that no service uses. Silent for files without services, which others include or are laid
 * over, and where a variable may name the entry.
 */
export function reportUnused(context: ComposeContext, section: Section, word: string): void {
  const { project, document } = context;
  if (!project.isComplete || document.services.length === 0) return;
  const used = usedNames(context, section);
  if ([...used].some(name => name.includes("$"))) return;
  const map = at(document.root, section);
  for (const resource of document[section]) {
    if (used.has(resource.name) || (section === "networks" && resource.name === "default")) continue;
    const own = map?.kind === "map" ? map.entries.find(each => each.keySpan === resource.keySpan) : undefined;
    context.report(
      resource.keySpan,
      `No service uses the ${word} \`${shorten(resource.name, 40)}\`, so Compose ignores it. Remove it, or use it.`,
      {
        tags: ["unnecessary"],
        fixes:
          own === undefined || map === undefined
            ? []
            : fixOf(`Remove ${resource.name}`, false, removeEntry(context.text, map, own)),
      },
    );
  }
}
