import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import type { ExistingCompose } from "./existing-compose";

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

/** Web servers that stand before an application. */
const PROXY = /(?:^|\/)(?:nginx|caddy|httpd|traefik|haproxy|apache)\b/i;

/**
 * Where the folder is named that static files are collected to, while nothing of the project would hand them out: Django does
 * so in its development server alone. Source: https://docs.djangoproject.com/en/5.2/howto/static-files/deployment/
 */
export function unservedStatic(workspace: Workspace, recon: Recon, compose: ExistingCompose | null): Place | null {
  const found = recon.static;
  if (found?.command.includes("collectstatic") !== true) return null;
  if (compose?.services.some(({ image, base }) => PROXY.test(base ?? image ?? "")) === true) return null;
  let isHelped = false;
  let isDebugging = false;
  for (const path of workspace.paths("*.py")) {
    const text = SIDE_PATH.test(path) ? null : workspace.text(path);
    if (text === null) continue;
    if (HANDED_OUT.test(text)) return null;
    isHelped ||= WHILE_DEBUGGING.test(text);
    isDebugging ||= DEBUG_IS_ON.test(text);
  }
  return isHelped && isDebugging ? null : found.place;
}
