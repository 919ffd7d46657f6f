import { joinPath, nameOf, parentOf, relativeTo } from "../../model/paths";
import type { FrontEndDesign, UnitDesign } from "../blueprint";
import { secretMount } from "../install/install-design";
import { SOURCE_FOLDER, shellWords } from "../install/install-request";
import type { LineWriter } from "../text/line-writer";
import { env, quoted } from "./instructions";

/** Node builds what the application hands out; nothing of it but the result comes into a Python stage. */
export function writeFrontEnds(writer: LineWriter, unit: UnitDesign): void {
  for (const frontEnd of unit.frontEnds) writeStage(writer, unit, frontEnd);
}

function writeStage(writer: LineWriter, unit: UnitDesign, frontEnd: FrontEndDesign): void {
  const { install, command } = frontEnd;
  const installing = `frontend.install.${frontEnd.name}`;
  const place = (path: string): string => inImage(unit, path);
  // What a browser is given is the same on every processor, so no build emulates another one for it.
  writer.gap().add(`FROM --platform=$BUILDPLATFORM ${frontEnd.image} AS ${frontEnd.stage}`, "frontend.image");
  if (install.tool !== null) writer.add(`RUN ${install.tool}`, installing);
  if (Object.keys(frontEnd.environment).length > 0) writer.add(env(frontEnd.environment), "frontend.image");
  writer.add(`WORKDIR ${place(frontEnd.installFolder)}`, "frontend.folders");
  if (frontEnd.needsSourceFirst) writeSource(writer, unit, frontEnd);
  else writeManifests(writer, unit, frontEnd, installing);
  const mounts = [
    `--mount=type=cache,target=${install.cache}`,
    ...unit.install.secrets.filter(({ reader }) => reader === "node").map(secretMount),
  ];
  writer.add(
    [...mounts.map((flag, at) => `${at === 0 ? "RUN" : "   "} ${flag} \\`), `    ${install.command}`],
    installing,
  );
  if (command.length === 0) return;
  if (!frontEnd.needsSourceFirst) writeSource(writer, unit, frontEnd);
  if (frontEnd.path !== frontEnd.installFolder) writer.add(`WORKDIR ${place(frontEnd.path)}`, "frontend.folders");
  writer.add(["ENV NODE_ENV=production", `RUN ${shellWords(...command)}`], `frontend.command.${frontEnd.name}`);
}

/** Manifests first, each in its own folder, so that an edit of the sources installs nothing again. */
function writeManifests(
  writer: LineWriter,
  unit: UnitDesign,
  { manifests, installFolder }: FrontEndDesign,
  why: string,
): void {
  const own = (path: string): string => quoted(relativeTo(unit.context, path));
  const isFolder = (path: string): boolean => !unit.layout.allFiles.includes(path);
  const byFolder = new Map<string, string[]>();
  for (const path of manifests.filter(file => !isFolder(file)))
    byFolder.set(parentOf(path), [...(byFolder.get(parentOf(path)) ?? []), path]);
  for (const [folder, files] of byFolder) {
    const target = relativeTo(installFolder, folder);
    writer.add(`COPY ${files.map(own).join(" ")} ${target === "" ? "./" : `${quoted(target)}/`}`, why);
  }
  for (const path of manifests.filter(isFolder))
    writer.add(`COPY ${own(path)} ${quoted(relativeTo(installFolder, path))}`, why);
}

function writeSource(writer: LineWriter, unit: UnitDesign, frontEnd: FrontEndDesign): void {
  if (frontEnd.needsContext) writer.add(`COPY . ${SOURCE_FOLDER}`, "frontend.folders");
  else writer.add(`COPY ${quoted(relativeTo(unit.context, frontEnd.path))} .`, "frontend.folders");
}

/** What was built, beside the source; the sources of a front end in a folder of its own are left behind at run time. */
export function copyFrontEnds(writer: LineWriter, unit: UnitDesign, flags: string, isRuntime: boolean): void {
  for (const { name, stage, path, outputs, command, isAlone } of unit.frontEnds) {
    const key = `frontend.output.${name}`;
    // Where nothing is built, what lies beside the packages is handed out as well.
    if (isRuntime && isAlone && command.length > 0 && isCopied(unit, path)) {
      writer.add("# Of the front end only what was built is wanted at run time.", key);
      writer.add(`RUN rm -rf ${quoted(inImage(unit, path))}`, key);
    }
    for (const output of outputs) {
      const target = quoted(inImage(unit, output));
      writer.add(`COPY --from=${stage} ${flags}${target} ${target}`, key);
    }
  }
}

/** Whether the copy of the source brings the front end's folder along. */
function isCopied(unit: UnitDesign, path: string): boolean {
  return unit.context === unit.path || path === unit.path || path.startsWith(`${unit.path}/`);
}

function inImage(unit: UnitDesign, path: string): string {
  const own = relativeTo(unit.context, path);
  return own === "" ? SOURCE_FOLDER : `${SOURCE_FOLDER}/${own}`;
}

/** Names below the front end's folder that no build context should hold. */
export function leftOutOfContext(unit: UnitDesign): readonly string[] {
  return unit.frontEnds.flatMap(({ outputs }) =>
    outputs
      .filter(path => nameOf(path) !== "node_modules" && !unit.layout.allFiles.includes(path))
      .filter(path => !unit.layout.allFiles.some(file => file.startsWith(`${path}/`)))
      .map(path => joinPath(relativeTo(unit.context, path))),
  );
}
