import type { Compose, ComposeRequest } from "../model/ports";
import type { MigrationReport } from "../model/verification";
import { systemCheckError, tail } from "./causes";
import type { StackService } from "./compose-stack";
import type { StartedService } from "./run-stack";
import { startCommand } from "./service-command";

interface Check {
  readonly command: readonly string[];
  /** What it compares is how models and migrations fit, which tools judge with some noise: told, never a failure. */
  readonly isAdvice: boolean;
}

/** Commands that tell, by their exit code, whether database, migrations and models agree after a migration. */
const CHECKS: readonly {
  readonly tool: RegExp;
  readonly checks: (command: readonly string[]) => readonly Check[];
}[] = [
  {
    // Source: https://docs.djangoproject.com/en/5.2/ref/django-admin/ (migrate --check, check --database, makemigrations --check)
    tool: /\bmanage\.py migrate\b|\bdjango-admin migrate\b/,
    checks: command => {
      const start = command.slice(0, command.indexOf("migrate"));
      return [
        { command: [...start, "migrate", "--check"], isAdvice: false },
        { command: [...start, "check", "--database", "default"], isAdvice: false },
        { command: [...start, "makemigrations", "--check", "--dry-run"], isAdvice: true },
      ];
    },
  },
  {
    // Source: https://alembic.sqlalchemy.org/en/latest/api/commands.html (current --check-heads, check)
    tool: /\balembic\b.* upgrade\b/,
    checks: command => [
      { command: insteadOfUpgrade(command, "current", "--check-heads"), isAdvice: false },
      { command: insteadOfUpgrade(command, "check"), isAdvice: true },
    ],
  },
  {
    // Source: https://flask-migrate.readthedocs.io/en/latest/#command-reference (flask db check, since 4.0)
    tool: /\bflask\b.* db upgrade\b/,
    checks: command => [{ command: insteadOfUpgrade(command, "check"), isAdvice: true }],
  },
];

/** The same tool with another verb; a command that changes the folder first is one text for a shell. */
function insteadOfUpgrade(command: readonly string[], ...verb: readonly string[]): readonly string[] {
  const at = command.indexOf("upgrade");
  return at >= 0
    ? [...command.slice(0, at), ...verb]
    : command.map(word => word.replace(/\bupgrade\b.*$/, verb.join(" ")));
}

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
    const checks: MigrationReport["checks"][number][] = [];
    for (const { command: check, isAdvice } of CHECKS.find(({ tool }) => tool.test(words))?.checks(command) ?? []) {
      const result = await compose.run({ ...request, service: service.name, command: check }, onLine, signal);
      const output = `${result.stdout}\n${result.stderr}`;
      const text = systemCheckError(output) ?? tail(output.trim(), 3);
      // An older release of the tool does not know the option: that says nothing about the database.
      if (!/unrecognized arguments|[Nn]o such (?:option|command)|invalid choice/.test(text))
        checks.push({ command: check, exit: result.exit, text, isAdvice });
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
