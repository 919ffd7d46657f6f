import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { withoutFolder } from "../../model/paths";
import { djangoSites, settingString } from "../django/sites";

/** Static files that must be made before the server starts: Django's collectstatic, Flask-Assets. */
export const detector = defineDetector({
  id: "static-files",
  title: "Static files",
  reads: { everything: true, calls: ["flask_assets.Environment"] },
  detect(context) {
    const { project } = context;
    const out: Evidence[] = [];
    for (const site of djangoSites(project)) {
      if (!site.manage || !context.owns(site.manage)) continue;
      const found = site.settingsFiles
        .flatMap(file =>
          file.facts.assignments
            .filter(({ target, scope }) => target === "STATIC_ROOT" && scope === -1)
            .map(assignment => ({ file, assignment })),
        )
        .find(({ assignment }) => assignment.value?.kind !== "constant");
      if (!found) continue;
      const { file, assignment } = found;
      const whole = settingString(project, [file], "STATIC_ROOT");
      const resolved = whole ?? lastString(assignment.value);
      const isAbsolute = whole?.startsWith("/") ?? false;
      const manage = withoutFolder(site.folder, site.manage.path);
      out.push({
        claim: "static",
        command: ["python", manage, "collectstatic", "--noinput"],
        folder:
          resolved === null ? null : (isAbsolute ? resolved : resolved.replace(/^\.?\/+/, "")).replace(/\/+$/, ""),
        place: project.place(file, assignment.offset),
      });
    }
    const assets = context.calls.find(({ file, name }) => isOwnCode(file) && name === "flask_assets.Environment");
    if (assets)
      out.push({
        claim: "static",
        command: ["flask", "assets", "build"],
        folder: null,
        place: project.place(assets.file, assets.call.offset, "medium"),
      });
    return out;
  },
});

/** The last literal part of a path that is joined from the project's folder. */
function lastString(value: unknown): string | null {
  if (value === null || typeof value !== "object" || !("kind" in value)) return null;
  const node = value as {
    kind: string;
    value?: unknown;
    right?: unknown;
    arguments?: readonly unknown[];
    callee?: string;
    keywords?: readonly { readonly name: string | null; readonly value: unknown }[];
  };
  if (node.kind === "string") return typeof node.value === "string" ? node.value : null;
  if (node.kind === "operation") return lastString(node.right);
  if (node.kind === "call") {
    // The name of a variable is no folder; its default is.
    if (isRead(node.callee)) return lastString(node.arguments?.[1] ?? keywordNamed(node.keywords, "default"));
    for (const argument of [...(node.arguments ?? [])].reverse()) {
      const found = lastString(argument);
      if (found !== null) return found;
    }
  }
  return null;
}

function isRead(callee: string | undefined): boolean {
  return /(?:^|\.)(?:getenv|environ\.get|env(?:\.\w+)?|config)$/.test(callee ?? "");
}

function keywordNamed(
  keywords: readonly { readonly name: string | null; readonly value: unknown }[] | undefined,
  name: string,
): unknown {
  return keywords?.find(keyword => keyword.name === name)?.value;
}
