import { nameOf } from "../../model/paths";
import type { UnitDesign } from "../blueprint";

/**
 * Requirements of the plan's own list whose programs the image's start, the migration or a worker calls, as far as no RUN of
 * the person's Dockerfile, `all`, brings them: it names neither the program nor the list that declares it.
 */
export function missingPrograms(all: readonly Run[], unit: UnitDesign, start: readonly string[]): readonly string[] {
  const called = new Set(
    [start, unit.migrate ?? [], ...unit.processes.map(({ command }) => command)].map(([one]) => one),
  );
  const runs = all.map(({ text }) => text).join("\n");
  // `alembic.ini`, `alembic/` and `script.alembic` are files.
  const named = new Set(runs.match(/(?<![\w./-])[\w-]+(?![\w/-]|\.\w)/g));
  return unit.install.added.filter(requirement => {
    const [name = ""] = requirement.split(/[[=<>~! ]/);
    const lists = unit.recon.dependencies.flatMap(each => (each.name === name ? nameOf(each.place.path) : []));
    return called.has(name) && !named.has(name) && !lists.some(list => list.endsWith(".txt") && runs.includes(list));
  });
}

const BY_PIP = /\bpip3?\s+install\b/;
const BY_OTHERS = /\b(?:uv\s+(?:sync|venv|pip)|(?:poetry|pdm|pipenv)\s+(?:install|sync)|(?:conda|mamba)\s)/;
/** In the Python that the image starts: of no path, other tool or environment. */
const PLAIN = /(?<![\w./-]|\b(?:run|sudo)\s+|-m\s+)(?:python3?(?:\.\d+)?\s+-m\s+)?pip3?(?=\s+install\b)/;
/** What another install would have to repeat: an index, a login, a folder, what a system does not allow by itself. */
const SPECIAL =
  /\bactivate\b|\bPIP_(?:\w*INDEX|TARGET|USER|PREFIX|BREAK)\w*=|type=(?:secret|ssh)|\bpip3?\s+install\b[^&;|]*\s(?:-[ift]|--(?:(?:extra-)?index-url|find-links|prefix|root|target|user|break-system-packages))\b/;

/** A RUN as it is written, its flags with it. */
export interface Run {
  readonly text: string;
  readonly end: number;
}

/**
 * The words of pip for one more install in the last stage, whose RUN instructions are `own`, and where the last one ends;
 * null where what it installs would not be beside the others. `all` are those of every stage.
 */
export function pipOf(
  own: readonly Run[],
  all: readonly Run[],
): { readonly words: string; readonly end: number | null } | null {
  if (all.some(({ text }) => BY_OTHERS.test(text))) return null;
  const last = own.findLast(({ text }) => BY_PIP.test(text));
  if (last === undefined) return all.some(({ text }) => BY_PIP.test(text)) ? { words: "pip", end: null } : null;
  const [words] = (!SPECIAL.test(last.text) && PLAIN.exec(last.text)) || [];
  return words === undefined ? null : { words, end: last.end };
}
