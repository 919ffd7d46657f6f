import type { Place } from "../../model/place";
import { isInside, nameOf, parentOf } from "../../model/paths";
import type { Recon } from "../../model/recon";

/**
 * The facts without what only another deployment's settings ask for: `settings/production.py` is not loaded where the
 * server is started with `settings.local`, so its variables are not required and its services are not needed.
 */
export function withoutUnusedSettings(recon: Recon, chosen: string | null): Recon {
  const unused = chosen === null ? new Set<string>() : unusedSettings(recon, chosen);
  if (unused.size === 0) return recon;
  const isUnused = (places: readonly Place[]): boolean =>
    places.length > 0 && places.every(({ path }) => unused.has(path));
  return {
    ...recon,
    environment: recon.environment.map(variable =>
      isUnused(variable.places) ? { ...variable, required: false } : variable,
    ),
    integrations: recon.integrations.map(integration =>
      isUnused(integration.places) ? { ...integration, optional: true } : integration,
    ),
  };
}

/** Modules beside the chosen one that are built on the same base, and that nothing imports but one another. */
function unusedSettings({ imports }: Recon, chosen: string): ReadonlySet<string> {
  const end = chosen.replaceAll(".", "/");
  const all = new Set(imports.flatMap(({ from, to }) => [from, to]));
  const own = [`${end}.py`, `${end}/__init__.py`].flatMap(path =>
    [...all].filter(file => file === path || file.endsWith(`/${path}`)),
  )[0];
  if (own === undefined) return new Set();
  const folder = parentOf(own);
  const loaded = reach(imports, own);
  const isSettings = (path: string): boolean =>
    isInside(folder, path) && (/(?:^|\/)\w*settings\/[^/]+$/.test(path) || nameOf(path).includes("settings"));
  const bases = [...loaded].filter(path => isInside(folder, path));
  // What is built on a base that is loaded, with what is built on that.
  const built = reach(
    imports.map(({ from, to }) => ({ from: to, to: from })).filter(({ to }) => isSettings(to)),
    ...bases,
  );
  const variants = new Set([...built].filter(path => !loaded.has(path) && isSettings(path)));
  for (const path of variants) {
    if (imports.some(({ from, to }) => to === path && !variants.has(from))) variants.delete(path);
  }
  return variants;
}

/** Everything that is reached from `start`; each edge is looked at once, as a large codebase has many thousands. */
function reach(
  edges: readonly { readonly from: string; readonly to: string }[],
  ...start: readonly string[]
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  }
  const seen = new Set(start);
  for (const path of seen) for (const to of next.get(path) ?? []) seen.add(to);
  return seen;
}
