import { detached } from "./compact";

const SLOTS = 1 << 16;
const MAX_LENGTH = 60;

/**
 * Gives equal words the same string object. Names repeat by the thousand, and a slice of a source text would keep that
 * whole text alive for as long as the facts live.
 */
export class Names {
  readonly #imported = new Map<string, { readonly name: string; readonly as: string }>();
  readonly #words = new Array<string | undefined>(SLOTS).fill(undefined);

  /** One name of a `from` import; most are imported in many files under their own name. */
  imported(name: string, as: string): { readonly name: string; readonly as: string } {
    if (name !== as) return { name, as };
    let known = this.#imported.get(name);
    if (!known) this.#imported.set(name, (known = Object.freeze({ name, as })));
    return known;
  }

  slice(text: string, start: number, end: number): string {
    const length = end - start;
    if (length > MAX_LENGTH) return detached(text.slice(start, end));
    let hash = length;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    const slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    const known = this.#words[slot];
    if (known !== undefined && known.length === length && isAt(text, start, known)) return known;
    const word = detached(text.slice(start, end));
    this.#words[slot] = word;
    return word;
  }
}

function isAt(text: string, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at++) if (text.charCodeAt(start + at) !== word.charCodeAt(at)) return false;
  return true;
}
