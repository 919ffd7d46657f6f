import type { ComposeBuild, ComposeService } from "../../../docker/compose/types";
import { joinPath } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

/** What a build makes: two that differ in it make different images. */
function signature({ context, dockerfile, inline, target, arguments: values }: ComposeBuild): string {
  return JSON.stringify([
    joinPath(context?.text ?? "."),
    joinPath(dockerfile?.text ?? "Dockerfile"),
    inline?.text,
    target?.text,
    values.map(each => `${each.name}=${each.value ?? ""}`).sort(),
  ]);
}

export const rule = defineRule({
  target: "compose",
  id: "shared-image-name",
  code: "DD2142",
  severity: "warning",
  mirrors: [],
  what: "Two services build different images and give them the same name.",
  why: "The one that is built last takes the name, and both services start from it.",
  todo: "Give each image a name of its own, or leave `image` out.",
  bad:
    "services:\n  web:\n    image: shop:1\n    build: ./web\n" +
    "  worker:\n    image: «shop:1»\n    build: ./worker\n",
  good: "services:\n  web:\n    image: shop:1\n    build: ./web\n  worker:\n    image: shop-worker:1\n    build: ./worker\n",
  check: context => {
    const first = new Map<string, { readonly service: ComposeService; readonly signature: string }>();
    for (const service of context.document.services) {
      const { image, build } = service;
      if (image === null || build === null || image.text.includes("$") || service.extends !== null) continue;
      // One of two profiles is started at a time.
      if (service.profiles.length > 0) continue;
      const own = signature(build);
      const other = first.get(image.text);
      if (other === undefined) first.set(image.text, { service, signature: own });
      else if (other.signature !== own)
        context.report(
          image.span,
          `\`${shorten(other.service.name, 24)}\` builds another image of the name \`${shorten(image.text, 30)}\`, and the last build wins. Name one differently.`,
          { related: [context.placeOf(other.service.image?.span ?? other.service.keySpan)] },
        );
    }
  },
});
