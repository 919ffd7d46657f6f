import type { Blueprint } from "../blueprint";
import { imageReference } from "../compose/app-services";
import { defineArtefact, type RenderedFile } from "../define-artefact";
import { commentList } from "../dockerfile/instructions";
import { designKubernetes, secretName, type Manifest } from "../orchestration/kubernetes";
import { releasedImage } from "../orchestration/released-image";
import { SECRET_FOLDER, secretFiles } from "../secret-files";
import { envNeeds } from "../text/env-file";
import { LineWriter } from "../text/line-writer";
import { treeOf, writeEntries, type Plain } from "../text/yaml-tree";

const FOLDER = "kubernetes";

export const artefact = defineArtefact({
  id: "kubernetes",
  title: "Kubernetes manifests",
  scope: "stack",
  optional: true,
  emptyWhen: "nothing of the plan keeps running",
  render({ blueprint }) {
    const { manifests, lost } = designKubernetes(blueprint);
    if (manifests.length === 0) return null;
    return [...manifests.map(manifestFile), kustomization(blueprint, manifests, lost)];
  },
});

function manifestFile({ name, why, objects }: Manifest): RenderedFile {
  const writer = new LineWriter();
  objects.forEach((object, at) => {
    if (at > 0) writer.add("---", why);
    writeObject(writer, object, why);
  });
  return rendered(`${FOLDER}/${name}`, writer);
}

function kustomization(blueprint: Blueprint, manifests: readonly Manifest[], lost: readonly string[]): RenderedFile {
  const writer = new LineWriter();
  if (envNeeds(blueprint).length > 0) {
    writer.add(`# kubectl create secret generic ${secretName(blueprint)} --from-env-file=.env`, "files");
  }
  if (secretFiles(blueprint).length > 0) {
    writer.add(
      `# kubectl create secret generic ${secretName(blueprint, "files")} --from-file=${SECRET_FOLDER}/`,
      "secrets",
    );
  }
  writer.add(`# kubectl apply --kustomize ${FOLDER}`, "files");
  writer.add("# What Compose does and these manifests do not:", "files");
  writer.add(commentList(lost), "files");
  const used = blueprint.units.filter(({ kind }) => kind !== "library");
  writeObject(
    writer,
    {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: manifests.map(({ name }) => name).sort(),
      images: used.map(unit => {
        const { name, tag } = releasedImage(blueprint, unit);
        const local = imageReference(blueprint, unit);
        return { name: local, ...(name === local ? {} : { newName: name }), newTag: tag };
      }),
    },
    "image.registry",
  );
  return rendered(`${FOLDER}/kustomization.yaml`, writer);
}

function writeObject(writer: LineWriter, object: Plain, why: string): void {
  const tree = treeOf(object);
  if (tree.kind === "map") writeEntries(writer, tree.entries, 0, why);
}

function rendered(path: string, writer: LineWriter): RenderedFile {
  return { path, unit: null, text: writer.text, reasons: writer.reasons(path, null), merge: "replace" };
}
