import { cite } from "../cite";
import { keepsBookworm } from "../../recon/knowledge/debian-releases";
import { compareMinor } from "../knowledge/tools";
import type { Subject } from "./subject";

const DEFAULT_PYTHON = "3.11";

export interface PythonDecision {
  readonly python: string;
  readonly baseImage: string;
  readonly syntax: string | null;
}

/** Python version, base image and the frontend line. */
export function decidePython({ recon, decider }: Subject): PythonDecision {
  const { chosen, reason, requires, pins, problems } = recon.python;
  const places = [...(requires ? [requires.place] : []), ...pins.map(pin => pin.place)];
  const python = decider.text({
    key: "python.version",
    value: chosen ?? DEFAULT_PYTHON,
    reason: chosen
      ? sentence(reason) || `Python ${chosen} fits every file that names a version.`
      : `No version fits every file; ${DEFAULT_PYTHON} is the one that the fewest speak against.`,
    places,
    alternatives: [...new Set(pins.map(pin => pin.version))].filter(version => /^3\.\d+$/.test(version)),
  });
  if (chosen === null && (places.length > 0 || problems.length > 0)) {
    decider.ask({
      key: "python.version",
      text: "Which Python runs this code?",
      default: python,
      candidates: [...new Set([...pins.map(pin => pin.version), DEFAULT_PYTHON])],
      places,
    });
  }
  const isConda = recon.packageManager.name === "conda";
  const old = keepsBookworm(
    recon.dependencies.filter(({ group }) => group === "main").flatMap(({ systemPackages }) => systemPackages.runtime),
  );
  const release = old === null ? debianOf(python) : "bookworm";
  const value = isConda ? `debian:${release}-slim` : `python:${python}-slim-${release}`;
  const needs = recon.dependencies.find(
    ({ group, systemPackages }) => group === "main" && systemPackages.build.length > 0,
  );
  const baseImage = decider.text({
    key: "base.image",
    value,
    reason: isConda
      ? "The environment brings its own interpreter, so plain Debian carries it."
      : old !== null
        ? `Slim Debian 12: the release after it has no ${old}.`
        : needs
          ? `Slim Debian with the release named, so that the tag stays the same; ${needs.name} is compiled in the build stage (${cite(needs.place)}).`
          : "Slim Debian with the release named, so that the tag stays the same; every wheel for Linux fits its C library.",
    places: needs ? [needs.place] : [],
    alternatives: isConda
      ? []
      : [`python:${python}-slim-${release === "bookworm" ? "trixie" : "bookworm"}`, `python:${python}-${release}`],
  });
  const syntax = decider.optionalText({
    key: "dockerfile.syntax",
    value: null,
    reason: "The engine's own frontend knows every instruction used, so a build needs no other image.",
    alternatives: ["docker/dockerfile:1"],
  });
  return { python, baseImage, syntax };
}

/** The Debian release whose system libraries the knowledge tables were checked against, per version. */
function debianOf(python: string): string {
  if (compareMinor(python, "3.13") >= 0) return "trixie";
  return compareMinor(python, "3.7") >= 0 ? "bookworm" : "bullseye";
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
