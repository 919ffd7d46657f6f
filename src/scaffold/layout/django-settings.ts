import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import { isTemplatePath } from "../../python/link/roles";
import { isSideFolder } from "../../recon/unit-manifests";
import type { Workspace } from "../../workspace/workspace";
import { isInside, joinPath, nameOf, parentOf, relativeTo } from "../../model/paths";
import { isEnvSample, parseEnv } from "./env-samples";

// Django's own template of a WSGI module once named another way in a comment.
const MODULE = /^[^#\n]*DJANGO_SETTINGS_MODULE["']\s*[,\]]\s*=?\s*["']([A-Za-z_][\w.]*)["']/m;

/** manage.py often names the settings for development, while the WSGI or ASGI module names those of production. */
export function readDjangoSettings(workspace: Workspace, recon: Recon): { value: string; place: Place } | null {
  const paths = recon.entryPoints
    .filter(({ kind }) => kind === "wsgi" || kind === "asgi")
    .toSorted((left, right) => left.rank - right.rank)
    .flatMap(({ target, place }) => [
      ...(place.path.endsWith("manage.py") && !target.startsWith("django.core.") ? [] : [place.path]),
      ...workspace.paths(`**/${(target.split(":")[0] ?? "").replaceAll(".", "/")}.py`),
    ]);
  const named = namedBy(workspace, paths);
  if (named !== null) return named;
  // A server's module that names none leaves it to whoever starts it, and what the plan runs beside it goes by manage.py.
  const isSite = paths.some(path =>
    /\b(?:get_[aw]sgi_application|ProtocolTypeRouter)\b/.test(workspace.text(path) ?? ""),
  );
  if (!isSite) return null;
  const manage = manageOf(workspace, paths);
  // The other interface of the same site is for production as well; that of an example says nothing.
  const folders = [
    ...paths.map(parentOf),
    ...manage.slice(0, 1).map(path => {
      const [, module = ""] = MODULE.exec(workspace.text(path) ?? "") ?? [];
      return joinPath(parentOf(path), module.split(".")[0] ?? "");
    }),
  ];
  const others = workspace.paths("**/wsgi.py").filter(path => folders.includes(parentOf(path)));
  return (
    namedBy(workspace, [...(others.length === 1 ? others : []), ...manage]) ??
    onlySettings(workspace, manage[0] === undefined ? rootOf(recon) : parentOf(manage[0]))
  );
}

/** Where the environment alone names the settings (`os.environ["DJANGO_SETTINGS_MODULE"]`): those of the only site there is. */
function onlySettings(workspace: Workspace, root: string): { value: string; place: Place } | null {
  const settings = [...workspace.paths("**/settings.py"), ...workspace.paths("**/settings/*.py")].filter(
    path =>
      isInside(root, path) &&
      !isSideFolder(path) &&
      !isTemplatePath(path) &&
      /^ROOT_URLCONF\s*=/m.test(workspace.text(path) ?? ""),
  );
  const siteOf = (path: string): string =>
    nameOf(path) === "settings.py" ? path.slice(0, -".py".length) : parentOf(path);
  const [site, ...others] = new Set(settings.map(siteOf));
  if (site === undefined || others.length > 0) return null;
  const value = relativeTo(root, site).replaceAll("/", ".");
  // A package that sets everything itself is a module as well.
  const whole = settings.find(path => path === `${site}.py` || nameOf(path) === "__init__.py");
  return whole === undefined ? memberSettings(workspace, value) : { value, place: workspace.place(whole, 0) };
}

/** The folder that Python finds the server's module in: `backend` of `proj.wsgi` in `backend/proj/wsgi.py`. */
function rootOf({ entryPoints }: Recon): string {
  for (const { kind, target, place } of entryPoints) {
    const module = `${(target.split(":")[0] ?? "").replaceAll(".", "/")}.py`;
    if ((kind === "wsgi" || kind === "asgi") && place.path.endsWith(`/${module}`))
      return place.path.slice(0, -module.length - 1);
  }
  return "";
}

/** Those above the server's module first: another may be that of an example. */
function manageOf(workspace: Workspace, paths: readonly string[]): readonly string[] {
  const isAbove = (manage: string): boolean => paths.some(path => isInside(parentOf(manage), path));
  const all = workspace.paths("**/manage.py");
  return [...all.filter(isAbove), ...all.filter(path => !isAbove(path))];
}

function namedBy(workspace: Workspace, paths: readonly string[]): { value: string; place: Place } | null {
  for (const path of paths) {
    if (!path.endsWith(".py")) continue;
    const match = MODULE.exec(workspace.text(path) ?? "");
    if (!match?.[1]) continue;
    const named = { value: match[1], place: workspace.place(path, match.index + match[0].search(/\S/)) };
    return isEmptyPackage(workspace, match[1])
      ? (sampleSettings(workspace, match[1]) ?? memberSettings(workspace, match[1]) ?? named)
      : named;
  }
  return null;
}

/** What no site of Django can do without, and whatever else may bring it into a module. */
const SETS_SITE =
  /\b(?:INSTALLED_APPS|ROOT_URLCONF|SECRET_KEY|include|globals|locals|vars|setattr|exec|import_module|modules|__name__)\b|\bimport\s+\*|\bconfigurations\b|dynaconf/i;

/** What may do so under any name: a module beside it, and a call whose result is not kept, but of a library's own set-up. */
const MAY_SET_SITE = /^[ \t]*(?:from\s+\.|\w+\(|[\w.]+\((?!\)))/m;

/**
 * A package of several settings, one for each place that the application runs at: the package itself sets nothing, or only
 * helps the others to.
 */
function isEmptyPackage(workspace: Workspace, module: string): boolean {
  const path = workspace.paths(`**/${module.replaceAll(".", "/")}/__init__.py`)[0];
  const text = path === undefined ? null : workspace.text(path);
  if (text === null) return false;
  return !/^[ \t]*(?:\w+\s*=|from\s|import\s)/m.test(text) || !(SETS_SITE.test(text) || MAY_SET_SITE.test(text));
}

/** Which of them a sample of variables chooses. */
function sampleSettings(workspace: Workspace, module: string): { value: string; place: Place } | null {
  for (const { path } of workspace.files.filter(file => isEnvSample(file.path))) {
    const text = workspace.text(path) ?? "";
    const chosen = parseEnv(text).get("DJANGO_SETTINGS_MODULE");
    if (chosen?.startsWith(`${module}.`) && workspace.paths(`**/${chosen.replaceAll(".", "/")}.py`).length > 0)
      return { value: chosen, place: workspace.place(path, text.indexOf("DJANGO_SETTINGS_MODULE")) };
  }
  return null;
}

/** Names of modules in the order in which a container wants them; a module that they share is the last resort. */
const MEMBERS = [
  /^(?:prod(?:uction)?|deploy(?:ment)?|live)$/,
  /^(?:docker|containers?|heroku|server)$/,
  /^(?:dev(?:elop(?:ment)?)?|local)$/,
  /^(?:base|common|defaults?|settings|main)$/,
];

/** Which of them is the one for production, or the nearest to it. */
function memberSettings(workspace: Workspace, module: string): { value: string; place: Place } | null {
  const folder = module.replaceAll(".", "/");
  const paths = workspace.paths(`**/${folder}/*.py`);
  const words = paths.map(path => nameOf(path).replace(/\.py$/, ""));
  const found = MEMBERS.flatMap(pattern => {
    const at = words.findIndex(word => pattern.test(word));
    return at < 0 ? [] : [{ value: `${module}.${words[at] ?? ""}`, place: workspace.place(paths[at] ?? "", 0) }];
  })[0];
  return found ?? null;
}
