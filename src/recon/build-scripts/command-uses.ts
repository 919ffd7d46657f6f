import { readCommand } from "../commands/read-command";
import { programOf, unwrap } from "../commands/unwrap";
import { TARGETS, usesByName } from "./named-uses";

const LINTERS = new Set([
  "ruff",
  "flake8",
  "black",
  "isort",
  "pylint",
  "mypy",
  "pyright",
  "bandit",
  "pre-commit",
  "hadolint",
  "shellcheck",
  "yamllint",
  "djlint",
  "pyflakes",
  "pycodestyle",
  "ty",
  "eslint",
  "prettier",
]);
const DEPLOYERS = new Set([
  "kubectl",
  "helm",
  "ansible-playbook",
  "terraform",
  "fly",
  "flyctl",
  "heroku",
  "gcloud",
  "serverless",
  "sls",
  "eb",
  "cdk",
  "pulumi",
  "argocd",
  "twine",
  "vercel",
  "netlify",
  "railway",
  "ssh",
  "rsync",
  "scp",
]);
/** What makes styles and scripts for the browser. */
const BUNDLERS = new Set("sass lessc postcss tailwindcss webpack rollup esbuild parcel gulp grunt tsc".split(" "));
const INSTALLERS = /^(?:pip[\d.]*|uv|poetry|pipenv|pdm|conda|mamba|hatch|rye)$/;

const NODE_MANAGERS = /^(?:npm|pnpm|yarn|bun)$/;
const SYSTEM_INSTALLERS = /^(?:apt|apt-get|apk|dnf|yum|brew)$/;

/** What one command does: build, compose, deploy, docker, install, lint, migrate, push, run or test; some more than once. */
export function usesOfCommand(words: readonly string[]): readonly string[] {
  const inner = unwrap(words);
  const tool = programOf(inner[0] ?? "");
  const module = /^python[\d.]*$/.test(tool) && inner[1] === "-m" ? (inner[2] ?? "") : tool;
  return [
    ...dockerUses(words),
    ...(LINTERS.has(module) ? ["lint"] : []),
    ...(DEPLOYERS.has(tool) ? ["deploy"] : []),
    ...(BUNDLERS.has(tool) || (tool === "vite" && inner[1] === "build") ? ["build"] : []),
    ...targetUses(tool, inner),
    ...packageUses(tool, module, inner),
    ...documentUses(module, inner),
    ...roleUses(words),
  ];
}

function dockerUses([program = "", ...rest]: readonly string[]): readonly string[] {
  const base = programOf(program);
  const isEngine = base === "docker" || base === "podman";
  if (base === "docker-compose" || (isEngine && rest[0] === "compose"))
    return ["compose", "docker", ...(rest.includes("build") || rest.includes("--build") ? ["build"] : [])];
  if (!isEngine && base !== "buildah") return [];
  const builds = rest[0] === "build" || rest[0] === "buildx" || (rest[0] === "image" && rest[1] === "build");
  return [
    "docker",
    ...(builds ? ["build"] : []),
    ...(rest[0] === "push" || rest.includes("--push") ? ["push"] : []),
    ...(rest[0] === "run" ? ["run"] : []),
  ];
}

/** Targets of a Makefile and scripts of a `package.json`, as their names say. */
function targetUses(tool: string, [, ...rest]: readonly string[]): readonly string[] {
  if (tool === "make" || tool === "just" || tool === "task")
    return rest.flatMap(target => (target === "check" ? ["test"] : usesByName(target, TARGETS)));
  if (!NODE_MANAGERS.test(tool)) return [];
  const script = rest.find(word => word !== "run" && !word.startsWith("-")) ?? "install";
  return script === "ci" || script === "install" ? ["install"] : usesByName(script.split(":", 1)[0] ?? "", TARGETS);
}

function packageUses(tool: string, module: string, inner: readonly string[]): readonly string[] {
  const has = (...words: readonly string[]): boolean => words.some(word => inner.includes(word));
  if (SYSTEM_INSTALLERS.test(tool)) return has("install", "add") ? ["install"] : [];
  if (!INSTALLERS.test(module)) return [];
  return [
    ...(has("install", "sync") ? ["install"] : []),
    ...(has("build") ? ["build"] : []),
    ...(has("publish") ? ["deploy"] : []),
  ];
}

/** Packages and pages that Python's own tools make. */
function documentUses(module: string, inner: readonly string[]): readonly string[] {
  const isBuild = /^(?:build|sphinx-build|sphinx)$/.test(module) || (module === "mkdocs" && inner.includes("build"));
  return isBuild || inner.includes("bdist_wheel") || inner.includes("sdist") ? ["build"] : [];
}

function roleUses(words: readonly string[]): readonly string[] {
  switch (readCommand(words)?.role) {
    case "test":
      return ["test"];
    case "migrate":
      return ["migrate"];
    case "static":
      return ["build"];
    case "serve":
    case "worker":
    case "beat":
      return ["run"];
    default:
      return [];
  }
}
