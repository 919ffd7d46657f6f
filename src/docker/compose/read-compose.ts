import { at, items } from "../../workspace/data-node";
import type { DataNode } from "../../workspace/data-node";
import { readService, sectionEntries } from "./read-service";
import { readYaml } from "../../workspace/yaml";
import { located, locatedAt, locatedList } from "./scalars";
import type { ComposeDocument, ComposeInclude, ComposeResource } from "./types";

/**
 * Reads one Compose file (Compose specification, `03-compose-file.md` and following) with the place of everything in it. Never throws:
 * what cannot be read as YAML is in `problems`, what has a wrong shape is left out.
 */
export function readCompose(text: string): ComposeDocument {
  const { root, problems, duplicates, tags } = readYaml(text);
  return {
    text,
    root,
    problems,
    duplicates,
    tags,
    name: locatedAt(root, "name"),
    services: sectionEntries(root, "services").map(each => readService(text, each)),
    networks: readResources(root, "networks"),
    volumes: readResources(root, "volumes"),
    secrets: readResources(root, "secrets"),
    configs: readResources(root, "configs"),
    models: readResources(root, "models"),
    includes: readIncludes(at(root, "include")),
  };
}

function readResources(root: DataNode | null, section: string): readonly ComposeResource[] {
  return sectionEntries(root, section).map(({ key, keySpan, value }) => {
    const external = at(value, "external");
    const isExternal = external?.kind === "map" || (external !== undefined && located(external)?.text !== "false");
    return { name: key, keySpan, node: value, isExternal };
  });
}

function readIncludes(node: DataNode | undefined): readonly ComposeInclude[] {
  return items(node).map(item => ({
    paths: item.kind === "map" ? locatedList(at(item, "path")) : locatedList(item),
  }));
}
