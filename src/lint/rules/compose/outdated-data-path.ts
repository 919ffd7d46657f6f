import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import { defineRule } from "../../define-rule";
import { merged } from "../../query/compose";
import { replace, suggestion } from "../../query/fixing";
import { knownImage } from "../../query/known-images";

export const rule = defineRule({
  target: "compose",
  id: "outdated-data-path",
  code: "DD2113",
  severity: "error",
  mirrors: [],
  what: "PostgreSQL 18 or later with its volume at `/var/lib/postgresql/data`.",
  why: "Since 18 the image keeps its data in a folder of each version, and stops where it finds a volume at the old path.",
  todo: "Mount the volume at `/var/lib/postgresql`; move data of older versions with pg_upgrade.",
  bad: "services:\n  db:\n    image: postgres:18\n    volumes:\n      - data:«/var/lib/postgresql/data»\nvolumes:\n  data:\n",
  good: "services:\n  db:\n    image: postgres:18\n    volumes:\n      - data:/var/lib/postgresql\nvolumes:\n  data:\n",
  check: context => {
    for (const service of context.document.services) {
      const image = merged(context, service, each => each.image)?.text;
      if (image === undefined || knownImage(image)?.product !== "PostgreSQL") continue;
      const reference = parseImageReference(image);
      const major = /^(\d{1,3})(?:[.\-]|$)/.exec(reference.tag ?? "")?.[1];
      if (!/^(?:library\/)?postgres$/.test(reference.repository) || major === undefined || Number(major) < 18) continue;
      if (merged(context, service, each => each.environment.find(other => other.name === "PGDATA") ?? null) !== null)
        continue;
      for (const mount of service.volumes) {
        if (mount.target?.replace(/\/+$/, "") !== "/var/lib/postgresql/data") continue;
        const isExact = context.text.slice(mount.targetSpan.start, mount.targetSpan.end) === mount.target;
        context.report(
          mount.targetSpan,
          `PostgreSQL ${major} stops where it finds a volume at this path. Mount it at \`/var/lib/postgresql\`.`,
          {
            fixes: isExact
              ? [suggestion("Mount at /var/lib/postgresql", replace(mount.targetSpan, "/var/lib/postgresql"))]
              : [],
          },
        );
      }
    }
  },
});
