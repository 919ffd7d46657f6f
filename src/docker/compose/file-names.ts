/** The names that `docker compose` looks for, the preferred one first (compose-go `cli.DefaultFileNames`). */
const MAIN: readonly string[] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const OVERRIDE: readonly string[] = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

export function mainNames(): readonly string[] {
  return MAIN;
}

export function isOverrideName(name: string): boolean {
  return OVERRIDE.includes(name);
}

/** The files that Compose lays over a main file unasked; none for other names. */
export function overrideNames(name: string): readonly string[] {
  return MAIN.includes(name) ? OVERRIDE : [];
}
