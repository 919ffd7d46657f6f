import type { Recon } from "../../../model/recon";
import { compareText, type Place } from "../../../model/place";
import { describe, firstAnd, group, plural, type Row, type RowContext } from "../row";

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
    "Build scripts",
    "tools",
    describe(firstAnd(scripts.map(script => script.path.split("/").at(-1) ?? script.path))),
    scripts.map(script =>
      fileRow(id, script.path, describe(script.kind, script.uses.join(", ")), "tools", ["build-script"]),
    ),
  );
}

export function dockerFilesGroup(recon: Recon, context: RowContext, findings: (path: string) => number): Row {
  const id = `${context.unit}/Docker files`;
  const { dockerfiles, composeFiles, ignoreFiles, devcontainers } = recon.docker;
  const found = (path: string): string | false => {
    const count = findings(context.prefix + path);
    return count > 0 && plural(count, "finding");
  };
  const rows = [
    ...dockerfiles.map(path =>
      fileRow(id, path, describe("Dockerfile", found(path)), "layers", ["dockerfile", "docker-file"]),
    ),
    ...composeFiles.map(path =>
      fileRow(id, path, describe("Compose", found(path)), "layers", ["compose", "docker-file"]),
    ),
    ...ignoreFiles.map(path => fileRow(id, path, "what the build context leaves out", "circle-slash", ["docker-file"])),
    ...devcontainers.map(path => fileRow(id, path, "dev container", "remote", ["docker-file"])),
  ];
  return group(
    context,
    "Docker files",
    "layers",
    describe(
      dockerfiles.length > 0 && plural(dockerfiles.length, "Dockerfile"),
      composeFiles.length > 0 && plural(composeFiles.length, "Compose file"),
    ) || plural(rows.length, "file"),
    rows,
    "none yet",
  );
}
