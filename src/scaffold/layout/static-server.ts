import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { isInside } from "../../model/paths";
import { readDjangoSettings } from "./django-settings";
import type { ExistingCompose } from "./existing-compose";
import { settingsChain } from "./settings-chain";

/**
 * What hands out static files without a server before the application, or lets another place have them: WhiteNoise and its
 * like, the view of Django that does so in production too, a storage in a cloud, a URL of another host.
 */
const HANDED_OUT =
  /whitenoise|servestatic|blacknoise|dj_static|django\.views\.static|StaticFilesHandler|storages\.backends|(?:s3|boto|gcloud|azure|cloudinary|cloudfront)\w*static|static\w*(?:s3|boto|gcloud|azure|cloudinary)|STATIC_URL\s*=\s*f?["'](?:https?:)?\/\//i;
/** What Django's own helpers hand out while DEBUG is on, and only then. */
const WHILE_DEBUGGING = /staticfiles_urlpatterns|\bstatic\(\s*settings\.STATIC_URL/;
const DEBUG_IS_ON = /^DEBUG\s*=\s*True\b/m;
const SIDE_PATH = /(?:^|\/)(?:tests?|docs?|examples?|node_modules)\//;

/** Names that only settings of Django set. */
const IS_SETTINGS = /^(?:DEBUG|INSTALLED_APPS|MIDDLEWARE|DATABASES|STATIC_URL|STORAGES|STATICFILES_STORAGE)\s*\+?=/m;

/** Web servers that stand before an application. */
const PROXY = /(?:^|\/)(?:nginx|caddy|httpd|traefik|haproxy|apache)\b/i;

/**
 * Where the folder is named that static files are collected to, while nothing of the project would hand them out: Django does
 * so in its development server alone. Source: https://docs.djangoproject.com/en/5.2/howto/static-files/deployment/
 */
export function unservedStatic(
  workspace: Workspace,
  recon: Recon,
  compose: ExistingCompose | null,
  unit: string,
): Place | null {
  const found = recon.static;
  if (found?.command.includes("collectstatic") !== true) return null;
  if (compose?.services.some(({ image, base }) => PROXY.test(base ?? image ?? "")) === true) return null;
  const chosen = readDjangoSettings(workspace, recon)?.value;
  const chain = chosen === undefined ? null : settingsChain(workspace, chosen);
  const folders = [unit, ...(recon.shared ?? []).map(({ path }) => path)];
  let isHelped = false;
  let isDebugging = false;
  for (const path of workspace.paths("*.py")) {
    const isOwn = folders.some(folder => isInside(folder, path)) && !SIDE_PATH.test(path);
    const text = isOwn ? withoutComments(workspace.text(path) ?? "") : "";
    // Settings for work on the code say nothing of those that run.
    if (chain !== null && !chain.has(path) && IS_SETTINGS.test(text)) continue;
    if (HANDED_OUT.test(text)) return null;
    isHelped ||= WHILE_DEBUGGING.test(text);
    isDebugging ||= DEBUG_IS_ON.test(text);
  }
  return isHelped && isDebugging ? null : found.place;
}

function withoutComments(text: string): string {
  return text.replace(/(?<!\S)#[^\n]*/g, "");
}
