import type { Instruction } from "../docker/dockerfile/types";
import type { SecurityItem } from "../model/verification";
import type { BuiltImage } from "./build-stack";
import type { ImageFinding } from "./check-image";
import { instructionsOf, textOf, type BuiltFile } from "./instruction-places";

/** The recommendations of section 4 that a Dockerfile decides. Numbers are those of the CIS Docker Benchmark 1.6.0. */
export function imageSecurity(image: BuiltImage, findings: readonly ImageFinding[]): readonly SecurityItem[] {
  const { file, report } = image;
  const own = instructionsOf(file);
  const all = file.file.instructions;
  const finding = (pattern: RegExp): ImageFinding | undefined => findings.find(({ what }) => pattern.test(what));
  const item = (
    id: string,
    title: string,
    problem: { readonly why: string; readonly at?: Instruction | undefined; readonly found?: ImageFinding } | null,
  ): SecurityItem => ({
    id,
    title,
    subject: report.service,
    met: problem === null,
    why: problem?.why ?? "",
    place: problem?.found?.place ?? (problem?.at ? file.placeOf(problem.at) : null),
  });
  const fromFinding = (pattern: RegExp): Parameters<typeof item>[2] => {
    const found = finding(pattern);
    return found ? { why: found.what, found } : null;
  };
  const secret = findings.find(({ kind }) => kind === "secret");
  const add = all.find(({ kind, flags }) => kind === "ADD" && !flags.some(({ name }) => name === "checksum"));
  const update = all.find(instruction => isUpdateAlone(file, instruction));
  const health = own.findLast(({ kind }) => kind === "HEALTHCHECK");
  return [
    item("4.1", "The container runs as a user of its own", fromFinding(/runs as root/)),
    item("4.3", "No needless packages are installed", fromFinding(/compiler or build tool/)),
    item(
      "4.6",
      "HEALTHCHECK is in the image",
      health ? null : { why: "the image has no HEALTHCHECK; the Compose file may have one" },
    ),
    item(
      "4.7",
      "Package lists are not updated alone",
      update ? { why: "an update without an installation is cached and grows old", at: update } : null,
    ),
    item("4.8", "Set-user-id permissions are removed", fromFinding(/set-user-id/)),
    item(
      "4.9",
      "COPY is used instead of ADD",
      add ? { why: "ADD unpacks archives and fetches addresses without a checksum", at: add } : null,
    ),
    item("4.10", "No secrets are in the image", secret ? { why: secret.what, found: secret } : null),
  ];
}

function isUpdateAlone(file: BuiltFile, instruction: Instruction): boolean {
  if (instruction.kind !== "RUN") return false;
  const text = textOf(file, instruction);
  return /\b(?:apt-get|apt|apk|yum|dnf) update\b/.test(text) && !/\b(?:install|add|upgrade)\b/.test(text);
}
