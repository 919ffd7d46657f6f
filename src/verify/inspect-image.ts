import type { Engine } from "../model/ports";
import type { ImageReport } from "../model/verification";
import type { BuiltImage } from "./build-stack";
import { checkImage, isApplicationPath, type ImageFinding } from "./check-image";
import { imageParts, isRecordFile, leftoverBytes } from "./image-parts";
import { baseAge } from "./image-ages";
import { readImageTree } from "./image-tree";
import { historyInstructions } from "./instruction-places";
import type { Figures } from "./measurements";
import { secretIn, type SecretValues } from "./secret-values";

export interface InspectedImage {
  readonly report: ImageReport;
  readonly base: BuiltImage["base"];
  readonly findings: readonly ImageFinding[];
  readonly figures: Figures;
}

/** Reads the files of a built image: what it weighs by instruction and distribution, and what it must not hold. */
export async function inspectImage(
  engine: Engine,
  image: BuiltImage,
  secrets: SecretValues,
  unused: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<InspectedImage> {
  const records = new Map<string, string>();
  const tree = await readImageTree(
    engine,
    image.tag,
    (path, content) => {
      if (!isRecordFile(path)) return secretIn(content, secrets);
      records.set(path, Buffer.from(content).toString("utf8"));
      return null;
    },
    path => isRecordFile(path) || isApplicationPath(path),
    signal,
  );
  const { service } = image.report;
  const findings = checkImage(tree, image.report.user, image.file);
  const instructions = historyInstructions(image.file, tree.history);
  const layers = tree.history.map(({ instruction, layer }, index) => {
    const own = instructions[index];
    const files = layer === null ? undefined : tree.layers.find(each => each.index === index)?.files;
    const bytes = (files ?? []).reduce((sum, file) => sum + file.bytes, 0);
    return { instruction, bytes, place: own ? image.file.placeOf(own) : null };
  });
  const figures = {
    [`image.layers.${service}`]: tree.layers.length,
    [`image.leftovers.${service}`]: leftoverBytes(tree, image.file),
    [`image.secrets.${service}`]: findings.filter(({ kind }) => kind === "secret").length,
    [`image.findings.${service}`]: findings.filter(({ kind }) => kind === "hardening").length,
  };
  const report = { ...image.report, layers, parts: imageParts(tree, records, image.file, unused) };
  return { report, base: baseAge(image.file, tree.history), findings, figures };
}
