// Loaded before the tests: what the editor's words need of VS Code, which is there only inside it. English is what its
// `l10n.t` gives without a translation.
"use strict";
const Module = require("node:module");

const words = {
  l10n: { t: (message, values = {}) => message.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) },
  env: { language: "en" },
};
const load = Module._load;
Module._load = (request, ...rest) => (request === "vscode" ? words : load(request, ...rest));
