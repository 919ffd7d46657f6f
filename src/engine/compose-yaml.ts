import { parse } from "yaml";

/**
 * The output of `docker compose config` in YAML. An SSH key stands there as `id: path`; it is given as a file has it, and
 * the keys in order of their names, for Compose writes them in another order from run to run.
 */
export function readYamlConfig(text: string): unknown {
  return parse(text, (_key, value: unknown): unknown => {
    if (!isRecord(value) || !Array.isArray(value["ssh"])) return value;
    const keys = value["ssh"] as readonly unknown[];
    const asInFile = keys.map(key => (typeof key === "string" ? key.replace(/^([^:=]+): /, "$1=") : key));
    return { ...value, ssh: asInFile.sort() };
  }) as unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
