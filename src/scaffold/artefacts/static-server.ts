import { joinPath } from "../../model/paths";
import { parseTarget } from "../../recon/web/serve-command";
import { defineArtefact } from "../define-artefact";
import { staticServerPath } from "../dockerfile/start-scripts";
import { servesStatic } from "../decisions/static-server";
import { LineWriter } from "../text/line-writer";

export const artefact = defineArtefact({
  id: "static-server",
  title: "Static files of Django, handed out",
  scope: "unit",
  render({ unit }) {
    const web = unit?.web;
    if (!unit || !web || web.staticTarget === null || unit.isForeignDockerfile || !servesStatic(web.command))
      return null;
    const path = joinPath(unit.context, staticServerPath(unit));
    const writer = writeServer(web.staticTarget);
    return { path, unit: unit.unit, text: writer.text, reasons: writer.reasons(path, unit.unit), merge: "replace" };
  },
});

/** Source: https://whitenoise.readthedocs.io/en/stable/base.html */
function writeServer(target: string): LineWriter {
  const { bare, isFactory } = parseTarget(target);
  const [module = "", name = "application"] = bare.split(":");
  const writer = new LineWriter();
  writer.add(
    `"""Hands out the static files that were collected into the image, and everything else to the application.

With WhiteNoise among the middleware of the settings, or a web server in front, this file is not needed.
"""

from urllib.parse import urlsplit

from ${module} import ${name} as site

from django.conf import settings
from whitenoise import WhiteNoise

application = WhiteNoise(site${isFactory ? "()" : ""}, root=settings.STATIC_ROOT, prefix=urlsplit(settings.STATIC_URL).path)`,
    "static.serve",
  );
  return writer;
}
