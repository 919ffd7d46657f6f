// What is described once in the sources and shown in several places: contributions, settings, rule pages.
import { collectStrings } from "./collect-strings";
import { configurationSchema } from "../src/app/configuration-schema";
import { rules } from "../src/app/rule-pages";
import { contributions } from "../src/editor/contributions/contributions";
import { localize } from "../src/editor/contributions/localize";
import type { Example, Rule } from "../src/lint/rule";
import { DECISION_KEYS } from "../src/settings/decision-keys";
import { DEFAULT_THRESHOLDS } from "../src/verify/thresholds";
import { formatFigure, thresholdName } from "../src/report/figures";

interface Inputs {
  readonly root: string;
  readonly packageJson: string;
  readonly readme: string;
  readonly configurationDoc: string;
}

/** Every derived file with its text. */
export function describeProject({ root, packageJson, readme, configurationDoc }: Inputs): Record<string, string> {
  const files: Record<string, string> = manifest(packageJson);
  if (readme !== "") files["README.md"] = between(readme, "settings", settingsTable());
  if (configurationDoc !== "")
    files["docs/configuration.md"] = between(
      between(configurationDoc, "thresholds", thresholdTable()),
      "decisions",
      decisionTable(),
    );
  files["media/drydock.schema.json"] = `${JSON.stringify(configurationSchema)}\n`;
  files["l10n/bundle.l10n.json"] = collectStrings(root);
  for (const rule of rules) files[`docs/rules/${rule.id}.md`] = rulePage(rule);
  files["docs/rules/README.md"] = ruleIndex();
  return files;
}

/** package.json, and the words that VS Code shows of it in a file that can be translated. */
function manifest(text: string): Record<string, string> {
  const { activationEvents, contributes } = contributions(rules.map(({ id }) => id));
  const { contributes: keyed, strings } = localize(contributes);
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    "package.json": json({ ...(JSON.parse(text) as object), activationEvents, contributes: keyed }),
    "package.nls.json": json(strings),
  };
}

/** Replaces what stands between `<!-- name: begin -->` and `<!-- name: end -->`. */
function between(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}: begin -->`;
  const end = `<!-- ${name}: end -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The marks of ${name} are missing.`);
  return `${text.slice(0, from + begin.length)}\n${content}${text.slice(to)}`;
}

interface Property {
  readonly type?: unknown;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly description?: string;
}

function settingsTable(): string {
  const pages = contributions([]).contributes["configuration"] as readonly {
    readonly properties: Readonly<Record<string, Property>>;
  }[];
  const rows = pages.flatMap(({ properties }) =>
    Object.entries(properties).map(([key, property]) => {
      const description = (property.markdownDescription ?? property.description ?? "")
        .replace(/\s+/g, " ")
        .replaceAll("|", "\\|");
      return `| \`${key}\` | \`${JSON.stringify(property.default)}\` | ${description} |\n`;
    }),
  );
  return `| setting | default | what it does |\n| --- | --- | --- |\n${rows.join("")}`;
}

function thresholdTable(): string {
  const rows = DEFAULT_THRESHOLDS.map(
    ({ key, unit, limit }) =>
      `| \`${key}\` | ${thresholdName(key)} | ${limit === null ? "none" : formatFigure(limit, unit)} |\n`,
  );
  return `| key | figure | proposed limit |\n| --- | --- | --- |\n${rows.join("")}`;
}

const TYPES = {
  text: "text",
  "optional-text": "text or none",
  count: "number",
  flag: "yes or no",
  list: "list of words",
} as const;

function decisionTable(): string {
  const rows = DECISION_KEYS.map(({ key, type, what, values, isShared }) => {
    const named = values === undefined ? "" : ` (${values.map(value => `\`${value}\``).join(", ")})`;
    return `| \`${key}\` | ${TYPES[type]}${isShared ? "" : ", by unit"} | ${what}${named} |\n`;
  });
  return `| key | value | what it decides |\n| --- | --- | --- |\n${rows.join("")}`;
}

function rulePage(rule: Rule): string {
  const severity = rule.enabled === false ? `${rule.severity}, off by default` : rule.severity;
  const mirrors = rule.mirrors.length === 0 ? "" : `\nSame as ${rule.mirrors.join(", ")}.\n`;
  return `# ${rule.id}\n\n${rule.code} · ${severity} · ${rule.target}\n\n${rule.what}\n\n${rule.why}\n\n${rule.todo}\n${mirrors}\n## Bad\n\n${example(rule.bad)}\n## Good\n\n${example(rule.good)}`;
}

function example(given: Example): string {
  const files = typeof given === "string" ? { "": given } : given;
  return Object.entries(files)
    .map(([path, text]) => {
      const plain = text.replaceAll("«", "").replaceAll("»", "");
      const fence = plain.includes("```") ? "````" : "```";
      return `${path === "" ? "" : `\`${path}\`\n\n`}${fence}\n${plain.replace(/\n?$/, "\n")}${fence}\n`;
    })
    .join("\n");
}

function ruleIndex(): string {
  const rows = rules.map(
    ({ code, id, severity, enabled, mirrors, what }) =>
      `| ${code} | [${id}](${id}.md) | ${enabled === false ? "off" : severity} | ${mirrors.join(", ")} | ${what.replaceAll("|", "\\|")} |\n`,
  );
  return `# Rules\n\nWritten by \`npm run generate\` from the rules themselves.\n\n| code | rule | severity | same as | what |\n| --- | --- | --- | --- | --- |\n${rows.join("")}`;
}
