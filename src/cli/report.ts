import { writablePaths } from "../app/apply-changes";
import { plural } from "../report/figures";
import { defineCommand, EXIT } from "./command";
import { readWithProgress } from "./recon";

export const command = defineCommand({
  name: "report",
  usage: "report [DIR] [--recon|--verification]",
  what: "writes the documents into docs/, never over a file without its own header",
  positionals: 1,
  flags: {
    recon: { type: "boolean", help: "only docs/recon.md" },
    verification: { type: "boolean", help: "only docs/verification.md; verifies first, so it needs an engine" },
  },
  async run(args, context) {
    const root = context.resolve(args.positionals[0] ?? ".");
    const recon = await readWithProgress(context, root);
    const verification = args.flag("verification")
      ? await context.app.verify(root, { signal: context.signal, recon })
      : undefined;
    const kinds = [
      ...(args.flag("recon") || !args.flag("verification") ? (["recon"] as const) : []),
      ...(verification ? (["verification"] as const) : []),
    ];
    const changes = await context.app.report(root, kinds, { recon, ...(verification ? { verification } : {}) });
    const paths = writablePaths(changes, { merges: false, conflicts: false });
    await context.app.apply(root, changes, paths);
    for (const path of paths) context.out.line(`wrote ${path}`);
    const conflicts = changes.files.filter(({ action }) => action === "conflict");
    for (const { path, note } of conflicts)
      context.err.line(`${context.err.mark("warn")} ${path} was left alone. ${note ?? ""}`);
    if (paths.length === 0 && conflicts.length === 0)
      context.out.line(`${plural(changes.files.length, "document")}: nothing changed.`);
    return conflicts.length > 0 ? EXIT.failed : EXIT.ok;
  },
});
