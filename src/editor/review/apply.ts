import * as vscode from "vscode";
import { l10n } from "vscode";
import { secretModes } from "../../app/apply-changes";
import { DrydockError, type ErrorCode } from "../../model/error";
import { hasFile, readText, type Shell } from "../shell";
import { lineEdits } from "../text/text-edits";
import type { ReviewFile } from "./proposal";
import type { ReviewSession } from "./review-session";

interface Write {
  readonly uri: vscode.Uri;
  readonly file: ReviewFile;
  readonly text: string | null;
}

export interface Applied {
  readonly files: readonly ReviewFile[];
  /** Folders that were made for them, relative, outermost first. */
  readonly folders: readonly string[];
}

/**
 * Writes the ticked files as one undoable edit: creates with contents, edits of the changed lines only, never an
 * overwrite. Returns null where the person stepped back; throws `target-changed`, `folder-read-only`, `apply-failed`.
 */
export async function applyReview(shell: Shell, session: ReviewSession): Promise<Applied | null> {
  const writes = session.ticked.map(file => ({
    uri: session.fileUri(file.path),
    file,
    text: session.finalText(file),
  }));
  for (const document of vscode.workspace.textDocuments) {
    if (document.uri.scheme === "drydock-plan" && document.isDirty) await document.save();
  }
  if (!(await confirmed(session, writes))) return null;
  await checkTargets(writes);
  await checkWritable(shell, session, writes);
  const folders = await foldersToMake(session, writes);
  const edit = new vscode.WorkspaceEdit();
  // Text edits come first, so that all creations are one step of VS Code's undo: steps of files and of texts in turn
  // would not be taken back together.
  const inOrder = [...writes].sort((left, right) => Number(isCreation(left)) - Number(isCreation(right)));
  for (const write of inOrder) await addWrite(edit, write);
  const done = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (!done || !(await allWritten(writes))) {
    await rollBack(writes);
    await removeEmptyFolders(session.folder.uri, folders);
    throw failure(
      "apply-failed",
      l10n.t("The files could not be written."),
      l10n.t("VS Code stopped at a file that is open or locked elsewhere. Everything was put back as it was."),
      l10n.t("Close it there and apply again."),
    );
  }
  await save(writes);
  const secrets = writes.filter(({ file, text }) => file.secret && file.before === null && text !== null);
  const paths = secrets.map(({ file }) => file.path);
  await keepToOwner(shell, session.folder.uri, paths, folders);
  return { files: writes.map(({ file }) => file), folders };
}

async function foldersToMake(session: ReviewSession, writes: readonly Write[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const { file } of writes.filter(isCreation)) {
    const parts = file.path.split("/").slice(0, -1);
    for (const [at] of parts.entries()) {
      const folder = parts.slice(0, at + 1).join("/");
      if (!(await hasFile(vscode.Uri.joinPath(session.folder.uri, folder)))) missing.add(folder);
    }
  }
  return [...missing].sort();
}

/** Files with secrets, which VS Code makes for everybody to read; `made` are the folders that were made with them. */
export async function keepToOwner(
  shell: Shell,
  root: vscode.Uri,
  secrets: readonly string[],
  made: readonly string[],
): Promise<void> {
  const files = shell.ports().files(root.fsPath);
  for (const path of secrets) {
    const { mode, folderMode } = secretModes(path);
    await files.setMode(path, mode);
    const folder = path.split("/").slice(0, -1).join("/");
    if (folderMode !== undefined && made.includes(folder)) await files.setMode(folder, folderMode);
  }
}

/** Takes back the folders that an apply made, those that hold something else excepted. */
export async function removeEmptyFolders(root: vscode.Uri, folders: readonly string[]): Promise<void> {
  for (const folder of [...folders].reverse()) {
    const uri = vscode.Uri.joinPath(root, folder);
    const entries = await vscode.workspace.fs.readDirectory(uri).then(
      found => found,
      () => null,
    );
    if (entries?.length === 0) await vscode.workspace.fs.delete(uri);
  }
}

function failure(code: ErrorCode, what: string, why: string, todo: string): DrydockError {
  return new DrydockError(code, what, why, todo);
}

