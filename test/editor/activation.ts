import assert from "node:assert/strict";
import * as vscode from "vscode";
import { EXTENSION } from "./kit";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly keybindings: readonly { readonly command: string }[];
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly description: string }[] }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

export function activationTests(): void {
  describe("activation", () => {
    it("takes little time and loads neither the core nor the engine", async () => {
      const extension = vscode.extensions.getExtension(EXTENSION);
      assert.ok(extension);
      await extension.activate();
      const loaded = Object.keys(require.cache).filter(path => /dist[\\/](core|engine|worker)\.js$/.test(path));
      assert.deepEqual(loaded, []);
    });

    it("implements every command that the manifest names", async () => {
      const { contributes } = manifest();
      const known = new Set(await vscode.commands.getCommands(true));
      const named = [
        ...contributes.commands.map(({ command }) => command),
        ...Object.values(contributes.menus).flatMap(items => items.flatMap(({ command }) => command ?? [])),
        ...contributes.keybindings.map(({ command }) => command),
        ...linkedCommands(contributes),
      ];
      assert.deepEqual(
        [...new Set(named)].filter(command => !known.has(command)),
        [],
      );
    });

    it("declares every setting with a default", () => {
      const configuration = vscode.workspace.getConfiguration();
      for (const page of manifest().contributes.configuration) {
        for (const key of Object.keys(page.properties)) {
          assert.notEqual(configuration.inspect(key)?.defaultValue, undefined, key);
        }
      }
    });
  });
}

function manifest(): Manifest {
  return vscode.extensions.getExtension(EXTENSION)?.packageJSON as Manifest;
}

/** Commands behind the links of welcome texts and the walkthrough. */
function linkedCommands({ viewsWelcome, walkthroughs }: Manifest["contributes"]): string[] {
  const texts = [
    ...viewsWelcome.map(({ contents }) => contents),
    ...walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => description)),
  ];
  return texts.flatMap(text => [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command ?? ""));
}
