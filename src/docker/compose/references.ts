import { joinPath, parentOf } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";
import { readCompose } from "./read-compose";

/** Reads the files that these Compose files include or extend, whatever they are called, and those that these name in turn. */
export async function loadComposeReferences(
  workspace: Workspace,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  let waiting = paths;
  while (waiting.length > 0) {
    const named = waiting.flatMap(path => referencedFiles(path, workspace.text(path) ?? ""));
    waiting = [...new Set(named)].filter(path => !seen.has(path) && workspace.has(path));
    for (const path of waiting) seen.add(path);
    await workspace.load(waiting, signal);
  }
}

function referencedFiles(path: string, text: string): readonly string[] {
  if (!/\b(?:include|extends)\b/.test(text)) return [];
  const { includes, services } = readCompose(text);
  const named = [
    ...includes.flatMap(({ paths }) => paths.map(each => each.text)),
    ...services.flatMap(service => service.extends?.file?.text ?? []),
  ];
  return named.map(each => joinPath(parentOf(path), each));
}
