import type { Place } from "../model/place";
import type { Files } from "../model/ports";
import type { Recon } from "../model/recon";
import { decodeText } from "../workspace/decode";
import { isSecretName } from "../workspace/mask";
import { tokenIn } from "../workspace/token-forms";

/** Values that must not be found in an image, by the name under which the workspace keeps them. Never shown, never written. */
export type SecretValues = ReadonlyMap<string, string>;

/** Shorter values are ordinary words too often to say anything. */
const MIN_LENGTH = 8;
/** So are these, such as `postgres`, which stands in every image's list of services. */
const WORD = /^[a-z]{1,11}$/i;

/** The secret values of the workspace's environment files and of its `secrets` folder. */
export async function secretValues(files: Files): Promise<SecretValues> {
  const listing = await files.list(path => path === "" || path === "secrets");
  const values = new Map<string, string>();
  const keep = (name: string, value: string): void => {
    if (value.length >= MIN_LENGTH && !WORD.test(value) && !value.includes("${")) values.set(name, value);
  };
  for (const { path } of listing.files) {
    const isEnv = /^\.env(?:\..+)?$/.test(path) && !/example|sample|template|dist/.test(path);
    if (!isEnv && !path.startsWith("secrets/")) continue;
    const text = decodeText((await files.read(path, 100_000)) ?? new Uint8Array());
    if (!isEnv) keep(path, text.trim());
    else
      for (const [, name = "", value = ""] of text.matchAll(/^(?:export\s+)?([\w.-]+)\s*=\s*["']?([^\s"'#]+)/gm))
        if (isSecretName(name)) keep(name, value);
  }
  return values;
}

/**
 * Takes out the values that the code itself has beside an address: its image cannot be without them. Answers where they
 * stand, by the name under which the workspace keeps them.
 */
export async function withoutCode(
  values: SecretValues,
  recons: readonly Recon[],
  files: Files,
): Promise<{ readonly values: SecretValues; readonly inCode: ReadonlyMap<string, Place> }> {
  const inCode = new Map<string, Place>();
  for (const place of recons.flatMap(({ integrations }) =>
    integrations.flatMap(({ fixed }) => fixed?.password ?? []),
  )) {
    const text = decodeText((await files.read(place.path, 2_000_000)) ?? new Uint8Array());
    const line = text.split("\n")[place.line - 1] ?? "";
    for (const [name, value] of values) if (line.includes(value)) inCode.set(name, place);
  }
  return { values: new Map([...values].filter(([name]) => !inCode.has(name))), inCode };
}

/** A key with its content: programs and documents name the header alone. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|\\r|["'+])*(?:[A-Za-z0-9+/=]{24}|[A-Z][\w-]*: )/;

/** What of the workspace's secrets a file's content holds, in words without the value; null for nothing. */
export function secretIn(content: Uint8Array, values: SecretValues): string | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  for (const [name, value] of values) {
    for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 1))
      if (!isWordByte(bytes[at - 1]) && !isWordByte(bytes[at + Buffer.byteLength(value)]))
        return `the value of ${name}`;
  }
  // Programs hold such forms as patterns; a file with a zero byte is one.
  if (bytes.subarray(0, 8000).includes(0)) return null;
  const text = bytes.toString("latin1");
  return PRIVATE_KEY.test(text) ? "a private key" : tokenIn(text);
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9_]/.test(String.fromCharCode(byte));
}
