import { isValidReference, parseImageReference } from "../../../docker/dockerfile/image-reference";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "invalid-service-image",
  code: "DD2061",
  severity: "error",
  mirrors: [],
  what: "An image name that Docker cannot read.",
  why: "The image is neither pulled nor built.",
  todo: "Write `[registry/]name[:tag]`, with the name in lower case.",
  bad: "services:\n  web:\n    image: «Shop/Web:1»\n",
  good: "services:\n  web:\n    image: shop/web:1\n",
  check: context => {
    for (const { image } of context.document.services) {
      if (image === null || image.text.includes("$") || image.text === "") continue;
      const reference = parseImageReference(image.text);
      if (isValidReference(reference) && !/^[A-Z]/.test(image.text)) continue;
      const lower = image.text.replace(reference.repository, reference.repository.toLowerCase());
      const fixed = /^[A-Z][^/.]*\//.test(image.text) ? lower.toLowerCase() : lower;
      const canFix = fixed !== image.text && isValidReference(parseImageReference(fixed));
      if (isValidReference(reference) && !canFix) continue;
      context.report(
        image.span,
        `\`${shorten(image.text, 50)}\` is no image name. ${canFix ? `Write it in lower case: \`${shorten(fixed, 40)}\`.` : "Write `[registry/]name[:tag]`."}`,
        { fixes: canFix ? [suggestion(`Change to ${fixed}`, replace(image.span, fixed))] : [] },
      );
    }
  },
});
