import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Decision, LineReason } from "../../model/plan";
import { readText, setContext, type Shell } from "../shell";
import { keepToOwner, removeEmptyFolders, type Applied } from "./apply";
import { NO_PLAN, type Proposal, type ReviewFile } from "./proposal";
import type { ReviewSession, ReviewSource } from "./review-session";

/** One file as it was before and after an apply; of a secret file only the hash is kept. */
interface AppliedFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly hash: string;
  readonly secret: boolean;
}

export interface AppliedRecord {
  readonly folder: string;
  readonly files: readonly AppliedFile[];
  /** Folders that the apply made; an older version did not say. */
  readonly folders?: readonly string[];
  readonly reasons: readonly LineReason[];
  readonly decisions: readonly Decision[];
}

const key = "drydock.applied";

function hashOf(text: string | null): string {
  return createHash("sha256")
    .update((text ?? "").replace(/\r\n/g, "\n"))
    .digest("hex");
}

/** Remembers an apply, so that it can be taken back after a restart too and its lines can say why they are there. */
export async function remember(shell: Shell, session: ReviewSession, { files, folders }: Applied): Promise<void> {
  const record: AppliedRecord = {
    folder: session.folder.uri.toString(),
    folders,
    files: files.map(file => {
      const after = session.finalText(file);
      return {
        path: file.path,
        before: file.secret ? null : file.before,
        after: file.secret ? null : after,
        hash: hashOf(after),
        secret: file.secret,
      };
    }),
    reasons: session.proposal?.reasons ?? [],
    decisions: session.proposal?.plan.decisions ?? [],
  };
  await shell.extension.workspaceState.update(key, record);
  setContext("drydock.hasApplied", true);
}

export function recall(shell: Shell): AppliedRecord | undefined {
  return shell.extension.workspaceState.get<AppliedRecord>(key);
}

export async function forget(shell: Shell): Promise<void> {
  await shell.extension.workspaceState.update(key, undefined);
  setContext("drydock.hasApplied", false);
}

/** After an undo, by key or by command: folders that only the apply's files were in go too. */
export function removeFoldersOfUndone(shell: Shell): vscode.Disposable {
  return vscode.workspace.onDidDeleteFiles(async ({ files }) => {
    const record = recall(shell);
    if (!record?.folders) return;
    const root = vscode.Uri.parse(record.folder);
    const own = record.folders.filter(folder =>
      files.some(({ path }) => path.startsWith(`${vscode.Uri.joinPath(root, folder).path}/`)),
    );
    await removeEmptyFolders(root, own);
  });
}

/** After a redo by key: VS Code makes the files with secrets once more, for everybody to read. */
export function keepRedoneToOwner(shell: Shell): vscode.Disposable {
  return vscode.workspace.onDidCreateFiles(async ({ files }) => {
    const record = recall(shell);
    if (!record) return;
    const root = vscode.Uri.parse(record.folder);
    const isMade = (path: string): boolean => files.some(uri => uri.path === vscode.Uri.joinPath(root, path).path);
    const secrets = record.files.filter(file => file.secret && file.before === null && isMade(file.path));
    const paths = secrets.map(({ path }) => path);
    await keepToOwner(shell, root, paths, record.folders ?? []);
  });
}

/** The reverse of the last apply as a review; files that were edited since start unticked. */
export function undoSource(shell: Shell): ReviewSource | undefined {
  const record = recall(shell);
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === record?.folder);
  if (!record || !folder) return undefined;
  return {
    kind: "undo",
    title: l10n.t("Undo Dockerize {name}", { name: folder.name }),
    folder,
    compute: async () => ({ ...EMPTY, files: await reversed(record, folder) }),
    applied: async () => {
      await removeEmptyFolders(folder.uri, record.folders ?? []);
      await forget(shell);
    },
  };
}

const EMPTY: Proposal = { plan: NO_PLAN, files: [], reasons: [], problems: [] };

async function reversed(record: AppliedRecord, folder: vscode.WorkspaceFolder): Promise<ReviewFile[]> {
  const files: ReviewFile[] = [];
  for (const file of record.files) {
    const present = await readText(vscode.Uri.joinPath(folder.uri, file.path));
    if (present === null || present === file.before) continue;
    const edited = hashOf(present) !== file.hash;
    files.push({
      path: file.path,
      action: file.before === null ? "delete" : "update",
      before: present,
      text: file.before,
      note: edited ? l10n.t("{path} was edited after Drydock wrote it", { path: file.path }) : null,
      secret: file.secret,
      doubtful: edited || (file.secret && file.before === null && edited),
    });
  }
  return files;
}
