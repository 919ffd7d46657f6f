import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { REFUSES, subjectIn, type ComparedWord } from "./compared-words";

/** One of the words that the code takes; a safe one needs nobody's answer, as production's own name or a switch that is off. */
export interface OnlyWord extends ComparedWord {
  readonly isSafe: boolean;
  readonly words: readonly string[];
}

const PRODUCTION = /^prod(?:uction)?$/i;
const OFF = /^(?:false|0|no|off)$/i;
const SWITCH = /^(?:true|false|1|0|yes|no|on|off)$/i;

/**
 * `if echo not in ["true", "false"]: raise …` on a variable that has no default: without one of the words the code does not start.
 * Only a check that every import runs says so: one in a function may be of a mere part, or of a parameter of the same name.
 * An application that looks for a fault in a value has a branch for it, so a branch that goes on says nothing.
 */
export function readOnlyWords(workspace: Workspace, recon: Recon): ReadonlyMap<string, OnlyWord> {
  const found = new Map<string, OnlyWord>();
  for (const { name, hasDefault, places } of recon.environment) {
    if (hasDefault) continue;
    for (const path of new Set(places.map(place => place.path))) {
      const text = path.endsWith(".py") ? workspace.text(path) : null;
      if (text === null || found.has(name)) continue;
      const subject = `${subjectIn(text, name)}(?:\\.\\w+\\(\\))*`;
      const list = `[[({]([^\\])}\\n]*)[\\])}]`;
      const tests = text.matchAll(
        new RegExp(
          `^if[ \\t]+(?:${subject}[ \\t]+not[ \\t]+in|not[ \\t]+${subject}[ \\t]+in)[ \\t]+${list}[ \\t]*:`,
          "gm",
        ),
      );
      for (const { 1: listed = "", index } of tests) {
        const words = [...listed.matchAll(/(["'])([\w.-]+)\1/g)].map(([, , word = ""]) => word);
        const safe = words.find(word => (words.every(each => SWITCH.test(each)) ? OFF : PRODUCTION).test(word));
        const word = safe ?? words[0];
        if (word !== undefined && REFUSES.test(text.slice(index)))
          found.set(name, { word, words, isSafe: safe !== undefined, place: workspace.place(path, index, "medium") });
      }
    }
  }
  return found;
}
