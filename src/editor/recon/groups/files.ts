import { l10n } from "vscode";
import { plural } from "../../figures";
import type { Recon } from "../../../model/recon";
import { compareText, type Place } from "../../../model/place";
import type { RowOptions } from "../recon-rows";
import { describe, firstAnd, group, type Row, type RowContext } from "../row";

function fileRow(
  id: string,
  path: string,
  description: string,
  icon: string,
  flags: readonly string[],
  place?: Place,
): Row {
  return {
    id: `${id}/${path}`,
    label: path,
    description,
    icon,
    place: place ?? { path, line: 1, column: 1, text: "", confidence: "high" },
    isEvidence: true,
    flags: ["place", "copyable", ...flags],
    spoken: `${path}, ${description}`,
    children: [],
  };
}

export function buildScriptsGroup(recon: Recon, context: RowContext): Row {
  const id = `${context.unit}/Build scripts`;
  const scripts = [...recon.buildScripts].sort((left, right) => compareText(left.path, right.path));
  return group(
    context,
    l10n.t("Build scripts"),
    "tools",
    describe(firstAnd(scripts.map(script => script.path.split("/").at(-1) ?? script.path))),
    scripts.map(script =>
      fileRow(id, script.path, describe(script.kind, script.uses.join(", ")), "tools", ["build-script"]),
    ),
  );
}

export function dockerFilesGroup(
  recon: Recon,
  context: RowContext,
  { findings, outlines }: Pick<RowOptions, "findings" | "outlines">,
): Row {
  const id = `${context.unit}/Docker files`;
  const { dockerfiles, composeFiles, ignoreFiles, devcontainers } = recon.docker;
  const found = (path: string): string | false => {
    const count = findings(path);
    return count > 0 && plural(count, l10n.t("{count} finding"), l10n.t("{count} findings"));
  };
  const holds = (path: string): string => {
    const outline = outlines.get(path);
    if (outline?.kind === "compose")
      return plural(outline.services, l10n.t("{count} service"), l10n.t("{count} services"));
    if (!outline) return "";
    const { stages, base } = outline;
    return describe(stages > 1 && plural(stages, "", l10n.t("{count} stages")), base);
  };
  const rows = [
    ...dockerfiles.map(path =>
      fileRow(id, path, describe(holds(path) || "Dockerfile", found(path)), "layers", ["dockerfile", "docker-file"]),
    ),
    ...composeFiles.map(path =>
      fileRow(id, path, describe(holds(path) || l10n.t("Compose"), found(path)), "layers", ["compose", "docker-file"]),
    ),
    ...ignoreFiles.map(path =>
      fileRow(id, path, l10n.t("what the build context leaves out"), "circle-slash", ["docker-file"]),
    ),
    ...devcontainers.map(path => fileRow(id, path, l10n.t("dev container"), "remote", ["docker-file"])),
  ];
  return group(
    context,
    l10n.t("Docker files"),
    "layers",
    describe(
      dockerfiles.length > 0 && plural(dockerfiles.length, l10n.t("{count} Dockerfile"), l10n.t("{count} Dockerfiles")),
      composeFiles.length > 0 &&
        plural(composeFiles.length, l10n.t("{count} Compose file"), l10n.t("{count} Compose files")),
    ) || plural(rows.length, l10n.t("{count} file"), l10n.t("{count} files")),
    rows,
    l10n.t("none yet"),
  );
}
