import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import type { ComposeMount } from "../../../docker/compose/mounts";
import { defineRule } from "../../define-rule";
import { partsOf, merged } from "../../query/compose";
import { replace, shorten, suggestion } from "../../query/fixing";
import { knownImage } from "../../query/known-images";
import { givenVariables } from "../../query/service-environment";

/** Folders that people mount for something other than the data. */
const OTHERS =
  /init|conf|backup|dump|log|ssl|cert|sock|\/run\b|tmp|script|\/etc\b|wal|archive|files|plugin|secret|keyring|home|app|src|mnt/i;

/** Where the data lies, and whether a mount there or above it keeps it. */
function dataOf(image: string): { readonly folder: string; keeps(target: string): boolean } | null {
  const known = knownImage(image);
  const { repository, tag } = parseImageReference(image);
  if (
    known?.data == null ||
    known.kind !== "database" ||
    !/^(?:library\/)?(?:postgres|mysql|mariadb|mongo)$/.test(repository)
  )
    return null;
  if (known.product !== "PostgreSQL")
    return {
      folder: known.data,
      keeps: target => target === known.data || known.data?.startsWith(`${target}/`) === true,
    };
  const major = Number(/^\d{1,2}/.exec(tag ?? "")?.[0] ?? Number.NaN);
  // The image declares a volume at the folder itself, which a mount above it does not cover; since 18 it is the folder above.
  const isOld = major < 18;
  return {
    folder: isOld ? known.data : "/var/lib/postgresql",
    keeps: target => target.startsWith(known.data ?? "") || (!isOld && /^\/var\/lib\/postgresql(?:\/|$)/.test(target)),
  };
}

function targetOf({ target }: ComposeMount): string {
  return (target ?? "").replace(/\/+$/, "") || "/";
}

export const rule = defineRule({
  target: "compose",
  id: "unkept-data",
  code: "DD2137",
  severity: "warning",
  mirrors: [],
  what: "A database with a named volume, but not at the folder where its image keeps the data.",
  why: "The volume stays empty, and the data goes into a nameless one that `down` leaves behind and `up` does not find again.",
  todo: "Mount the volume at the folder that the image writes to.",
  bad: "services:\n  db:\n    image: postgres:17\n    volumes:\n      - data:«/var/lib/postgres/data»\nvolumes:\n  data:\n",
  good: "services:\n  db:\n    image: postgres:17\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n",
  check: context => {
    for (const service of context.document.services) {
      const image = merged(context, service, each => each.image)?.text;
      const data = image === undefined ? null : dataOf(image);
      if (data === null || merged(context, service, each => each.build) !== null) continue;
      const mounts = partsOf(context, service).flatMap(each => each.service.volumes);
      if (mounts.some(mount => mount.target === null || mount.target.includes("$") || data.keeps(targetOf(mount))))
        continue;
      if (
        givenVariables(context, service).has("PGDATA") ||
        /datadir|dbpath|data_directory/.test(service.command?.text ?? "")
      )
        continue;
      const mount = service.volumes.find(
        each => each.type === "volume" && each.source !== null && !OTHERS.test(targetOf(each)),
      );
      if (mount?.target == null || service.envFiles.length > 0) continue;
      const isShared = context.document.services.some(
        each => each !== service && each.volumes.some(other => other.source === mount.source),
      );
      const isExact = context.text.slice(mount.targetSpan.start, mount.targetSpan.end) === mount.target;
      context.report(
        mount.targetSpan,
        `${knownImage(image)?.product ?? "The image"} keeps its data at \`${data.folder}\`, so nothing is written here. Mount the volume there.`,
        {
          fixes:
            isExact && !isShared
              ? [suggestion(`Mount at ${shorten(data.folder)}`, replace(mount.targetSpan, data.folder))]
              : [],
        },
      );
    }
  },
});
