import { joinPath } from "../../model/paths";
import { asText, at, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/**
 * Actions of others that build an image, and whether they push it as well.
 * Source: the README of each on GitHub (November 2026).
 */
const IMAGE_ACTIONS: Readonly<Record<string, "build" | "push">> = {
  "redhat-actions/buildah-build": "build",
  "elgohr/publish-docker-github-action": "push",
  "mr-smithers-excellent/docker-build-push": "push",
  "whoan/docker-build-with-cache-action": "build",
};

/** What actions of a workflow do that stand for commands, added to `uses`. */
export function addActions(node: DataNode | null, uses: Set<string>): void {
  if (!node) return;
  if (node.kind === "list") for (const item of node.items) addActions(item, uses);
  if (node.kind !== "map") return;
  for (const { key, value } of node.entries) {
    const text = key === "uses" ? (asText(value) ?? "") : "";
    if (/^docker\/build-push-action/.test(text)) {
      uses.add("docker");
      uses.add("build");
      if (asText(at(node, "with", "push")) !== undefined && asText(at(node, "with", "push")) !== "false")
        uses.add("push");
    } else if (/^docker\//.test(text)) uses.add("docker");
    const image = IMAGE_ACTIONS[text.split("@", 1)[0]?.toLowerCase() ?? ""];
    if (image !== undefined) for (const use of ["docker", "build", image]) uses.add(use);
    if (/pypa\/gh-action-pypi-publish/.test(text)) uses.add("deploy");
    if (/deploy|superfly\/|heroku|amazon-ecs|azure\/webapps/i.test(text)) uses.add("deploy");
    if (/pre-commit|ruff-action|psf\/black|super-linter/.test(text)) uses.add("lint");
    addActions(value, uses);
  }
}

/** Actions of the workspace that a workflow uses: `uses: ./.github/setup`. */
export function ownActions(workspace: Workspace, node: DataNode | null): readonly string[] {
  if (node?.kind === "list") return node.items.flatMap(item => ownActions(workspace, item));
  if (node?.kind !== "map") return [];
  return node.entries.flatMap(({ key, value }) => {
    const text = key === "uses" ? (asText(value) ?? "") : "";
    const folder = text.startsWith("./") ? text.slice(2) : null;
    const found =
      folder === null
        ? []
        : ["action.yml", "action.yaml"].map(name => joinPath(folder, name)).filter(path => workspace.has(path));
    return [...found, ...ownActions(workspace, value)];
  });
}
