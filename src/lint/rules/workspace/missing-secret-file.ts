import { locatedAt } from "../../../docker/compose/scalars";
import { joinPath, parentOf } from "../../../model/paths";
import { isGitIgnored } from "../../../workspace/git-ignored";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { exists, isLeftOut, sampleOf } from "../../query/workspace-paths";

export const rule = defineRule({
  target: "workspace",
  id: "missing-secret-file",
  code: "DD3031",
  severity: "warning",
  mirrors: [],
  what: "A secret or config is read from a file that does not exist.",
  why: "The services that are given it do not start: `bind source path does not exist`.",
  todo: "Correct the path, or make the file; a secret that each machine makes belongs into `.gitignore`.",
  bad: {
    "compose.yaml":
      "services:\n  db:\n    image: postgres:17\n    secrets: [password]\nsecrets:\n  password:\n    file: «./secret/password.txt»\n",
    "secrets/password.txt": "",
  },
  good: {
    "compose.yaml":
      "services:\n  db:\n    image: postgres:17\n    secrets: [password]\nsecrets:\n  password:\n    file: ./secrets/password.txt\n",
    "secrets/password.txt": "",
  },
  check: context => {
    if (context.paths.size === 0) return;
    for (const { path: file, document } of context.composeFiles) {
      for (const { name, node } of [...document.secrets, ...document.configs]) {
        const source = locatedAt(node, "file");
        if (source === null || /[$~]|^\//.test(source.text)) continue;
        // A secret that nothing uses stops nothing.
        if (!document.services.some(each => [...each.secrets, ...each.configs].some(grant => grant.name === name)))
          continue;
        const path = joinPath(parentOf(file), source.text);
        if (path.startsWith("..") || exists(context, path) || context.read(path) !== null) continue;
        if (isGitIgnored(path, each => context.read(each))) continue;
        if (isLeftOut(context, path)) continue;
        const sample = sampleOf(context, path);
        context.report(
          file,
          source.span,
          `\`${shorten(source.text, 40)}\` does not exist, so no service that is given \`${shorten(name, 24)}\` starts. ${sample === undefined ? "Correct the path, or make the file." : `Make it from \`${shorten(sample, 30)}\`.`}`,
          { related: sample === undefined ? [] : [context.placeOf(sample, { start: 0, end: 0 })] },
        );
      }
    }
  },
});
