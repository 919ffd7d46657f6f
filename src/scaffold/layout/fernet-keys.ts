import type { Recon } from "../../model/recon";
import { isInside } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";
import { readsVariable } from "./scheme-variables";

/** What is given to Fernet: `Fernet(settings.KEY.encode())`, `Fernet(os.environ["KEY"])`, `Fernet(bytes(KEY, "ascii"))`. */
const GIVEN = /\bFernet\(\s*(?:bytes\(|str\.encode\()?\s*([A-Za-z_](?:\w|\.(?!encode\())*(?:[[(]\s*["']\w+["'])?)/g;

/**
 * Variables that hold a key of Fernet: 32 bytes in base64 for addresses, which it refuses everything else for (cryptography:
 * "Fernet").
 */
export function readFernetKeys(workspace: Workspace, recon: Recon, unit: string): ReadonlySet<string> {
  const given = workspace
    .paths("*.py")
    .filter(path => isInside(unit, path))
    .flatMap(path => [...(workspace.text(path) ?? "").matchAll(GIVEN)].map(([, expression = ""]) => expression));
  const lineOf = ({ path, line }: { readonly path: string; readonly line: number }): string =>
    workspace.source(path)?.line(line) ?? "";
  return new Set(
    recon.environment.flatMap(({ name, places }) => {
      const isKey =
        /FERNET/.test(name) || given.some(expression => readsVariable(expression, name, places.map(lineOf)));
      return isKey ? [name] : [];
    }),
  );
}
