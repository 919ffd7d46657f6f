/**
 * Packages of Debian 12 that Debian 13 has under another name. Names with the suffix `t64` are left out: apt takes the
 * old name for them. Source: the package index of both releases, each name installed in simulation.
 */
const TRIXIE: Readonly<Record<string, string>> = {
  libaio1: "libaio1t64",
  libgdal32: "libgdal36",
  libicu72: "libicu76",
  "libldap-2.5-0": "libldap2",
  "libmagickwand-6.q16-6": "libmagickwand-7.q16-10",
  libpcre3: "libpcre2-8-0",
  "libpcre3-dev": "libpcre2-dev",
  "libpoppler-cpp0v5": "libpoppler-cpp2",
  libprotobuf32: "libprotobuf32t64",
  "libre2-9": "libre2-11",
  "librocksdb7.8": "librocksdb9.10",
  "libsecp256k1-1": "libsecp256k1-2",
  libsqlcipher0: "libsqlcipher1",
  "mime-support": "media-types",
  "openjdk-17-jre-headless": "openjdk-21-jre-headless",
};

/** What Debian 13 no longer has at all. */
const GONE_IN_TRIXIE: ReadonlySet<string> = new Set(["wkhtmltopdf"]);

/** The package's name in the Debian release of a base image; the tables have the names of bookworm. */
export function packageIn(image: string, name: string): string {
  return isTrixie(image) ? (TRIXIE[name] ?? name) : name;
}

/** Every name that a package of the tables has in some release. */
export function namesOf(name: string): readonly string[] {
  const renamed = TRIXIE[name];
  return renamed === undefined ? [name] : [name, renamed];
}

/** A package that keeps an image on bookworm, null where there is none. */
export function keepsBookworm(names: readonly string[]): string | null {
  return names.find(name => GONE_IN_TRIXIE.has(name)) ?? null;
}

function isTrixie(image: string): boolean {
  return image.includes("trixie");
}
