import { literalPattern } from "../../model/patterns";
import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { readDjangoSettings } from "./django-settings";
import { settingsChain } from "./settings-chain";

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

const STAR_IMPORT = /^from[ \t]+([A-Za-z][\w.]*)[ \t]+import[ \t]+\*/gm;

/**
 * The settings where nothing of what they consist of names a folder for static files, though a script collects them: their
 * storage lies elsewhere, or the script fails. Null where a folder is named or settings of a package may name one.
 */
export function settingsWithoutStaticRoot(workspace: Workspace, recon: Recon): Place | null {
  if (recon.static?.command.includes("collectstatic") !== true || recon.static.folder !== null) return null;
  const settings = readDjangoSettings(workspace, recon);
  const chain = settings === null ? null : settingsChain(workspace, settings.value);
  if (chain === null) return null;
  const texts = [...chain].map(path => workspace.text(path) ?? "");
  const isFilled = texts.some(
    text =>
      text.includes("STATIC_ROOT") ||
      [...text.matchAll(STAR_IMPORT)].some(([, module = ""]) => settingsChain(workspace, module) === null),
  );
  const [path] = chain;
  return isFilled || path === undefined ? null : workspace.place(path, 0);
}
