interface Setting {
  readonly key: string;
  readonly type: "string" | "boolean" | "number" | "object";
  readonly default: unknown;
  readonly scope: "resource" | "window" | "machine";
  readonly description: string;
  readonly values?: readonly (readonly [value: string, description: string])[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface SettingsPage {
  readonly title: string;
  readonly settings: readonly Setting[];
}

const general: SettingsPage = {
  title: "General",
  settings: [
    {
      key: "drydock.recon.run",
      type: "string",
      default: "onView",
      scope: "resource",
      description:
        "When to read the workspace: when the Drydock view is opened, or only by command. Reading runs nothing.",
      values: [
        ["onView", "When the Drydock view is opened, and again when files change."],
        ["manually", "Only by the command Drydock: Read Workspace Again."],
      ],
    },
    {
      key: "drydock.dockerize.afterApply",
      type: "string",
      default: "ask",
      scope: "resource",
      description: "What happens after the files are written.",
      values: [
        ["ask", "A notification offers to build and start."],
        ["buildAndStart", "The image is built and the services are started."],
        ["nothing", "Nothing."],
      ],
    },
    {
      key: "drydock.statusBar.verdict",
      type: "boolean",
      default: true,
      scope: "window",
      description: "Show the last verification result in the status bar, once there is one.",
    },
    {
      key: "drydock.inlayHints.enabled",
      type: "boolean",
      default: true,
      scope: "resource",
      description: "Show measured size and time beside Dockerfile lines. `#editor.inlayHints.enabled#` applies too.",
    },
    {
      key: "drydock.hover.enabled",
      type: "boolean",
      default: true,
      scope: "resource",
      description: "Explain Dockerfile and Compose lines on hover.",
    },
  ],
};

const lint: SettingsPage = {
  title: "Lint",
  settings: [
    {
      key: "drydock.lint.enabled",
      type: "boolean",
      default: true,
      scope: "resource",
      description: "Lint Dockerfiles and Compose files.",
    },
    {
      key: "drydock.lint.run",
      type: "string",
      default: "onType",
      scope: "resource",
      description: "When to lint.",
      values: [
        ["onType", "While you type."],
        ["onSave", "When a file is opened or saved."],
      ],
    },
    {
      key: "drydock.lint.rules",
      type: "object",
      default: {},
      scope: "resource",
      description: "Severity for each rule. Shared choices belong in `.drydock.yaml`, which wins.",
    },
    {
      key: "drydock.lint.duplicates",
      type: "string",
      default: "stepBack",
      scope: "window",
      description: "What to do where Docker DX, Container Tools, hadolint or YAML reports the same finding.",
      values: [
        ["stepBack", "Withdraw the finding of Drydock."],
        ["showAll", "Show both."],
      ],
    },
    {
      key: "drydock.lint.shellcheckPath",
      type: "string",
      default: "",
      scope: "machine",
      description: "Path of ShellCheck for RUN scripts. Empty: looked up on PATH when present.",
    },
  ],
};

const engine: SettingsPage = {
  title: "Engine and Logs",
  settings: [
    {
      key: "drydock.engine.connect",
      type: "string",
      default: "onDemand",
      scope: "window",
      description: "Connect when a command needs the engine, or when the Containers view is opened.",
      values: [
        ["onDemand", "When a command needs the engine."],
        ["onView", "When the Containers view is opened."],
      ],
    },
    {
      key: "drydock.engine.context",
      type: "string",
      default: "",
      scope: "machine",
      description: "Docker context. Empty: as the docker command line decides.",
    },
    {
      key: "drydock.engine.cliPath",
      type: "string",
      default: "docker",
      scope: "machine",
      description: "The docker command, used for Compose and for SSH contexts.",
    },
    {
      key: "drydock.containers.show",
      type: "string",
      default: "workspace",
      scope: "resource",
      description: "Which containers come first; the others are folded.",
      values: [
        ["workspace", "Those of this workspace."],
        ["all", "All containers of the engine."],
      ],
    },
    {
      key: "drydock.logs.lines",
      type: "number",
      default: 1000,
      scope: "window",
      description: "Lines to load when a log is opened.",
      minimum: 0,
      maximum: 100000,
    },
    {
      key: "drydock.logs.memory",
      type: "number",
      default: 64,
      scope: "window",
      description: "Megabytes of lines kept for scrolling over all logs. Older ones are trimmed and said so.",
      minimum: 1,
      maximum: 1024,
    },
  ],
};

/** The three pages of the settings editor. */
const settingsPages: readonly SettingsPage[] = [general, lint, engine];

/** The `configuration` contribution, made from the pages. */
export function configuration(ruleIds: readonly string[]): unknown[] {
  return settingsPages.map((page, order) => ({
    title: page.title,
    order,
    properties: Object.fromEntries(
      page.settings.map((setting, index) => [setting.key, property(setting, index, ruleIds)]),
    ),
  }));
}

function property(setting: Setting, order: number, ruleIds: readonly string[]): unknown {
  const base: Record<string, unknown> = {
    type: setting.type,
    default: setting.default,
    scope: setting.scope,
    order,
    markdownDescription: setting.description,
  };
  if (setting.values) {
    base["enum"] = setting.values.map(([value]) => value);
    base["enumDescriptions"] = setting.values.map(([, description]) => description);
  }
  if (setting.minimum !== undefined) base["minimum"] = setting.minimum;
  if (setting.maximum !== undefined) base["maximum"] = setting.maximum;
  if (setting.key === "drydock.lint.rules") {
    const severity = { type: "string", enum: ["off", "hint", "info", "warning", "error"] };
    base["properties"] = Object.fromEntries(ruleIds.map(id => [id, severity]));
    base["patternProperties"] = { "^SC\\d+$": severity };
    base["additionalProperties"] = ruleIds.length === 0 ? severity : false;
  }
  return base;
}
