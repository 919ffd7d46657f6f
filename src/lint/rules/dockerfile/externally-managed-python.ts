import { debianOf } from "../../../recon/knowledge/debian-images";
import type { ImageReference } from "../../../docker/dockerfile/image-reference";
import type { Stage } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import { hasFlag } from "../../query/commands";
import { isCertain, isSaid } from "../../query/known-runs";
import type { Saying } from "../../query/known-runs";
import { pipInstall } from "../../query/pip";
import { isAlpine, isPlainBase, rootOf } from "../../query/python-base";

/** Since Debian 12, Ubuntu 23.04 and Alpine 3.19 pip leaves the system's Python alone (PEP 668). */
function isManaged(reference: ImageReference): boolean {
  const tag = reference.tag ?? "latest";
  const name = reference.repository.replace(/^library\//, "");
  if (!isPlainBase(reference) || name === "python") return false;
  if (isAlpine(reference)) return /^(?:latest|edge|3|3\.(?:19|[2-9]\d)(?:\.\d+)?)$/.test(tag);
  if (name === "ubuntu")
    return /^(?:23\.|24\.|25\.|26\.|noble|lunar|mantic|oracular|plucky|questing|latest|rolling)/.test(tag);
  const release = debianOf(reference)?.release;
  return release === "bookworm" || release === "trixie" || /^(?:sid|unstable|testing|forky)/.test(tag);
}

/** What brings another Python, or lets pip write there. */
const isOtherwise: Saying = (other, text) =>
  (other.kind === "ENV" && other.pairs.some(pair => pair.key.value === "PATH")) ||
  (other.kind === "COPY" && other.flags.some(flag => flag.name === "from")) ||
  /EXTERNALLY-MANAGED|BREAK_SYSTEM_PACKAGES|break-system-packages|venv|virtualenv|conda|mamba|pyenv|deadsnakes|mise|asdf|get-pip|altinstall|\buv\b|activate/.test(
    text,
  );

const bringsPip: Saying = (_, text) => /\bpy(?:thon)?3-pip\b/.test(text);

export const rule = defineRule({
  target: "dockerfile",
  id: "externally-managed-python",
  code: "DD1175",
  severity: "error",
  mirrors: [],
  what: "pip installs into the Python of a system that keeps it to itself: Debian since 12, Ubuntu since 23.04, Alpine since 3.19.",
  why: "pip refuses with `externally-managed-environment`, and the build stops.",
  todo: "Take an official Python image, or make a virtual environment and put it on PATH.",
  bad: "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends python3-pip\nRUN «pip3 install» --no-cache-dir flask\n",
  good:
    "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends python3-venv && python3 -m venv /venv\n" +
    "ENV PATH=/venv/bin:$PATH\nRUN pip3 install --no-cache-dir flask\n",
  check: context => {
    // The build stops at the first one of a stage.
    const stopped = new Set<Stage>();
    for (const run of context.runs) {
      const { stage } = run;
      const root = stage === null ? null : rootOf(context, stage);
      if (stage === null || root === null || stopped.has(stage) || !isManaged(root.reference)) continue;
      const found = run.commands
        .flatMap(each => pipInstall(each) ?? [])
        .find(({ command }) => isCertain(context, run, command));
      const word = found?.command.words[0];
      if (found === undefined || word === undefined || isSaid(context, stage, isOtherwise)) continue;
      const { command } = found;
      if (!/^(?:\/usr\/bin\/)?(?:pip|python)[\d.]*$/.test(word.text)) continue;
      if (hasFlag(command, "target", "t", "prefix", "root", "python", "dry-run")) continue;
      // pip came with the system's packages, so it is the system's.
      if (!isSaid(context, stage, bringsPip)) continue;
      stopped.add(stage);
      const last = command.words.find(each => each.text === "install") ?? word;
      context.report(
        { start: word.span.start, end: Math.max(word.span.end, last.span.end) },
        "The system keeps its Python to itself, so pip refuses with `externally-managed-environment`. Make a virtual environment.",
      );
    }
  },
});
