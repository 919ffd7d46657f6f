import { joinPath } from "../../model/paths";
import { parseTarget } from "../../recon/web/serve-command";
import type { WebDesign } from "../blueprint";
import { defineArtefact } from "../define-artefact";
import { staticServerPath } from "../dockerfile/start-scripts";
import { servesStatic } from "../decisions/static-server";
import { LineWriter } from "../text/line-writer";

type StaticServerDesign = NonNullable<WebDesign["staticServer"]>;

export const artefact = defineArtefact({
  id: "static-server",
  title: "Static files of Django, handed out",
  scope: "unit",
  render({ unit }) {
    const web = unit?.web;
    if (!unit || !web?.staticServer || unit.isForeignDockerfile || !servesStatic(web.command)) return null;
    const path = joinPath(unit.context, staticServerPath(unit));
    const writer = writeServer(web.staticServer);
    return { path, unit: unit.unit, text: writer.text, reasons: writer.reasons(path, unit.unit), merge: "replace" };
  },
});

/** Source: https://whitenoise.readthedocs.io/en/stable/base.html */
function writeServer({ target, isAsgi, isCollected }: StaticServerDesign): LineWriter {
  const { bare, isFactory } = parseTarget(target);
  const [module = "", name = "application"] = bare.split(":");
  const files = isAsgi ? "files" : "application";
  const writer = new LineWriter();
  writer.add(
    `"""Hands out the static files ${isCollected ? "that were collected into the image" : "of the applications"}, and everything else to the application.

With WhiteNoise among the middleware of the settings, or a web server in front, this file is not needed.
"""

${isCollected ? "" : "from contextlib import suppress\nfrom os.path import isdir\n"}from urllib.parse import urlsplit

from ${module} import ${name} as site

${isAsgi ? ASGI_IMPORTS : ""}from django.conf import settings
${isCollected ? "" : "from django.contrib.staticfiles.finders import get_finders\n"}from whitenoise import WhiteNoise

${isAsgi ? MISSING : ""}${files} = WhiteNoise(
    ${isAsgi ? "missing" : `site${isFactory ? "()" : ""}`},
${isCollected ? COLLECTED : ""}    # What Django puts a hash of the content into the name of never changes.
    immutable_file_test=r"^.+\\.[0-9a-f]{12}\\..+$",
)${isCollected ? "" : fromFinders(files)}${isAsgi ? ASGI_APPLICATION : ""}`,
    "static.serve",
  );
  return writer;
}

const COLLECTED = `    root=settings.STATIC_ROOT,
    prefix=urlsplit(settings.STATIC_URL).path,
`;

/**
 * As `collectstatic` puts them together: of two files with one name the first counts. What no folder holds is left out, as
 * the server would not start otherwise.
 */
function fromFinders(files: string): string {
  return `
found = {}
for finder in get_finders():
    # Before Django 4 a folder of the settings that the image lacks ends the listing.
    if hasattr(finder, "locations"):
        finder.locations = [(prefix, root) for prefix, root in finder.locations if isdir(root)]
    with suppress(FileNotFoundError, NotImplementedError):
        for path, storage in finder.list([]):
            name = "/".join(filter(None, [getattr(storage, "prefix", None), path]))
            found.setdefault(urlsplit(settings.STATIC_URL).path + name, storage.path(path))
for url, path in found.items():
    ${files}.add_file_to_dictionary(url, path)`;
}

const ASGI_IMPORTS = `from asgiref.sync import ThreadSensitiveContext
from asgiref.wsgi import WsgiToAsgi
`;

const MISSING = `
def missing(environ, start_response):
    start_response("404 Not Found", [])
    return []


`;

/** Source: https://github.com/django/asgiref ("WSGI-to-ASGI adapter", "Threading") */
const ASGI_APPLICATION = `
static = WsgiToAsgi(files)


async def application(scope, receive, send):
    if scope["type"] == "http" and scope["path"] in files.files:
        # In a thread of its own, so that a slow download holds up no other request.
        async with ThreadSensitiveContext():
            await static(scope, receive, send)
    else:
        await site(scope, receive, send)`;
