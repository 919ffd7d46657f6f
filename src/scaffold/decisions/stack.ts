import { OPTIONAL_FILES } from "../../model/plan";
import type { Blueprint } from "../blueprint";
import { inWords } from "../cite";
import type { Decider } from "../decider";
import { readerOf } from "../secret-files";
import { slug } from "../text/slug";

type Stack = Pick<Blueprint, "recon" | "layout" | "units" | "services">;

/** Decisions about the stack as a whole and about which files are written. */
export function decideStack(
  decider: Decider,
  stack: Stack,
): Pick<Blueprint, "project" | "compose" | "files" | "reportFolder" | "personal" | "registry" | "platforms"> {
  const project = slug(stack.recon.root);
  const { path, address, restart, isSeparated } = decideCompose(decider, stack);
  const registry = decider.optionalText({
    key: "image.registry",
    value: null,
    reason: "No registry is needed to build and run here; name one to push images and to run them elsewhere.",
    alternatives: [`ghcr.io/${project}`],
  });
  const platforms = decider.list({
    key: "platforms",
    value: ["linux/amd64", "linux/arm64"],
    reason:
      "A released image runs on servers and laptops of both kinds; a build on this machine makes its own kind only.",
    alternatives: [["linux/amd64"], ["linux/arm64"]],
  });
  const personal = decider.list({
    key: "data.personal",
    value: [],
    reason:
      "Only people know which volumes and tables hold personal data; the document names them and dumps leave the tables out.",
  });
  const secrets = decideSecretStore(decider, stack);
  const files = decideFiles(decider, stack);
  const reportFolder = decider.text({ key: "report.folder", value: "docs", reason: "Where documents usually lie." });
  return {
    project,
    compose: { path, address, restart, secrets, isSeparated },
    registry: registry === null ? null : registry.replace(/\/+$/, ""),
    platforms,
    personal,
    files,
    reportFolder: reportFolder.replace(/^\/+|\/+$/g, "") || "docs",
  };
}

function decideCompose(decider: Decider, { layout, units, services }: Stack): Omit<Blueprint["compose"], "secrets"> {
  const existing = layout.compose;
  const path = decider.text({
    key: "compose.file",
    value: existing?.path ?? "compose.yaml",
    reason: existing
      ? `${existing.path} is there already and gains what is missing.`
      : layout.rivalComposes.length > 0
        ? `The name that Compose looks for first. The project is run by ${inWords(layout.rivalComposes)} as well; name the one that shall be completed instead.`
        : "The name that Compose looks for first.",
    alternatives: layout.rivalComposes,
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
  const separates =
    units.some(({ web }) => web !== null) && services.some(({ exists }) => !exists) && existing === null;
  const networks = decider.text({
    key: "compose.networks",
    value: separates ? "separate" : "one",
    reason: separates
      ? "Only what uses a database shares a network with it; that network leads nowhere else, so neither side is reached from outside."
      : existing
        ? `${existing.path} keeps the networks that it has.`
        : "There is no front to keep anything off.",
    alternatives: ["one", "separate"],
  });
  return { path, address, restart, isSeparated: networks === "separate" && services.length > 0 };
}

function decideSecretStore(decider: Decider, { units }: Stack): Blueprint["compose"]["secrets"] {
  const readers = units.flatMap(unit =>
    unit.variables.flatMap(({ name, envValue }) =>
      envValue !== null && "random" in envValue ? [readerOf(unit, name)] : [],
    ),
  );
  const readsFiles = readers.length > 0 && readers.every(reader => reader === "variable");
  const secrets = decider.text({
    key: "secrets",
    value: readsFiles ? "files" : "env",
    reason: readsFiles
      ? "The code reads each of its secrets from a file whose path a variable names, so none has to stand in the environment."
      : "The code reads secrets from the environment; their values stand in .env, which neither git nor the image gets.",
    alternatives: ["env", "files"],
  });
  return secrets === "files" ? "files" : "env";
}

function decideFiles(decider: Decider, { units }: Stack): readonly string[] {
  const runsNothing = units.length > 0 && units.every(({ kind }) => kind === "library");
  const usual = [
    "dockerfile",
    "dockerignore",
    "compose",
    ...(runsNothing ? [] : ["compose-override"]),
    "compose-test",
    "compose-gpu",
    "env-example",
    "env-file",
    "secret-files",
    "gitignore",
    "launch-json",
    "docker-doc",
    "environment-check",
    "localhost-forward",
    "static-server",
  ];
  const listed = decider.list({
    key: "files",
    value: usual,
    reason: `What a team needs to run, debug and test; ${inWords(OPTIONAL_FILES.map(id => `+${id}`))} add more.`,
    alternatives: OPTIONAL_FILES.map(id => [`+${id}`]),
  });
  return withChanges(usual, listed);
}

/** `+bake` adds to the usual files and `-launch-json` takes away; names without a sign stand for the whole list. */
function withChanges(usual: readonly string[], listed: readonly string[]): readonly string[] {
  if (listed.length === 0 || !listed.every(name => /^[+-]/.test(name))) return listed;
  const without = new Set(listed.filter(name => name.startsWith("-")).map(name => name.slice(1)));
  const added = listed.filter(name => name.startsWith("+")).map(name => name.slice(1));
  return [...usual.filter(name => !without.has(name)), ...added];
}
