// npm run package: the VSIX, with only what runs in it.
import { statSync } from "node:fs";
import { build } from "./build.mjs";
import { inRoot, manifest, run } from "./project.mjs";

await build();
const { name, version } = manifest();
const file = `${name}-${version}.vsix`;
run(process.execPath, [
  inRoot("node_modules/@vscode/vsce/vsce"),
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
  "--no-rewrite-relative-links",
  "--out",
  file,
]);
const bytes = statSync(inRoot(file)).size;
// In the units that vsce prints.
console.log(`${file}: ${(bytes / 1024).toFixed(0)} KB`);
if (bytes > 1024 * 1024) {
  console.error("The VSIX is over 1 MB.");
  process.exitCode = 1;
}
