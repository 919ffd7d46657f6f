import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { isInside } from "../../model/paths";
import { isProxyImage } from "../../recon/integrations/image-service";
import { readDjangoSettings } from "./django-settings";
import type { ExistingCompose } from "./existing-compose";
import { settingsChain } from "./settings-chain";

/**
 * What hands out static files without a server before the application, or lets another place have them: WhiteNoise and its
 * like, the view of Django that does so in production too, a storage in a cloud, a URL of another host.
 */
const HANDED_OUT =
  /whitenoise|servestatic|blacknoise|dj_static|django\.views\.static|StaticFilesHandler|storages\.backends|(?:s3|boto|gcloud|azure|cloudinary|cloudfront|minio)\w*static|static\w*(?:s3|boto|gcloud|azure|cloudinary|minio)|STATIC_URL\s*=(?:\s*f?["']|[^\n]*:)\/\//i;
/** What Django's own helpers hand out while DEBUG is on, and only then. */
const WHILE_DEBUGGING = /staticfiles_urlpatterns|\bstatic\(\s*settings\.STATIC_URL/;
const DEBUG_IS_ON = /^DEBUG\s*=\s*True\b/m;
const SIDE_PATH = /(?:^|\/)(?:tests?|docs?|examples?|node_modules)\//;

/** Names that only settings of Django set. */
const IS_SETTINGS = /^(?:DEBUG|INSTALLED_APPS|MIDDLEWARE|DATABASES|STATIC_URL|STORAGES|STATICFILES_STORAGE)\s*\+?=/m;

/** The application of Django whose finders know every static file, collected or not. */
const FINDERS = /["']django\.contrib\.staticfiles["']/;
/** Without an address of their own, pages cannot ask for them. */
const HAS_URL = /^[ \t]*STATIC_URL[ \t]*[:=]/m;
/** Pages that ask for names which collecting alone makes. */
const MANIFEST = /Manifest\w{0,60}Storage/;

/** Static files that nothing hands out. */
export interface UnservedStatic {
  /** Where the folder is named that they are collected to, else where the settings list Django's application for them. */
  readonly place: Place;
  /** Whether the settings name such a folder; those of a new project name none. */
  readonly isCollected: boolean;
}

/**
 * Static files that nothing of the project would hand out: Django does so in its development server alone. Source: https://docs.djangoproject.com/en/5.2/howto/static-files/deployment/
 */
export function unservedStatic(
  workspace: Workspace,
  recon: Recon,
  compose: ExistingCompose | null,
  unit: string,
): UnservedStatic | null {
  const found = recon.static;
  if (
    found === null ? !recon.frameworks.some(({ name }) => name === "django") : !found.command.includes("collectstatic")
  )
    return null;
  if (compose?.services.some(({ image, base }) => isProxyImage(base ?? image ?? "")) === true) return null;
  const code = ownCode(workspace, recon, unit);
  if (code.some(({ text }) => HANDED_OUT.test(text) || (found === null && MANIFEST.test(text)))) return null;
  const holds = (pattern: RegExp): boolean => code.some(({ text }) => pattern.test(text));
  if (holds(WHILE_DEBUGGING) && holds(DEBUG_IS_ON)) return null;
  if (found) return { place: found.place, isCollected: true };
  const listing = code.find(({ text }) => FINDERS.test(text));
  if (!listing || !holds(HAS_URL)) return null;
  const finders = FINDERS.exec(listing.text)?.[0] ?? "";
  const offset = (workspace.text(listing.path) ?? "").indexOf(finders);
  return { place: workspace.place(listing.path, offset), isCollected: false };
}

/** The code of a unit and what it shares, without comments; of settings of Django those alone that run. */
function ownCode(
  workspace: Workspace,
  recon: Recon,
  unit: string,
): readonly { readonly path: string; readonly text: string }[] {
  const chosen = readDjangoSettings(workspace, recon)?.value;
  const chain = chosen === undefined ? null : settingsChain(workspace, chosen);
  const folders = [unit, ...(recon.shared ?? []).map(({ path }) => path)];
  return workspace.paths("*.py").flatMap(path => {
    if (SIDE_PATH.test(path) || !folders.some(folder => isInside(folder, path))) return [];
    const text = withoutComments(workspace.text(path) ?? "");
    // Settings for work on the code say nothing of those that run.
    return chain !== null && !chain.has(path) && IS_SETTINGS.test(text) ? [] : [{ path, text }];
  });
}

function withoutComments(text: string): string {
  return text.replace(/(?<!\S)#[^\n]*/g, "");
}
