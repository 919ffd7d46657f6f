/** A secret shorter than this is not masked: its characters would be found in every line. */
const SHORTEST = 4;

/**
 * A function that replaces every given secret in a text by `•••`. A secret of several lines is masked line by line,
 * because a log holds it line by line.
 */
export function createMask(secrets: Iterable<string>): (text: string) => string {
  const values = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split("\n")]) {
      const value = part.trim();
      if (value.length >= SHORTEST) values.add(value);
    }
  }
  // The longest first, so that a secret that contains another leaves no rest.
  const ordered = [...values].sort((a, b) => b.length - a.length);
  return text => ordered.reduce((masked, value) => masked.replaceAll(value, "•••"), text);
}
