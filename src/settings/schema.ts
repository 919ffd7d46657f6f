import { DECISION_KEYS, keyPattern, type DecisionKey } from "./decision-keys";

/** The part of JSON Schema (draft 7) that is used here. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** What only other folders know, handed in so that this one imports none of them. */
export interface SchemaParts {
  readonly rules: readonly { readonly id: string; readonly what: string }[];
  readonly thresholds: readonly { readonly key: string; readonly what: string }[];
  /** Ids of files that are written on request. */
  readonly files: readonly string[];
}

export const SEVERITIES = ["off", "hint", "info", "warning", "error"] as const;

const TEXT = { type: "string" } as const;

const HASH = { type: "string", pattern: "^sha256:" } as const;

/** The schema of `.drydock.yaml`: for completion, for other editors, and for the reader's own list of known keys. */
export function settingsSchema({ rules, thresholds, files }: SchemaParts): JsonSchema {
  const decisions = decisionsSchema(DECISION_KEYS, files);
  const limit: JsonSchema = {
    description: "An absolute limit, or a factor of the recorded baseline.",
    anyOf: [
      { type: ["string", "number"], examples: ["250MB", "10s", 12] },
      {
        type: "object",
        properties: {
          limit: {
            type: ["string", "number"],
            description: "Absolute: `250MB`, `10s`, `80%`, `12`.",
            examples: ["250MB"],
          },
          relative: { type: "number", description: "Factor of the recorded baseline, such as 1.5.", examples: [1.5] },
        },
        additionalProperties: false,
      },
    ],
  };
  const severity: JsonSchema = { enum: [...SEVERITIES, false] };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Drydock",
    type: "object",
    additionalProperties: false,
    properties: {
      schema: { enum: [1], description: "Version of this file's form." },
      decisions: { ...decisions, description: "What the plan takes instead of its own choice." },
      units: {
        type: "object",
        description: "Services of a monorepo by name.",
        additionalProperties: {
          type: "object",
          additionalProperties: false,
          properties: {
            path: { ...TEXT, description: "Folder of the unit; `.` for what lies at the root beside the others." },
            decisions: {
              ...decisionsSchema(
                DECISION_KEYS.filter(({ isShared }) => !isShared),
                files,
              ),
              description: "Decisions for this unit alone; they win over those of the whole workspace.",
            },
          },
        },
      },
      recon: {
        type: "object",
        description: "What is read, and what was read wrongly.",
        additionalProperties: false,
        properties: {
          exclude: { type: "array", items: TEXT, description: "Globs that are not read." },
          ignore: {
            type: "array",
            description: "Findings that are left out.",
            items: {
              type: "object",
              required: ["finding"],
              additionalProperties: false,
              properties: {
                finding: { ...TEXT, description: "Such as `integration/redis` or `environment/PORT`." },
                path: { ...TEXT, description: "Only where the evidence lies in this path." },
                why: { ...TEXT, description: "For those who read it later." },
              },
            },
          },
          correct: {
            type: "array",
            description: "Findings whose fields are replaced.",
            items: {
              type: "object",
              required: ["finding", "set"],
              additionalProperties: false,
              properties: {
                finding: { ...TEXT, description: "Such as `environment/PORT`." },
                set: { type: "object", description: "Fields and their values." },
              },
            },
          },
        },
      },
      lint: {
        type: "object",
        description: "How Docker files are judged.",
        additionalProperties: false,
        properties: {
          rules: {
            type: "object",
            description: "A severity for a rule, by id, code or the code of the linter that it mirrors.",
            properties: Object.fromEntries(rules.map(({ id, what }) => [id, { ...severity, description: what }])),
            additionalProperties: severity,
          },
          select: {
            anyOf: [TEXT, { type: "array", items: TEXT }],
            description: "`default`, `all`, or a list of rules.",
            examples: ["default", "all"],
          },
        },
      },
      thresholds: {
        type: "object",
        description: "Limits that a verification has to hold.",
        properties: Object.fromEntries(thresholds.map(({ key, what }) => [key, { ...limit, description: `${what}.` }])),
        additionalProperties: limit,
      },
      generated: {
        type: "object",
        description: "Written by Drydock: the files that it may renew without asking.",
        additionalProperties: HASH,
      },
      merged: {
        type: "object",
        description: "Written by Drydock: what it added to files that others wrote.",
        additionalProperties: { type: "object", additionalProperties: HASH },
      },
    },
  };
}

function decisionsSchema(keys: readonly DecisionKey[], files: readonly string[]): JsonSchema {
  const exact = keys.filter(({ key }) => !key.includes("*"));
  const open = keys.filter(({ key }) => key.includes("*"));
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(exact.map(known => [known.key, valueSchema(known, files)])),
    patternProperties: Object.fromEntries(open.map(known => [keyPattern(known.key).source, valueSchema(known, files)])),
  };
}

/** As the reader takes it: a list may be written as words, a version as a number, nothing as `none` or `false`. */
function valueSchema(
  { key, type, what, values, isClosed, form, range }: DecisionKey,
  files: readonly string[],
): JsonSchema {
  const description = what;
  const examples = values === undefined ? {} : { examples: values };
  const pattern = form === undefined ? {} : { pattern: form.pattern.source };
  switch (type) {
    case "text":
      if (isClosed) return { description, enum: values ?? [] };
      return { description, type: ["string", "number", "boolean"], ...examples, ...pattern };
    case "optional-text":
      return {
        description,
        anyOf: [{ type: ["string", "number"], ...examples, ...pattern }, { enum: ["none", "", false, null] }],
      };
    case "count":
      return {
        description,
        type: ["integer", "string"],
        ...(range === undefined ? {} : { minimum: range[0], maximum: range[1] }),
      };
    case "flag":
      return { description, type: ["boolean", "string"], examples: [true, false] };
    case "list": {
      const items: JsonSchema = {
        type: ["string", "number"],
        ...(key === "files" ? { examples: files.map(id => `+${id}`) } : examples),
      };
      return { description, anyOf: [{ type: "array", items }, { type: ["string", "boolean", "null"] }] };
    }
  }
}