function isCreation({ file }: Write): boolean {
  return file.before === null;
}

async function addWrite(edit: vscode.WorkspaceEdit, { uri, file, text }: Write): Promise<void> {
  if (text === null) edit.deleteFile(uri, { ignoreIfNotExists: true });
  else if (file.before === null) {
    edit.createFile(uri, { contents: new TextEncoder().encode(text), overwrite: false });
  } else {
    // What stands in the editor is the base of the edit: unsaved changes were confirmed before. The document is opened,
    // because VS Code forgets the undo steps of a text whose model is closed.
    const present = (await vscode.workspace.openTextDocument(uri)).getText();
    edit.set(uri, lineEdits(present, text));
  }
}

/** Asks only where something of the person's is at stake. */
async function confirmed(session: ReviewSession, writes: readonly Write[]): Promise<boolean> {
  const dirty = vscode.workspace.textDocuments.filter(
    document => document.isDirty && writes.some(write => write.uri.toString() === document.uri.toString()),
  );
  const conflicts = writes.filter(({ file }) => file.action === "conflict" || session.overlaps(file.path));
  if (dirty.length === 0 && conflicts.length === 0) return true;
  const names = [...dirty.map(document => vscode.workspace.asRelativePath(document.uri))].join(", ");
  const words = [
    ...(dirty.length > 0
      ? [l10n.t("{names} has unsaved changes. They are saved first, then the merge is written.", { names })]
      : []),
    ...conflicts.map(({ file }) =>
      l10n.t("{path}: {note}. The proposal replaces it.", {
        path: file.path,
        note: file.note ?? l10n.t("it was changed by hand"),
      }),
    ),
  ];
  const apply = l10n.t("Apply");
  const answer = await vscode.window.showWarningMessage(
    l10n.t("Apply the selected files?"),
    { modal: true, detail: words.join("\n") },
    apply,
  );
  if (answer !== apply) return false;
  for (const document of dirty) await document.save();
  return true;
}

/** Every target is as it was planned: absent, or the text that the plan was made from. */
async function checkTargets(writes: readonly Write[]): Promise<void> {
  for (const { uri, file } of writes) {
    if (normal(await readText(uri)) === normal(file.before)) continue;
    throw failure(
      "target-changed",
      l10n.t("{path} changed on disk during the review.", { path: file.path }),
      l10n.t("The plan was made from other text."),
      l10n.t("Your selection is kept; look at its diff again."),
    );
  }
}

function normal(text: string | null): string | null {
  return text === null ? null : text.replace(/\r\n/g, "\n").replace(/^\uFEFF/, "");
}

async function checkWritable(shell: Shell, session: ReviewSession, writes: readonly Write[]): Promise<void> {
  const files = shell.ports().files(session.folder.uri.fsPath);
  for (const { file } of writes) {
    if (await files.isWritable(file.path)) continue;
    throw failure(
      "folder-read-only",
      l10n.t("{name} may not be written: permission denied for {path}.", {
        name: session.folder.name,
        path: file.path,
      }),
      l10n.t("Nothing was changed."),
      l10n.t("Give yourself write access, or write into a copy."),
    );
  }
}

async function allWritten(writes: readonly Write[]): Promise<boolean> {
  for (const { uri, text } of writes) {
    if (normal(await readText(uri)) !== normal(text)) return false;
  }
  return true;
}

async function save(writes: readonly Write[]): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    const own = writes.some(write => write.uri.toString() === document.uri.toString());
    if (own && document.isDirty) await document.save();
  }
}

/** VS Code stops at the first failing step and leaves the earlier ones: take those back. */
async function rollBack(writes: readonly Write[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, file, text } of writes) {
    const present = await readText(uri);
    if (normal(present) === normal(file.before)) continue;
    if (file.before === null) {
      if (normal(present) === normal(text) && (await hasFile(uri))) await vscode.workspace.fs.delete(uri);
    } else if (present === null) {
      edit.createFile(uri, { contents: new TextEncoder().encode(file.before) });
    } else {
      edit.set(uri, lineEdits(present, file.before));
    }
  }
  if (edit.size > 0) await vscode.workspace.applyEdit(edit);
  await save(writes);
}
