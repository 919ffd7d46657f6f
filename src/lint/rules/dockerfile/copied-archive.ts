import type { Word } from "../../../docker/dockerfile/types";
import type { ShellCommand } from "../../../docker/shell/types";
import { defineRule } from "../../define-rule";
import { isArchive } from "../../query/archives";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

const UNPACKERS: readonly string[] = [
  "unzip",
  "gunzip",
  "bunzip2",
  "unlzma",
  "unxz",
  "zgz",
  "uncompress",
  "zcat",
  "gzcat",
];

function unpacks(command: ShellCommand): boolean {
  if (command.name === "tar") {
    return command.arguments.some(
      (word, index) =>
        word.text === "--extract" ||
        word.text === "--get" ||
        (/^-?[A-Za-z]+$/.test(word.text) && word.text.includes("x") && (index === 0 || word.text.startsWith("-"))),
    );
  }
  return command.name !== null && UNPACKERS.includes(command.name);
}

export const rule = defineRule({
  target: "dockerfile",
  id: "copied-archive",
  code: "DD1051",
  severity: "info",
  mirrors: ["DL3010"],
  what: "An archive is copied and then unpacked by RUN.",
  why: "The archive stays in the image's layers beside what was unpacked.",
  todo: "Use ADD, which unpacks local tar archives, or unpack it from a bind mount.",
  bad: "FROM python:3.13-slim\nCOPY «data.tar.gz» /tmp/\nRUN tar -xzf /tmp/data.tar.gz -C /srv\n",
  good: "FROM python:3.13-slim\nADD data.tar.gz /srv\n",
  check: context => {
    for (const instruction of instructionsOf(context, "COPY")) {
      if (instruction.flags.some(flag => flag.name === "from")) continue;
      const stage = context.stageOf(instruction);
      const { destination } = instruction;
      // Windows paths keep their backslashes here, so the words are read as written.
      const written = ({ raw }: Word): string => baseName(/["']/.test(raw) ? raw.replaceAll(/["']/g, "") : raw);
      const isNamed = destination !== null && isArchive(written(destination));
      for (const source of isNamed ? instruction.sources.slice(0, 1) : instruction.sources) {
        const name = written(isNamed ? destination : source);
        if (!isArchive(name)) continue;
        const isUnpacked = context.runs.some(
          run =>
            run.stage === stage &&
            run.instruction.index > instruction.index &&
            run.commands.some(
              command => unpacks(command) && command.arguments.some(word => baseName(word.text) === name),
            ),
        );
        if (!isUnpacked) continue;
        context.report(
          source.span,
          `\`${shorten(name, 30)}\` stays in a layer beside what is unpacked from it. Use \`ADD\`, which unpacks it, or a bind mount.`,
        );
        break;
      }
    }
  },
});
