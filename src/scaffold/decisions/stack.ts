import type { Blueprint, UnitDesign } from "../blueprint";
import type { Decider } from "../decider";
import type { Layout } from "../layout/layout";
import type { Recon } from "../../model/recon";
import { slug } from "../text/paths";

/** Decisions about the stack as a whole and about which files are written. */
export function decideStack(
  decider: Decider,
  recon: Recon,
  layout: Layout,
  units: readonly UnitDesign[],
): Pick<Blueprint, "project" | "compose" | "files" | "reportFolder"> {
  const existing = layout.compose;
  const path = decider.text({
    key: "compose.file",
    value: existing?.path ?? "compose.yaml",
    reason: existing
      ? `${existing.path} is there already and gains what is missing.`
      : "The name that Compose looks for first.",
  });
  const address = decider.text({
    key: "compose.ports",
    value: "127.0.0.1",
    reason: "Published on this machine only; a proxy in front decides what the world sees.",
    alternatives: ["0.0.0.0"],
  });
  const restart = decider.text({
    key: "compose.restart",
    value: "unless-stopped",
    reason: "A crash is repaired by itself; what a person stopped stays stopped.",
    alternatives: ["always", "on-failure", "no"],
  });
  const secrets = decider.text({
    key: "secrets",
    value: "env",
    reason:
      "The code reads secrets from the environment; their values stand in .env, which neither git nor the image gets.",
    alternatives: ["env"],
  });
  const hasCli = units.length > 0 && units.every(({ kind }) => kind === "library");
  const usual = [
    "dockerfile",
    "dockerignore",
    "compose",
    ...(hasCli ? [] : ["compose-override"]),
    "compose-test",
    "env-example",
    "env-file",
    "gitignore",
    "launch-json",
    "docker-doc",
    "environment-check",
  ];
  const listed = decider.list({
    key: "files",
    value: usual,
    reason: "What a team needs to run, debug and test; +devcontainer, +github-actions, +bake and +tasks add more.",
  });
  const reportFolder = decider.text({ key: "report.folder", value: "docs", reason: "Where documents usually lie." });
  return {
    project: slug(recon.root),
    compose: { path, address, restart, secrets: secrets === "files" ? "files" : "env" },
    files: withChanges(usual, listed),
    reportFolder: reportFolder.replace(/^\/+|\/+$/g, "") || "docs",
  };
}

/** `+bake` adds to the usual files and `-launch-json` takes away; names without a sign stand for the whole list. */
function withChanges(usual: readonly string[], listed: readonly string[]): readonly string[] {
  if (listed.length === 0 || !listed.every(name => /^[+-]/.test(name))) return listed;
  const without = new Set(listed.filter(name => name.startsWith("-")).map(name => name.slice(1)));
  const added = listed.filter(name => name.startsWith("+")).map(name => name.slice(1));
  return [...usual.filter(name => !without.has(name)), ...added];
}
