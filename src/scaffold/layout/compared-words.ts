import { literalPattern } from "../../model/patterns";
import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** The word that a container wants among those that the code compares a variable with. */
export interface ComparedWord {
  readonly word: string;
  readonly place: Place;
}

/**
 * Names that choose among settings, and such as ask whether the code runs in a container, each with the words that say so;
 * behind any other name a word may set off what it says.
 */
const WANTED: readonly (readonly [name: RegExp, word: RegExp])[] = [
  [/(?:^|_)(?:ENV(?:IRONMENT)?|SETTINGS)(?:_|$)/i, /^prod(?:uction)?$/i],
  [/^(?:\w+_)?(?:USE|USES|USING|IN|IS|INSIDE)_(?:DOCKER|CONTAINER)$/i, /^(?:1|y|yes|t|true|on)$/i],
];
/** A branch that only refuses the word. */
export const REFUSES = /^[^\n]*:[ \t]*(?:#[^\n]*)?(?:\n[ \t]*(?:#[^\n]*)?)*(?:raise\b|(?:sys\.|os\._?)?exit\()/;

/** What a variable is called in the code that reads it, as a pattern: the read itself, or the name that keeps it. */
export function subjectIn(text: string, name: string): string {
  const read = `[\\w.]+\\s*[([]\\s*["']${literalPattern(name)}["'][^()\\n]*[)\\]](?:\\.\\w+\\(\\))*`;
  const holder = new RegExp(`^[ \\t]*([\\w.]+)[ \\t]*(?::[^=\\n]+)?=[ \\t]*${read}[ \\t]*$`, "m").exec(text)?.[1];
  return holder === undefined ? read : `(?:${literalPattern(holder)}|${read})`;
}

/**
 * `if env_type == "production": … elif env_type == "local": …` on a variable that has to be given: any other word would leave
 * the code without what these branches set.
 */
export function readComparedWords(workspace: Workspace, recon: Recon): ReadonlyMap<string, ComparedWord> {
  const found = new Map<string, ComparedWord>();
  for (const { name, required, hasDefault, places } of recon.environment) {
    const wanted = WANTED.find(([chooses]) => chooses.test(name))?.[1];
    if (!required || hasDefault || wanted === undefined) continue;
    for (const path of new Set(places.map(place => place.path))) {
      const text = path.endsWith(".py") ? workspace.text(path) : null;
      if (text === null || found.has(name)) continue;
      const subject = subjectIn(text, name);
      const tests = text.matchAll(new RegExp(`^[^#\\n]*?(?<![\\w.])${subject}\\s*==\\s*["']([^"'\\n]+)["']`, "gm"));
      for (const { 1: word = "", index } of tests) {
        if (wanted.test(word) && !REFUSES.test(text.slice(index)))
          found.set(name, { word, place: workspace.place(path, index, "medium") });
      }
    }
  }
  return found;
}
