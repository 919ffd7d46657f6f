import type { Dependency } from "../../model/recon";
import type { PythonProject } from "../../python/project";
import { workerLike } from "./asgi-servers";
import { djangoSites, type DjangoSite } from "./sites";

/** The site that commands in one of the folders are about; the only one where none is named. */
export function siteFor(project: PythonProject, folders: readonly string[]): DjangoSite | null {
  const all = djangoSites(project);
  for (const folder of folders) {
    const match = all.find(site => site.folder === folder);
    if (match) return match;
  }
  for (const folder of folders) {
    const match = all.find(site => folder === "" || site.folder.startsWith(`${folder}/`));
    if (match) return match;
  }
  return null;
}

/** What to serve of a site: ASGI where it routes web sockets or an ASGI server is declared and no WSGI server is. */
export function siteInterface(
  site: DjangoSite,
  dependencies: readonly Dependency[],
): { readonly kind: "wsgi" | "asgi"; readonly target: string } | null {
  const wantsAsgi = site.asgi !== null && (site.wsgi === null || site.asgi.isRouter || workerLike(dependencies));
  if (wantsAsgi && site.asgi) return { kind: "asgi", target: site.asgi.target };
  return site.wsgi ? { kind: "wsgi", target: site.wsgi.target } : null;
}
