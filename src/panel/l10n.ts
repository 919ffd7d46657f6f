/** The page as the host wrote it: its language, and the strings of that language by their English text. */
const page = typeof document === "undefined" ? null : document;
const bundle = readBundle(page?.getElementById("drydock")?.dataset["l10n"]);

/** The language that numbers, dates and lists are written in; undefined for that of the machine. */
export const language: string | undefined = page?.documentElement.lang || undefined;

/** The same call as VS Code's own `l10n.t`, so that one tool collects the strings of both sides. */
export const l10n = {
  t(message: string, values: Readonly<Record<string, string | number>> = {}): string {
    return (bundle.get(message) ?? message).replace(/\{(\w+)\}/g, (whole, name: string) =>
      String(values[name] ?? whole),
    );
  },
};

/** Anything but a record of strings counts as no translation. */
function readBundle(json: string | undefined): ReadonlyMap<string, string> {
  const value: unknown = json ? JSON.parse(json) : {};
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
