// npm run screenshots [-- SCENE]: the README's pictures, taken from the real editor. Needs what the editor suite needs.
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { inRoot, root } from "./project.mjs";

await build();
const { tsImport } = await import("tsx/esm/api");
const { takeScreenshots } = await tsImport(pathToFileURL(inRoot("test/kit/screenshots.ts")).href, import.meta.url);
for (const file of await takeScreenshots({ root, output: inRoot("media/screenshots"), only: process.argv[2] }))
  console.log(file);
