import type { Evidence } from "../../model/evidence";
import type { Place } from "../../model/place";
import { defineDetector, type DetectContext } from "../define-detector";
import { gunicornPort } from "../commands/server-configuration";
import { workerLike } from "../django/asgi-servers";
import { siteInterface } from "../django/site-for";
import { manifestPort } from "../kubernetes/own-images";
import { djangoSites, importedFile, type DjangoSite } from "../django/sites";
import type { PythonFile, PythonProject } from "../../python/project";
import { workingDirectoryOf } from "../targets/working-directory";
import { withoutFolder } from "../../model/paths";
import { gunicornUse, reloadCommand, serveCommand } from "../web/serve-command";

const PORT = 8000;

/** Django sites: the WSGI or ASGI application that the settings name, served from the folder of `manage.py`. */
export const detector = defineDetector({
  id: "django",
  title: "Django sites",
  reads: { everything: true },
  detect(context) {
    return djangoSites(context.project)
      .filter(site => [site.manage, site.wsgi?.file, site.asgi?.file].some(file => file && context.owns(file)))
      .flatMap(site => siteEvidence(context, site));
  },
});

function siteEvidence(context: DetectContext, site: DjangoSite): readonly Evidence[] {
  const { project, workspace } = context;
  const out: Evidence[] = [];
  const origin = site.settings ?? site.wsgi;
  if (origin) out.push({ claim: "framework", name: "django", place: project.place(origin.file, origin.offset) });
  const manage = site.manage ? withoutFolder(site.folder, site.manage.path) : "manage.py";
  if (site.manage) out.push(migrations(project, site, site.manage, manage));
  const served = siteInterface(site, context.dependencies);
  const port = portOfSite(context, site, served?.kind ?? "wsgi");
  const target = served?.kind === "asgi" ? site.asgi : site.wsgi;
  const server = (kind: "wsgi" | "asgi", object: string, workingDirectory: string, place: Place): Evidence => ({
    claim: "entry-point",
    kind,
    name: "web",
    target: object,
    command: serveCommand(kind, object, port, context.dependencies),
    devCommand: reloadCommand("django", kind, object, manage, port),
    port,
    source: "code",
    workingDirectory,
    place,
  });
  if (served && target) {
    const folder = site.manage ? site.folder : workingDirectoryOf(workspace, target.file);
    out.push(server(served.kind, served.target, folder, project.place(target.file, target.offset)));
    // The other interface is offered too; it is no second server unless something starts it.
    if (workerLike(context.dependencies) && site.asgi?.isRouter)
      out.push({ claim: "framework", name: "channels", place: project.place(site.asgi.file, site.asgi.offset) });
  } else if (site.manage && !answersNothing(project, site)) {
    // Neither interface has a module, so Django's own factory makes it from the settings.
    const place = project.place(site.manage, site.settings?.offset ?? 0, "medium");
    out.push(server("wsgi", "django.core.wsgi:get_wsgi_application()", site.folder, place));
  }
  return out;
}

function migrations(project: PythonProject, site: DjangoSite, file: PythonFile, manage: string): Evidence {
  return {
    claim: "migrations",
    source: "code",
    tool: "django",
    command: ["python", manage, "migrate", "--noinput"],
    workingDirectory: site.folder,
    place: project.place(file, site.settings?.offset ?? 0),
  };
}

/** What Gunicorn's own file says, else a manifest that runs the site. */
function portOfSite(
  { project, workspace, dependencies }: DetectContext,
  site: DjangoSite,
  kind: "wsgi" | "asgi",
): number {
  const own = gunicornUse(kind, dependencies) ? gunicornPort(workspace, project, site.folder) : null;
  const { path } = site.manage ?? site.settings?.file ?? site.wsgi?.file ?? { path: site.folder };
  return own ?? manifestPort(workspace, project, path) ?? PORT;
}

/** Settings without any URLs: Django is there for its models and commands alone, as beside a worker. */
function answersNothing(project: PythonProject, { settingsFiles }: DjangoSite): boolean {
  const isSilent = (file: PythonFile): boolean =>
    !file.facts.assignments.some(({ target }) => target === "ROOT_URLCONF") &&
    file.facts.imports.every(
      ({ module, level, names }) =>
        !names?.some(({ name }) => name === "*") || importedFile(project, file, module, level) !== undefined,
    );
  return settingsFiles.length > 0 && settingsFiles.every(isSilent);
}
