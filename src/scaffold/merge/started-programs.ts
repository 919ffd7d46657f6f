import { nameOf } from "../../model/paths";
import type { UnitDesign } from "../blueprint";

/**
 * Requirements of the plan's own list whose programs the image's start, the migration or a worker calls, as far as nothing in
 * the person's Dockerfile brings them: it neither names the program nor the list that declares it.
 */
export function missingPrograms(text: string, unit: UnitDesign, start: readonly string[]): readonly string[] {
  const called = new Set(
    [start, unit.migrate ?? [], ...unit.processes.map(({ command }) => command)].map(([one]) => one),
  );
  return unit.install.added.filter(requirement => {
    const [name = ""] = requirement.split(/[[=<>~! ]/);
    const lists = unit.recon.dependencies.flatMap(each => (each.name === name ? nameOf(each.place.path) : []));
    return (
      called.has(name) && ![name, ...lists.filter(list => list.endsWith(".txt"))].some(word => text.includes(word))
    );
  });
}

/** Whether pip installs into the image's own Python, so that a program which it adds is found beside the others. */
export function installsByPip(text: string): boolean {
  return (
    /\bpip3?\s+install\b/.test(text) &&
    !/\b(?:uv\s+sync|(?:poetry|pdm|pipenv)\s+(?:install|sync)|(?:conda|mamba)\s)/.test(text)
  );
}
