// The names that the editor's own module exports, as @types/vscode declares them.
const { readFileSync } = require("node:fs");
const path = require("node:path");

exports.vscodeNames = () => {
  const types = readFileSync(path.join(__dirname, "../../node_modules/@types/vscode/index.d.ts"), "utf8");
  const names = types.matchAll(/^\texport (?:abstract )?(?:class|enum|namespace|const|function) (\w+)/gm);
  return [...new Set([...names].map(([, name]) => name))];
};
