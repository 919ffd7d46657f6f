import type { EnvironmentVariable } from "../../model/recon";

/** `FIRST_SUPERUSER`, `ADMIN`, `DJANGO_SUPERUSER`, `APP_USER`: the account that an empty application is opened with. */
const ACCOUNT =
  /^(?:DJANGO_|FLASK_|APP_|SITE_|SYSTEM_)?(?:(?:FIRST_|INITIAL_|DEFAULT_|BOOTSTRAP_)?(?:SUPER_?USER|ADMIN(?:_USER)?|ADMINISTRATOR|OWNER)(?:_INITIAL|_DEFAULT)?|(?:FIRST|INITIAL|DEFAULT|BOOTSTRAP)_(?:USER|ACCOUNT))$/;
const PASSWORD = /_(?:PASSWORD|PASSWD|PASS|PWD)$/;
const IDENTITY = /_(?:USER(?:NAME)?|LOGIN|NAME|E?MAIL|USER_E?MAIL)$/;

/**
 * Whether a variable is the password of the application's first account. The code that reads it with a fixed default, or
 * with none, makes an account that everybody can open or fails while it makes it, so it gets a value of this machine.
 */
export function isFirstPassword(environment: readonly EnvironmentVariable[], name: string): boolean {
  return accountOf(environment, name, PASSWORD) !== null;
}

/** A name for the first account where the code has none, which would fail beside its password; null for other variables. */
export function firstIdentity(environment: readonly EnvironmentVariable[], name: string): string | null {
  // `ADMIN_USER` is an account by itself, and the user of `ADMIN_PASSWORD`.
  const accounts = [
    ...(ACCOUNT.test(name.toUpperCase()) ? [name.toUpperCase()] : []),
    accountOf(environment, name, IDENTITY),
  ];
  const hasPassword = environment.some(({ secret, scope, name: other }) => {
    const account = secret && scope === "application" ? accountOf(environment, other, PASSWORD) : null;
    return account !== null && accounts.includes(account);
  });
  if (!hasPassword) return null;
  const isAddress =
    /MAIL$/.test(name.toUpperCase()) || environment.some(other => other.name === name && isEmail(other));
  return isAddress ? "admin@example.com" : "admin";
}

function isEmail({ type }: EnvironmentVariable): boolean {
  return /email/i.test(type ?? "");
}

/** The account that a variable tells of: `ADMIN` of `ADMIN_PASSWORD`; `APP` only where its user has a variable as well. */
function accountOf(environment: readonly EnvironmentVariable[], name: string, ending: RegExp): string | null {
  const words = name.toUpperCase();
  if (!ending.test(words)) return null;
  const account = words.replace(ending, "");
  if (ACCOUNT.test(account)) return account;
  const isOwn = account === "APP" && environment.some(other => /^APP_USER(?:NAME)?$/i.test(other.name));
  return isOwn ? account : null;
}
