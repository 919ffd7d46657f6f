import type { Compose, ComposeRequest } from "../model/ports";
import type { MigrationReport } from "../model/verification";
import type { StackService } from "./compose-stack";
import type { StartedService } from "./run-stack";
import { startCommand } from "./service-command";

/** Commands that tell, by their exit code, whether database and models agree after a migration. */
const CHECKS: readonly {
  readonly tool: RegExp;
  readonly checks: (command: readonly string[]) => readonly (readonly string[])[];
}[] = [
  {
    // Source: https://docs.djangoproject.com/en/5.2/ref/django-admin/ (migrate --check, check --database)
    tool: /\bmanage\.py migrate\b|\bdjango-admin migrate\b/,
    checks: command => {
      const start = command.slice(0, command.indexOf("migrate"));
      return [
        [...start, "migrate", "--check"],
        [...start, "check", "--database", "default"],
      ];
    },
  },
  {
    // Source: https://alembic.sqlalchemy.org/en/latest/api/commands.html#alembic.command.current
    tool: /\balembic\b.* upgrade\b/,
    checks: command => [[...command.slice(0, command.indexOf("upgrade")), "current", "--check-heads"]],
  },
];

/**
 * Runs each migration that the stack waits for once more, and what the tool offers for checking the result. A migration
 * that fails the second time would fail at the next deployment.
 */
export async function checkMigrations(
  compose: Compose,
  request: ComposeRequest,
  active: readonly StackService[],
  started: readonly StartedService[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<readonly MigrationReport[]> {
  const reports: MigrationReport[] = [];
  for (const service of active.filter(({ isOneShot, build }) => isOneShot && build !== null)) {
    const first = started.find(({ name }) => name === service.name);
    if (!first) continue;
    const command = startCommand(first.detail);
    const words = command.join(" ");
    if (!/\b(?:migrate|upgrade)\b/.test(words)) continue;
    const again = await compose.run({ ...request, service: service.name, command: [] }, onLine, signal);
    const checks: { command: readonly string[]; exit: number; text: string }[] = [];
    for (const check of CHECKS.find(({ tool }) => tool.test(words))?.checks(command) ?? []) {
      const result = await compose.run({ ...request, service: service.name, command: check }, onLine, signal);
      const text = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-3).join("\n");
      // An older release of the tool does not know the option: that says nothing about the database.
      if (!/unrecognized arguments|No such option/.test(text)) checks.push({ command: check, exit: result.exit, text });
    }
    reports.push({
      service: service.name,
      command,
      exit: first.detail.exitCode ?? 0,
      againExit: again.exit,
      isIdempotent: again.exit === 0,
      checks,
    });
  }
  return reports;
}
