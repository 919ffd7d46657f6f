import { literalPattern } from "../../model/patterns";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/**
 * The variable that alone says where static files are collected to: `STATIC_ROOT = os.environ.get("STATIC_ROOT")`. Collecting
 * them fails while nothing sets it.
 */
export function readStaticRootVariable(workspace: Workspace, recon: Recon): string | null {
  const path = recon.static?.place.path;
  const text = path?.endsWith(".py") === true ? workspace.text(path) : null;
  if (text === null) return null;
  const found = recon.environment.find(({ name, default: usual }) => {
    const read = `(?:[\\w.]+\\.)?(?:getenv|environ(?:\\.get)?|env(?:\\.\\w+)?|config)\\s*[([]\\s*["']${literalPattern(name)}["']`;
    return (usual === null || usual === "") && new RegExp(`^STATIC_ROOT\\s*(?::[^=\\n]+)?=\\s*${read}`, "m").test(text);
  });
  return found?.name ?? null;
}
