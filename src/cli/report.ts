import { writablePaths } from "../app/apply-changes";
import { plural } from "../report/figures";
import { defineCommand, EXIT, folderOf } from "./command";
import { readWithProgress } from "./recon";

export const command = defineCommand({
  name: "report",
  usage: "report [DIR] [--recon|--verification]",
  what: "writes the documents into docs/, never over a file without its own header",
  positionals: 1,
  flags: {
    recon: { type: "boolean", help: "only docs/recon.md" },
    verification: { type: "boolean", help: "verify again first, and write only docs/verification.md" },
  },
  async run(args, context) {
    const root = await folderOf(args, context);
    const recon = await readWithProgress(context, root);
    const { recon: onlyRecon, verification: onlyVerification } = {
      recon: args.flag("recon"),
      verification: args.flag("verification"),
    };
    const verification = onlyVerification
      ? await context.app.verify(root, { signal: context.signal, recon })
      : undefined;
    const kinds = [
      ...(onlyVerification && !onlyRecon ? [] : (["recon"] as const)),
      ...(onlyRecon && !onlyVerification ? [] : (["verification"] as const)),
    ];
    const drift = kinds.includes("verification") && !verification ? ((await context.app.drift(root, recon)) ?? []) : [];
    const changes = await context.app.report(root, kinds, { recon, drift, ...(verification ? { verification } : {}) });
    if (kinds.includes("verification") && !changes.files.some(({ path }) => path.endsWith("verification.md")))
      context.err.paragraph(
        "docs/verification.md was left out: nothing was verified here yet. drydock verify does it.",
      );
    if (drift.length > 0)
      context.err.paragraph(
        `The last verification is out of date: ${drift.join(" ")} drydock scaffold updates plan and files, drydock verify measures again.`,
        "warn",
      );
    const paths = writablePaths(changes, { merges: false, conflicts: false });
    await context.app.apply(root, changes, paths);
    for (const path of paths) context.out.line(`wrote ${path}`);
    const conflicts = changes.files.filter(({ action }) => action === "conflict");
    for (const { path, note } of conflicts) context.err.paragraph(`${path} was left alone. ${note ?? ""}`, "warn");
    if (paths.length === 0 && conflicts.length === 0)
      context.out.line(`${plural(changes.files.length, "document")}: nothing changed.`);
    return conflicts.length > 0 ? EXIT.failed : EXIT.ok;
  },
});
