import { namesOf } from "../../recon/knowledge/debian-releases";
/** What else brings a Debian package: full sets of tools, and other names of the same library. */
const BROUGHT_BY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:gcc|g\+\+|make|libc6-dev|dpkg-dev)$/, ["build-essential"]],
  [/^libc6-dev$/, ["gcc", "g++", "clang"]],
  [/^gcc$/, ["g++", "clang"]],
  [/^pkg-config$/, ["pkgconf"]],
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

function isClient(wanted: string, installed: string): boolean {
  if (/^libmariadb/.test(wanted)) return /mysqlclient|mariadb-client|mysql-client/.test(installed);
  return wanted === "libpq5" && /^postgresql-client|^postgresql/.test(installed);
}
