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
function writeServer({ target, isAsgi }: StaticServerDesign): LineWriter {
  const { bare, isFactory } = parseTarget(target);
  const [module = "", name = "application"] = bare.split(":");
  const writer = new LineWriter();
  writer.add(
    `"""Hands out the static files that were collected into the image, and everything else to the application.

With WhiteNoise among the middleware of the settings, or a web server in front, this file is not needed.
"""

from urllib.parse import urlsplit

from ${module} import ${name} as site

${isAsgi ? ASGI_IMPORTS : ""}from django.conf import settings
from whitenoise import WhiteNoise

${isAsgi ? MISSING : ""}${isAsgi ? "files" : "application"} = WhiteNoise(
    ${isAsgi ? "missing" : `site${isFactory ? "()" : ""}`},
    root=settings.STATIC_ROOT,
    prefix=urlsplit(settings.STATIC_URL).path,
    # What Django puts a hash of the content into the name of never changes.
    immutable_file_test=r"^.+\\.[0-9a-f]{12}\\..+$",
)${isAsgi ? ASGI_APPLICATION : ""}`,
    "static.serve",
  );
  return writer;
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
