// npm run new rule|compose-rule|workspace-rule|detector|service|artefact NAME: one file from a template, ready to be filled in.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { inRoot } from "./project.mjs";
import { generate } from "./generate.mjs";

const [kind, name] = process.argv.slice(2);
const kinds = {
  rule: { template: "dockerfile-rule.ts", folder: "src/lint/rules/dockerfile", first: 1001 },
  "compose-rule": { template: "compose-rule.ts", folder: "src/lint/rules/compose", first: 2001 },
  "workspace-rule": { template: "workspace-rule.ts", folder: "src/lint/rules/workspace", first: 3001 },
  detector: { template: "detector.ts", folder: "src/recon/detectors", test: "test/unit/recon/detectors" },
  service: { template: "service.ts", folder: "src/scaffold/services" },
  artefact: { template: "artefact.ts", folder: "src/scaffold/artefacts" },
};

const chosen = kinds[kind];
if (!chosen || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? "")) {
  console.error(
    `Usage: npm run new ${Object.keys(kinds).join("|")} NAME\nNAME is in kebab-case and is also the id and the test's name.`,
  );
  process.exit(2);
}

/** Codes are stable and never reused: the next one is above every code of that family. */
function nextCode(folder, first) {
  const used = readdirSync(inRoot(folder)).flatMap(file =>
    [...readFileSync(inRoot(folder, file), "utf8").matchAll(/code: "DD(\d+)"/g)].map(match => Number(match[1])),
  );
  return `DD${Math.max(first - 1, ...used) + 1}`;
}

function write(file, template) {
  if (existsSync(inRoot(file))) throw new Error(`${file} exists already.`);
  const text = readFileSync(inRoot("tools/templates", template), "utf8")
    .replaceAll("NAME", name)
    .replaceAll("TITLE", name.replaceAll("-", " "))
    .replaceAll("CODE", chosen.first ? nextCode(chosen.folder, chosen.first) : "");
  writeFileSync(inRoot(file), text);
  console.log(`wrote ${file}`);
}

write(`${chosen.folder}/${name}.ts`, chosen.template);
if (chosen.test) write(`${chosen.test}/${name}.test.ts`, "detector.test.ts");
await generate();
console.log(`Now: npm test -- --grep ${name}`);
