import { debianOf } from "../../recon/knowledge/debian-images";
import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { DockerfileView } from "../dockerfile-context";
import { wholeText } from "./known-runs";
import { pythonOf, rootOf } from "./python-base";

const KNOWN = new WeakMap<Stage, boolean>();

/** True where the stage surely gets Poetry 2 or later: its install is seen, nothing holds it below 2, and the base's Python takes it. */
export function hasPoetry2(view: DockerfileView, stage: Stage): boolean {
  let known = KNOWN.get(stage);
  if (known === undefined) KNOWN.set(stage, (known = readPoetry2(view, stage)));
  return known;
}

function readPoetry2(view: DockerfileView, stage: Stage): boolean {
  const all = chainOf(stage)
    .flatMap(each => each.instructions.map(other => wholeText(view, other)))
    .join("\n");
  const version = /\bpoetry(?:==|@|~=)["']?(\d+)\./.exec(all)?.[1] ?? /POETRY_VERSION[= ]"?(\d+)\./.exec(all)?.[1];
  if (version !== undefined) return Number(version) >= 2;
  if (/POETRY_VERSION|poetry\s*[=<>~!@$\[]|--version/i.test(all)) return false;
  return (
    /\bpip3? install (?:-\S+ )*(?:[\w-]+ )*poetry(?:\s|$)|install\.python-poetry\.org/m.test(all) &&
    takesPoetry2(view, stage)
  );
}

/** Poetry 2 needs Python 3.9: under an older one pip takes the last release of Poetry 1. */
function takesPoetry2(view: DockerfileView, stage: Stage): boolean {
  const reference = rootOf(view, stage)?.reference;
  if (reference === undefined) return false;
  const python = pythonOf(reference);
  if (python !== null) return Number(python.minor.split(".")[1]) >= 9;
  if (/^(?:library\/)?python$/.test(reference.repository))
    return /^(?:3|latest|slim)(?:-|$)/.test(reference.tag ?? "latest");
  const release = debianOf(reference)?.release;
  return release === "bullseye" || release === "bookworm" || release === "trixie";
}
