import { namesOf } from "../../recon/knowledge/debian-releases";

/** Distributions that install without their compiled part where there is no compiler (their setup.py says so). */
export const OPTIONAL_EXTENSIONS: ReadonlySet<string> = new Set([
  "coverage",
  "markupsafe",
  "msgpack",
  "pyyaml",
  "simplejson",
  "sqlalchemy",
  "tornado",
  "websockets",
  "wrapt",
]);

/** What else brings a Debian package: full sets of tools, and other names of the same library. */
const BROUGHT_BY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:gcc|g\+\+|make|libc6-dev|dpkg-dev)$/, ["build-essential"]],
  [/^libc6-dev$/, ["gcc", "g++", "clang"]],
  [/^gcc$/, ["g++", "clang"]],
  [/^pkg-config$/, ["pkgconf"]],
  // Their libcurl asks for them.
  [/^lib(?:gssapi|krb5|ldap|sasl)(?!.*-dev$)/, ["curl", "git"]],
  [/^libpq-dev$/, ["postgresql-server-dev-all", "libpq-dev"]],
  [
    /^(?:default-libmysqlclient-dev|libmariadb-dev)$/,
    ["default-libmysqlclient-dev", "libmariadb-dev", "libmariadb-dev-compat", "libmysqlclient-dev"],
  ],
];

/** True where one of the installed packages is the wanted one or brings it. */
export function isBrought(wanted: string, installed: ReadonlySet<string>): boolean {
  if (namesOf(wanted).some(name => installed.has(name))) return true;
  if (BROUGHT_BY.some(([pattern, others]) => pattern.test(wanted) && others.some(each => installed.has(each))))
    return true;
  // A library of another version, or its development package, which depends on it: `libpq-dev` brings `libpq5`.
  const stem = wanted.replace(/[\d.-]+[a-z]?$/, "").replace(/-dev$/, "");
  if (wanted.endsWith("-dev")) return false;
  return [...installed].some(
    each => each === stem || (stem.length > 4 && each.startsWith(stem)) || isClient(wanted, each),
  );
}

/** Tools that need no library which a package of Python is built with. */
const TOOLS =
  /^(?:build-essential|ca-certificates|dpkg-dev|dumb-init|gcc|g\+\+|gosu|libc6-dev|locales|make|netcat-openbsd|patch|pkg-config|procps|sudo|tini|tzdata|unzip|zip)$/;

/** True where an installed package may ask for a library itself, so that it stays: any that is not known to need others. */
export function mayKeep(installed: string, library: string): boolean {
  if (/^(?:curl|git|wget)$/.test(installed))
    return /curl|expat|gnutls|gssapi|krb5|ldap|pcre|sasl|ssl|xml/.test(library);
  return !TOOLS.test(installed);
}

function isClient(wanted: string, installed: string): boolean {
  if (/^libmariadb/.test(wanted)) return /mysqlclient|mariadb-client|mysql-client/.test(installed);
  return wanted === "libpq5" && /^postgresql-client|^postgresql/.test(installed);
}
