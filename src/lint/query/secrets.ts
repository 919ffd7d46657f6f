/** BuildKit's words, between `_` or at an end of the name (SecretsUsedInArgOrEnv); trivy's DS-0031 has the same. */
const WORDS: ReadonlySet<string> = new Set([
  "APIKEY",
  "AUTH",
  "CREDENTIAL",
  "CREDENTIALS",
  "KEY",
  "PASSWORD",
  "PWORD",
  "PASSWD",
  "SECRET",
  "TOKEN",
]);

/** Words that take the suspicion away. */
const HARMLESS: ReadonlySet<string> = new Set(["PUBLIC", "FILE", "VERSION"]);

/** Names that hold a secret in a known product, beyond those that the words find (hadolint DL3064, trivy DS-0031). */
const NAMES: ReadonlySet<string> = new Set([
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AZURE_CLIENT_ID",
  "AZURE_CLIENT_SECRET",
]);

/** Further names that hadolint alone suspects. */
const HADOLINT_NAMES: ReadonlySet<string> = new Set([
  "ACCESS_TOKEN",
  "APPLICATION_KEY",
  "APP_SECRET",
  "AUTH_TOKEN",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "BITTREX_API_KEY",
  "BITTREX_API_SECRET",
  "CF_PASSWORD",
  "CF_USERNAME",
  "CIRCLE_TOKEN",
  "CI_DEPLOY_PASSWORD",
  "CI_DEPLOY_USER",
  "DOCKER_EMAIL",
  "DOCKER_USERNAME",
  "FACEBOOK_APP_ID",
  "HEROKU_API_USER",
  "OKTA_AUTHN_GROUPID",
  "OKTA_CLIENT_ORGURL",
  "OKTA_OAUTH2_CLIENTID",
  "OKTA_OAUTH2_CLIENTSECRET",
  "OS_PASSWORD",
  "OS_USERNAME",
  "STRIPE_DEVICE_NAME",
  "TRAVIS_OS_NAME",
  "TRAVIS_SECURE_ENV_VARS",
  "TRAVIS_SUDO",
  "VAULT_CLIENT_KEY",
]);

const HADOLINT_PARTS = ["api_key", "client_key", "password", "private", "secret", "token", "username"] as const;

export interface Suspicion {
  /** The linters that would report the name. */
  readonly mirrors: readonly string[];
  /** False where only hadolint's wider list has it: a user name, or a word inside another. */
  readonly isSecret: boolean;
}

/** Whether a variable's name says that it holds a secret; null where it does not. */
export function suspectName(name: string): Suspicion | null {
  const upper = name.toUpperCase();
  const parts = upper.split("_");
  const hasWord = parts.some(part => WORDS.has(part)) && !parts.some(part => HARMLESS.has(part));
  const isKnown = NAMES.has(upper);
  const lower = name.toLowerCase();
  const hadolint = HADOLINT_NAMES.has(upper) || HADOLINT_PARTS.some(part => lower.includes(part));
  if (!hasWord && !isKnown && !hadolint) return null;
  const mirrors = [
    ...(hasWord ? ["SecretsUsedInArgOrEnv"] : []),
    ...(hadolint ? ["DL3064"] : []),
    ...(hasWord || isKnown ? ["DS-0031"] : []),
  ];
  return { mirrors, isSecret: hasWord || isKnown };
}

/** A value that is no secret whatever its name says: the fingerprint of a public key, or the path of a file. */
export function isPublicValue(name: string, value: string): boolean {
  return isFingerprint(name, value) || /^(?:\/[\w.@-]{1,64}){1,16}\/[\w@-][\w.@-]{0,64}\.[a-z]\w{1,4}$/.test(value);
}

/** The fingerprints of public keys, by which official images check what they download. */
function isFingerprint(name: string, value: string): boolean {
  if (/(?:^|_)(?:SECRET|TOKEN|PASSWORD)(?:_|$)/i.test(name)) return false;
  // A key that signs tokens is often written as hexadecimal digits too, in other lengths.
  if (/(?:^|_)SIGNING_/i.test(name)) return /^(?:0x)?(?:[0-9a-f]{16}|[0-9a-f]{40})$/i.test(value);
  // Forty digits in capitals are how OpenPGP itself writes a fingerprint.
  if (
    /(?:^|_)KEYS?$/i.test(name) &&
    /^(?=.*[A-F])[0-9A-F]{40}$/.test(value) &&
    /(?:^|_)(?:REPO|REPOSITORY|APT|RELEASE|DEB|DEBIAN|RPM|PUB|PUBLIC)(?:_|$)/i.test(name)
  )
    return true;
  return (
    /(?:^|_)(?:(?:GPG|PGP|OPENPGP)_|FINGERPRINTS?$)/i.test(name) &&
    /^(?:(?:0x)?[0-9a-f]{16,64}(?:\s+|$))+$/i.test(value)
  );
}
