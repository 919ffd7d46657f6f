import * as path from "node:path";
import * as vscode from "vscode";
import { l10n } from "vscode";
import { figure } from "../figures";
import type { CopiedFile, ImageDetail } from "../../model/ports";
import { showDifference, showText } from "../inspection";
import type { Shell } from "../shell";
import type { BuildStore } from "./build-store";
import { megabytes } from "./container-words";
import type { ContainerNode } from "./containers-tree";
import type { EngineStore } from "./engine-store";

type Handlers = Record<string, (...args: never[]) => unknown>;
type Running = Extract<ContainerNode, { kind: "container" }>;

/** Commands that look into containers and images: processes, files, layers. */
export function contentCommands(shell: Shell, engine: EngineStore, builds: BuildStore): Handlers {
  return {
    "drydock.container.top": async ({ container }: Running) => {
      const { titles, rows } = await (await engine.connect()).top(container.id);
      await showText(shell, `processes of ${container.name}`, columns([titles, ...rows]));
    },
    "drydock.container.compare": async ({ container }: Running) => {
      const changes = await (await engine.connect()).changes(container.id);
      const marks = { added: "A", changed: "C", deleted: "D" } as const;
      const lines = changes.map(({ kind, path: file }) => `${marks[kind]} ${file}`);
      const head = l10n.t(
        "{name} differs from its image {image} in {count} paths (A added, C changed, D deleted). Volumes are not compared.",
        { name: container.name, image: container.image, count: changes.length },
      );
      await showText(shell, `changes of ${container.name}`, [head, "", ...lines].join("\n"));
    },
    "drydock.container.copyFrom": (node: Running) => copyOut(engine, node),
    "drydock.image.compare": (node: Extract<ContainerNode, { kind: "image" }>) =>
      compareImage(shell, engine, builds, node),
  };
}

/** Rows as columns of text; the last one is as long as it likes. */
function columns(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map(row => row[column]?.length ?? 0));
  return rows
    .map(row =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(width(column) + 2)))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

async function copyOut(engine: EngineStore, { container }: Running): Promise<void> {
  const source = await vscode.window.showInputBox({
    title: l10n.t("Copy Files Out of {name}", { name: container.name }),
    prompt: l10n.t("Path of a file or folder in the container"),
    value: "/app",
    validateInput: text => (text.startsWith("/") ? undefined : l10n.t("A path in a container begins with /.")),
  });
  if (!source) return;
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: l10n.t("Where to Copy"),
      openLabel: l10n.t("Copy Here"),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!folder) return;
  const name = path.posix.basename(source.replace(/\/+$/, "")) || "root";
  const target = vscode.Uri.joinPath(folder, name);
  const exists = await vscode.workspace.fs.stat(target).then(
    () => true,
    () => false,
  );
  if (exists) {
    const detail = l10n.t("{path} is there already. Files of the same name are overwritten.", { path: target.fsPath });
    const overwrite = l10n.t("Overwrite");
    const question = l10n.t("Copy over {name}?", { name });
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, overwrite);
    if (answer !== overwrite) return;
  }
  const counts = { files: 0, left: 0 };
  await engine.act(
    l10n.t("Copying {source}", { source }),
    `docker cp ${container.name}:${source} ${folder.fsPath}`,
    live => live.copyOut(container.id, source, file => save(folder, file, counts)),
  );
  const left = counts.left > 0 && l10n.t("{count} links or unsafe names were left out.", { count: counts.left });
  const reveal = l10n.t("Show Folder");
  const { fsPath } = target;
  const copied =
    counts.files === 1
      ? l10n.t("Copied 1 file to {path}.", { path: fsPath })
      : l10n.t("Copied {count} files to {path}.", { count: figure(counts.files), path: fsPath });
  const words = [copied, left].filter(Boolean).join(" ");
  void vscode.window.showInformationMessage(words, reveal).then(async answer => {
    if (answer === reveal) await vscode.commands.executeCommand("revealFileInOS", target);
  });
}

/** Writes one entry; a container's names are not trusted, so none may lead out of the folder, and links are not made. */
async function save(folder: vscode.Uri, file: CopiedFile, counts: { files: number; left: number }): Promise<void> {
  const parts = file.path.split("/").filter(part => part !== "" && part !== ".");
  if (parts.length === 0 || parts.includes("..") || file.kind === "link") {
    counts.left += 1;
    return;
  }
  const target = vscode.Uri.joinPath(folder, ...parts);
  if (file.kind === "folder") {
    await vscode.workspace.fs.createDirectory(target);
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.content) chunks.push(chunk);
  await vscode.workspace.fs.writeFile(target, Buffer.concat(chunks));
  counts.files += 1;
}

async function compareImage(
  shell: Shell,
  engine: EngineStore,
  builds: BuildStore,
  { image }: Extract<ContainerNode, { kind: "image" }>,
): Promise<void> {
  const name = image.tags[0] ?? image.id.slice(7, 19);
  const detail = await (await engine.connect()).image(image.id);
  const before = builds.records.before(image.tags, image.id);
  if (!detail || !before) {
    void vscode.window.showInformationMessage(
      l10n.t("No earlier build of {name} is recorded. Build it from here twice, with a change between.", { name }),
    );
    return;
  }
  const when = new Date(before.at).toLocaleString();
  await showDifference(
    shell,
    l10n.t("{name}: build of {when} ↔ now", { name, when }),
    { name: l10n.t("{name} before", { name }), text: layerText(before.bytes, before.layers) },
    { name: l10n.t("{name} now", { name }), text: layerText(detail.bytes, detail.layers) },
  );
}

/** An image as lines that compare well: each instruction with what it added. */
function layerText(bytes: number, layers: ImageDetail["layers"]): string {
  const lines = layers.map(layer => `${megabytes(layer.bytes).padStart(9)}  ${layer.instruction}`);
  return [
    l10n.t("{bytes}  in all, {count} instructions", { bytes: megabytes(bytes).padStart(9), count: layers.length }),
    "",
    ...lines,
    "",
  ].join("\n");
}
