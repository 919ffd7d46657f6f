import * as vscode from "vscode";
import { l10n } from "vscode";
import { PLAN_SCHEME, type ReviewSession } from "./review-session";

/** Serves the proposals of the running review as files, writable, so that the diff's right side can be edited. */
export class ProposalFiles implements vscode.FileSystemProvider, vscode.FileDecorationProvider {
  readonly #session: () => ReviewSession | null;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #decorations = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  #version = 1;

  readonly onDidChangeFile = this.#changed.event;
  readonly onDidChangeFileDecorations = this.#decorations.event;

  constructor(session: () => ReviewSession | null) {
    this.#session = session;
  }

  /** Says that the proposed texts of some paths changed. */
  touch(session: ReviewSession, paths: readonly string[]): void {
    this.#version++;
    this.#decorations.fire(undefined);
    this.#changed.fire(paths.map(path => ({ type: vscode.FileChangeType.Changed, uri: session.proposalUri(path) })));
  }

  #text(uri: vscode.Uri): string {
    const session = this.#session();
    const path = session?.pathOf(uri);
    const text = path === undefined || path === null ? null : session?.shownText(path);
    if (text === null || text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return text;
  }

  #isReadOnly(uri: vscode.Uri): boolean {
    const session = this.#session();
    const path = session?.pathOf(uri);
    return session?.files.find(file => file.path === path)?.secret ?? false;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const size = new TextEncoder().encode(this.#text(uri)).length;
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: this.#version,
      size,
      ...(this.#isReadOnly(uri) ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return new TextEncoder().encode(this.#text(uri));
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const session = this.#session();
    const path = session?.pathOf(uri);
    if (!session || path === null || path === undefined || this.#isReadOnly(uri)) {
      throw vscode.FileSystemError.NoPermissions(uri);
    }
    this.#version++;
    session.edit(path, new TextDecoder().decode(content));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  /** Folders are not kept: VS Code asks for a file's parents before it writes the file. */
  createDirectory(): void {
    return undefined;
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== PLAN_SCHEME) return undefined;
    const session = this.#session();
    const file = session?.files.find(candidate => candidate.path === session.pathOf(uri));
    const look = file && looks[file.action];
    return look && new vscode.FileDecoration(look[0], look[1], new vscode.ThemeColor(look[2]));
  }

  dispose(): void {
    vscode.Disposable.from(this.#changed, this.#decorations).dispose();
  }
}

const looks: Readonly<Record<string, readonly [badge: string, tooltip: string, color: string]>> = {
  create: ["A", l10n.t("Will be created"), "gitDecoration.addedResourceForeground"],
  merge: ["M", l10n.t("Will be merged into the file on disk"), "gitDecoration.modifiedResourceForeground"],
  update: [
    "M",
    l10n.t("Will be renewed; the file on disk is as Drydock wrote it"),
    "gitDecoration.modifiedResourceForeground",
  ],
  delete: ["D", l10n.t("Will be deleted"), "gitDecoration.deletedResourceForeground"],
  conflict: [
    "!",
    l10n.t("Was changed by hand and is left alone unless ticked"),
    "gitDecoration.conflictingResourceForeground",
  ],
};
