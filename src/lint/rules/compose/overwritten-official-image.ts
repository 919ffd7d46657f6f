import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";

/** Official images that others are built on, beyond the well-known services. */
const OTHERS =
  /^(?:library\/)?(?:alpine|busybox|debian|fedora|golang|httpd|nginx|node|openjdk|php|python|ruby|traefik|ubuntu)$/;

export const rule = defineRule({
  target: "compose",
  id: "overwritten-official-image",
  code: "DD2147",
  severity: "warning",
  mirrors: [],
  what: "A service that is built here and gives its image the name and version of an official one.",
  why: "On this machine the official name then means your image, also for every other project and as base of your own next build.",
  todo: "Give the image a name of its own, such as `shop-db`, or leave `image` out.",
  bad: "services:\n  web:\n    build: .\n    image: «python:3.13»\n",
  good: "services:\n  web:\n    build: .\n    image: shop:1\n",
  check: context => {
    for (const { image, build } of context.document.services) {
      if (image === null || build === null || image.text.includes("$")) continue;
      const { registry, repository, tag } = parseImageReference(image.text);
      if (registry !== null || (knownImage(image.text) === null && !OTHERS.test(repository))) continue;
      if (repository.replace(/^library\//, "").includes("/")) continue;
      if (!/^(?:latest|\d+(?:\.\d+)*(?:-(?:slim|alpine|bookworm|trixie|bullseye)[\d.]*)*)$/.test(tag ?? "latest"))
        continue;
      context.report(
        image.span,
        `The build takes the name of the official image \`${shorten(image.text, 40)}\` on this machine. Give it a name of its own.`,
      );
    }
  },
});
