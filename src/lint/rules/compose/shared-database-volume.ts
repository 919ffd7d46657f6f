import type { ComposeService } from "../../../docker/compose/types";
import { defineRule } from "../../define-rule";
import { merged } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";

/** Another program of a database's image, such as a backup, may well look at the files. */
function startsServer({ entrypoint, command }: ComposeService): boolean {
  return entrypoint === null && /^(?:$|postgres\b|mysqld\b|mariadbd\b|mongod\b|-)/.test(command?.text ?? "");
}

export const rule = defineRule({
  target: "compose",
  id: "shared-database-volume",
  code: "DD2143",
  severity: "error",
  mirrors: [],
  what: "Two database services keep their data in the same volume.",
  why: "Two servers write into the same files: the second one stops, or both destroy the data.",
  todo: "Give each database a volume of its own.",
  bad:
    "services:\n  db:\n    image: postgres:17\n    volumes:\n      - data:/var/lib/postgresql/data\n" +
    "  test-db:\n    image: postgres:17\n    volumes:\n      - «data»:/var/lib/postgresql/data\nvolumes:\n  data:\n",
  good:
    "services:\n  db:\n    image: postgres:17\n    volumes:\n      - data:/var/lib/postgresql/data\n" +
    "  test-db:\n    image: postgres:17\n    volumes:\n      - test-data:/var/lib/postgresql/data\nvolumes:\n  data:\n  test-data:\n",
  check: context => {
    const first = new Map<string, ComposeService>();
    for (const service of context.document.services) {
      const image = knownImage(merged(context, service, each => each.image)?.text);
      // What a profile starts may never run beside the other; `extends` may replace the volumes.
      if (image?.kind !== "database" || image.data === null || service.profiles.length > 0 || service.extends !== null)
        continue;
      if (!startsServer(service)) continue;
      for (const mount of service.volumes) {
        const target = (mount.target ?? "").replace(/\/+$/, "");
        const isData = target === image.data || (image.product === "PostgreSQL" && target === "/var/lib/postgresql");
        if (mount.type !== "volume" || mount.source === null || mount.readOnly || !isData) continue;
        const other = first.get(mount.source);
        if (other === undefined) first.set(mount.source, service);
        else if (other !== service)
          context.report(
            mount.sourceSpan,
            `\`${shorten(other.name, 30)}\` keeps its data in the same volume, and two servers destroy it. Give this one a volume of its own.`,
            { related: [context.placeOf(other.keySpan)] },
          );
      }
    }
  },
});
