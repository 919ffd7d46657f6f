import { parse } from "yaml";

/** The output of `docker compose config` in YAML. An SSH key stands there as `id: path`; it is given as a file has it. */
export function readYamlConfig(text: string): unknown {
  return parse(text, (_key, value: unknown): unknown => {
    if (!isRecord(value) || !Array.isArray(value["ssh"])) return value;
    const keys = value["ssh"] as readonly unknown[];
    return { ...value, ssh: keys.map(key => (typeof key === "string" ? key.replace(/^([^:=]+): /, "$1=") : key)) };
  }) as unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
