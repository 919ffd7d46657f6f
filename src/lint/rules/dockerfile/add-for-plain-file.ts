import { defineRule } from "../../define-rule";
import { isArchive, isRemote } from "../../query/archives";
import { replace, safeFix, shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "add-for-plain-file",
  code: "DD1050",
  severity: "warning",
  mirrors: ["DL3020", "DS-0005", "CKV_DOCKER_4"],
  what: "ADD of files and folders of the build context.",
  why: "ADD also downloads and unpacks, so what it does depends on what the file holds; COPY does one thing.",
  todo: "Use COPY for files of the build context.",
  bad: "FROM python:3.13-slim\n«ADD» app.py /srv/\n",
  good: "FROM python:3.13-slim\nCOPY app.py /srv/\n",
  check: context => {
    for (const instruction of instructionsOf(context, "ADD")) {
      const { sources, destination, flags, keywordSpan } = instruction;
      const plain = sources.find(
        word => !isRemote(word.value) && !isArchive(word.value) && !word.value.startsWith("$"),
      );
      if (plain === undefined || destination === null) continue;
      const isFixable =
        sources.every(word => !isRemote(word.value) && !isArchive(word.value) && !word.value.includes("$")) &&
        flags.every(flag => ["chown", "chmod", "link", "exclude"].includes(flag.name));
      const wanted = instruction.keyword === instruction.keyword.toLowerCase() ? "copy" : "COPY";
      context.report(
        keywordSpan,
        `\`ADD\` also downloads and unpacks, so what happens to \`${shorten(plain.raw)}\` depends on what it holds. Use \`COPY\`.`,
        {
          fixes: isFixable ? [safeFix("Change to COPY", replace(keywordSpan, wanted))] : [],
        },
      );
    }
  },
});
