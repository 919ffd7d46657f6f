import table from "./frameworks.json";

/** How a framework is started. Placeholders such as `{module}` come from the code that was read. */
export interface FrameworkRun {
  readonly kind: string;
  readonly dev?: string;
  readonly prod?: string;
  readonly port?: number | null;
  readonly health?: string | null;
  readonly debug?: string;
  readonly migrate?: string;
  readonly static?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly gotchas?: readonly string[];
}

const FRAMEWORKS = new Map<string, FrameworkRun>(
  Object.entries(table.frameworks as unknown as Record<string, FrameworkRun>),
);

export function frameworkRun(name: string): FrameworkRun | null {
  return FRAMEWORKS.get(name) ?? null;
}
