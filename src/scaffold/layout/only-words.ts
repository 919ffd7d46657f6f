import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { REFUSES, subjectIn, type ComparedWord } from "./compared-words";

/** What production wants of a list of words: its own name, or that something is off. */
const PREFERRED = [/^prod(?:uction)?$/i, /^(?:false|0|no|off)$/i];

/**
 * `if echo not in ["true", "false"]: raise …` on a variable that has no default: without one of the words the code does not start.
 * An application that looks for a fault in a value has a branch for it, so a branch that goes on says nothing.
 */
export function readOnlyWords(workspace: Workspace, recon: Recon): ReadonlyMap<string, ComparedWord> {
  const found = new Map<string, ComparedWord>();
  for (const { name, hasDefault, default: usual, places } of recon.environment) {
    if (hasDefault && usual !== null) continue;
    for (const path of new Set(places.map(place => place.path))) {
      const text = path.endsWith(".py") ? workspace.text(path) : null;
      if (text === null || found.has(name)) continue;
      const subject = `${subjectIn(text, name)}(?:\\.\\w+\\(\\))*`;
      const list = `[[({]([^\\])}\\n]*)[\\])}]`;
      const tests = text.matchAll(
        new RegExp(
          `^[ \\t]*if[ \\t]+(?:${subject}[ \\t]+not[ \\t]+in|not[ \\t]+${subject}[ \\t]+in)[ \\t]+${list}[ \\t]*:`,
          "gm",
        ),
      );
      for (const { 1: listed = "", index } of tests) {
        const words = [...listed.matchAll(/(["'])([\w.-]+)\1/g)].map(([, , word = ""]) => word);
        const word = PREFERRED.map(wanted => words.find(each => wanted.test(each))).find(each => each) ?? words[0];
        if (word !== undefined && REFUSES.test(text.slice(index)))
          found.set(name, { word, place: workspace.place(path, index, "medium") });
      }
    }
  }
  return found;
}
