import { messageOf } from "../model/error";
import type { Engine } from "../model/ports";
import { LABELS } from "../model/ports";
import type { Removed } from "../model/verification";

/** What one run of Drydock left in an engine, by its labels. */
export interface OwnedRun {
  readonly owner: string;
  /** The workspace it ran for; "" where the label is missing. */
  readonly workspace: string;
  /** When it began, as the run wrote it; "" where the label is missing. */
  readonly started: string;
  readonly containers: readonly { readonly id: string; readonly name: string }[];
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly volumes: readonly { readonly name: string }[];
  /** Images that a run made for itself, as for tests and rebuilds; those that it made for a person bear no owner. */
  readonly images: readonly { readonly name: string }[];
}

/** Every run that left something, by owner; the newest writing of `started` is not judged here. */
export async function listOwned(engine: Engine): Promise<readonly OwnedRun[]> {
  const labels = [LABELS.owner];
  const [containers, networks, volumes, images] = await Promise.all([
    engine.containers({ all: true, labels }),
    engine.networks(labels),
    engine.volumes(labels),
    engine.images(labels),
  ]);
  const owners = new Set(
    [...containers, ...networks, ...volumes, ...images].map(each => each.labels[LABELS.owner] ?? ""),
  );
  owners.delete("");
  const isOf = (owner: string) => (each: { readonly labels: Readonly<Record<string, string>> }) =>
    each.labels[LABELS.owner] === owner;
  return [...owners].sort().map(owner => {
    const all = [...containers, ...networks, ...volumes, ...images].filter(isOf(owner));
    const first = (label: string): string => all.find(each => each.labels[label] !== undefined)?.labels[label] ?? "";
    return {
      owner,
      workspace: first(LABELS.workspace),
      started: first(LABELS.started),
      containers: containers.filter(isOf(owner)).map(({ id, name }) => ({ id, name })),
      networks: networks.filter(isOf(owner)).map(({ id, name }) => ({ id, name })),
      volumes: volumes.filter(isOf(owner)).map(({ name }) => ({ name })),
      images: images.filter(isOf(owner)).map(({ id, tags }) => ({ name: tags[0] ?? id })),
    };
  });
}

/**
 * Removes what bears the owner's own value, containers first because they hold the rest; images only where asked. One
 * failure does not keep the rest from being removed. Nothing is ever pruned.
 */
export async function removeOwned(
  engine: Engine,
  owner: string,
  options?: { readonly images?: boolean },
): Promise<Removed> {
  const labels = [`${LABELS.owner}=${owner}`];
  const failed: { kind: string; name: string; why: string }[] = [];
  const removeAll = async <Item>(
    kind: string,
    items: readonly Item[],
    nameOf: (item: Item) => string,
    remove: (item: Item) => Promise<void>,
  ): Promise<number> => {
    let removed = 0;
    for (const item of items) {
      try {
        await remove(item);
        removed += 1;
      } catch (error) {
        failed.push({ kind, name: nameOf(item), why: messageOf(error) });
      }
    }
    return removed;
  };
  const containers = await removeAll(
    "container",
    await engine.containers({ all: true, labels }),
    ({ name }) => name,
    ({ id }) => engine.remove("container", id),
  );
  const networks = await removeAll(
    "network",
    await engine.networks(labels),
    ({ name }) => name,
    ({ id }) => engine.remove("network", id),
  );
  const volumes = await removeAll(
    "volume",
    await engine.volumes(labels),
    ({ name }) => name,
    ({ name }) => engine.remove("volume", name),
  );
  const images =
    options?.images === true
      ? await removeAll(
          "image",
          (await engine.images(labels)).flatMap(({ id, tags }) => (tags.length > 0 ? tags : [id])),
          reference => reference,
          reference => engine.removeImage(reference),
        )
      : 0;
  return { containers, networks, volumes, images, failed };
}
