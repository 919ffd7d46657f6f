import { asString, at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** What `setup.cfg` and `setup.py` say of an install that has no `[project]` table. */
export interface SetupFacts {
  readonly hasSetupPy: boolean;
  readonly hasSetupCfg: boolean;
  /** `install_requires` stands in setup.cfg, so it can be read without running anything. */
  readonly cfgHasRequirements: boolean;
  readonly extras: readonly string[];
  readonly isSourceLayout: boolean;
}

export function readSetup(workspace: Workspace, prefix: string): SetupFacts | null {
  const python = workspace.text(`${prefix}setup.py`);
  const configuration = workspace.text(`${prefix}setup.cfg`);
  const root = configuration === null ? null : workspace.data(`${prefix}setup.cfg`).root;
  const hasMetadata = at(root, "metadata") !== undefined || at(root, "options") !== undefined;
  if (python === null && !hasMetadata) return null;
  return {
    hasSetupPy: python !== null,
    hasSetupCfg: hasMetadata,
    cfgHasRequirements: (asString(at(root, "options", "install_requires")) ?? "").trim() !== "",
    extras: [...entries(at(root, "options.extras_require")).map(({ key }) => key), ...extrasOf(python ?? "")],
    isSourceLayout:
      /["']["']\s*:\s*["']src["']/.test(python ?? "") || /package_dir\s*=\s*\n?\s*=\s*src/.test(configuration ?? ""),
  };
}

/** Keys of a literal `extras_require={...}`; anything computed is left alone. */
function extrasOf(text: string): readonly string[] {
  const start = text.indexOf("extras_require");
  const open = start < 0 ? -1 : text.indexOf("{", start);
  if (open < 0 || open - start > 30) return [];
  const names: string[] = [];
  let depth = 0;
  for (let at = open; at < text.length && at < open + 5000; at++) {
    const character = text.charAt(at);
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth === 0) break;
    if (depth === 1 && (character === "'" || character === '"')) {
      const end = text.indexOf(character, at + 1);
      if (end < 0) break;
      if (/^\s*:/.test(text.slice(end + 1, end + 10))) names.push(text.slice(at + 1, end));
      at = end;
    }
  }
  return names;
}
