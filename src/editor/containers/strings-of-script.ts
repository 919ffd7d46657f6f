/**
 * The translations that a built script may ask for, by their English text: those whose text stands in it. The bundle of the
 * panel is written in UTF-8 for this, so that its texts stand there as they are in the sources.
 */
export function stringsOf(script: string, bundle: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(bundle).filter(([text]) => script.includes(text)));
}
