/** Keys of a contribution whose text a person reads. `modelDescription` is for language models and stays English. */
const SHOWN: ReadonlySet<string> = new Set([
  "title",
  "category",
  "label",
  "name",
  "contents",
  "description",
  "markdownDescription",
  "displayName",
  "userDescription",
  "altText",
  "enumDescriptions",
]);

/** Parts of a contribution that no person reads though their keys are named alike: a JSON schema for language models. */
const HIDDEN: ReadonlySet<string> = new Set(["inputSchema", "icon"]);

/** Tool names are identifiers, not words. */
const IDENTIFIERS: ReadonlySet<string> = new Set(["languageModelTools"]);

export interface LocalizedManifest {
  /** The contributions with a key in percent signs in place of each text. */
  readonly contributes: unknown;
  /** The texts by key, as package.nls.json holds them. */
  readonly strings: Readonly<Record<string, string>>;
}

/**
 * Takes the words out of package.json, so that a translation is one file beside it.
 * Source: https://code.visualstudio.com/api/references/vscode-api#l10n
 */
export function localize(contributes: Readonly<Record<string, unknown>>): LocalizedManifest {
  const strings: Record<string, string> = {};
  const byText = new Map<string, string>();
  const shown = (path: readonly string[], text: string): string => {
    const wanted = path.join(".");
    // Equal texts of one kind share a key, such as the category that every command bears.
    const kind = `${path.at(-1) ?? ""}\n${text}`;
    const key = byText.get(kind) ?? wanted;
    byText.set(kind, key);
    strings[key] = text;
    return `%${key}%`;
  };
  const walk = (value: unknown, path: readonly string[], isShown: boolean, isIdentifier: boolean): unknown => {
    if (typeof value === "string") return isShown && value !== "" ? shown(path, value) : value;
    if (Array.isArray(value)) {
      return value.map((item, index) => walk(item, [...path, nameOf(item, index)], isShown, isIdentifier));
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => {
        if (HIDDEN.has(key) || (isIdentifier && key === "name")) return [key, child as unknown];
        return [key, walk(child, [...path, key], SHOWN.has(key), isIdentifier)];
      }),
    );
  };
  const out = Object.entries(contributes).map(([key, value]) => [key, walk(value, [key], false, IDENTIFIERS.has(key))]);
  return { contributes: Object.fromEntries(out), strings };
}

/** What an item of a list is called in keys: its id, so that a key stays the same when the list grows; else its place. */
function nameOf(item: unknown, index: number): string {
  if (typeof item === "object" && item !== null) {
    const { command, id, view, name, when } = item as Readonly<Record<string, unknown>>;
    if (typeof view === "string" && typeof when === "string") return `${view}.${String(index)}`;
    for (const each of [command, id, name]) if (typeof each === "string") return each;
  }
  return String(index);
}
