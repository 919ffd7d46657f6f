import * as vscode from "vscode";
import { readText } from "../shell";

/**
 * Where the last build failed, as a problem of its Dockerfile. It goes with the next change of that file, by whomever: the
 * line may say something else then, and whether it builds only the next build can tell.
 */
export class BuildDiagnostic implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection("drydock-build");
  #watch: vscode.Disposable | null = null;

  /** `onOutdated` is called once, when the file is no longer what was built. */
  async show(uri: vscode.Uri, line: number, words: string, onOutdated: () => void): Promise<void> {
    this.clear();
    const diagnostic = new vscode.Diagnostic(new vscode.Range(line - 1, 0, line - 1, 1000), words);
    diagnostic.source = "Drydock build";
    this.#shown.set(uri, [diagnostic]);
    const folder = vscode.Uri.joinPath(uri, "..");
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, uri.path.slice(folder.path.length).replace(/^\/+/, "")),
    );
    const built = readText(uri);
    // The news of a change from before the build may come late, so texts are compared.
    const changed = async (): Promise<void> => {
      if ((await readText(uri)) === (await built) || this.#watch !== watch) return;
      this.clear();
      onOutdated();
    };
    const watch = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(() => void changed()),
      watcher.onDidDelete(() => void changed()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === uri.toString()) void changed();
      }),
    );
    this.#watch = watch;
    await built;
  }

  clear(): void {
    this.#watch?.dispose();
    this.#watch = null;
    this.#shown.clear();
  }

  dispose(): void {
    this.clear();
    this.#shown.dispose();
  }
}
