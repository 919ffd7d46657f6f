import { asText, at, entries, items, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { joinPath, nameOf, parentOf } from "../../model/paths";
import { readCommand } from "../commands/read-command";
import { simpleCommands } from "../commands/simple-commands";
import { programOf, unwrap } from "../commands/unwrap";
import { makeTargets, targetsOfFile } from "./make-targets";

export const BUILD_SCRIPT_GLOBS = [
  "Makefile",
  "makefile",
  "GNUmakefile",
  "justfile",
  "Justfile",
  ".justfile",
  "Taskfile.{yml,yaml}",
  "taskfile.{yml,yaml}",
  "*.sh",
  "*.bash",
  "tox.ini",
  "noxfile.py",
  "tasks.py",
  "fabfile.py",
  "dodo.py",
  "pavement.py",
  "build.py",
  "*.{mk,make}",
  ".github/workflows/*.{yml,yaml}",
  ".github/**/action.{yml,yaml}",
  ".gitlab-ci.{yml,yaml}",
  ".gitlab/**.{yml,yaml}",
  ".circleci/config.{yml,yaml}",
  ".travis.{yml,yaml}",
  "azure-pipelines*.{yml,yaml}",
  ".azure-pipelines/*.{yml,yaml}",
  "bitbucket-pipelines.{yml,yaml}",
  "Jenkinsfile",
  "Jenkinsfile.*",
  "appveyor.{yml,yaml}",
  ".drone.{yml,yaml}",
  ".woodpecker.{yml,yaml}",
  "*cloudbuild*.{yml,yaml}",
  "buildspec*.{yml,yaml}",
  "Earthfile",
  "docker-bake.{hcl,json}",
  "skaffold.{yml,yaml}",
  ".cirrus.{yml,yaml}",
  "*.ps1",
  "bin/*",
  "scripts/*",
  "script/*",
  "Vagrantfile",
  "Procfile",
];

const CI =
  /(?:^|\/)(?:\.github\/workflows\/|\.github\/.*action\.ya?ml$|\.gitlab-ci\.|\.gitlab\/|\.circleci\/|\.travis\.|azure-pipelines|\.azure-pipelines\/|bitbucket-pipelines|jenkinsfile|appveyor|\.drone|\.woodpecker|[^/]*cloudbuild|buildspec|\.cirrus)/i;

/** The kind of a build script by its name; null for files that are none. */
export function buildScriptKind(path: string): string | null {
  const base = nameOf(path);
  if (CI.test(path)) return "ci";
  if (base === "Procfile") return "procfile";
  if (/^(?:GNU)?makefile$|\.(?:mk|make)$/i.test(base)) return "make";
  if (/^\.?justfile$/i.test(base)) return "just";
  if (/^taskfile/i.test(base)) return "task";
  if (base === "tox.ini") return "tox";
  if (base === "noxfile.py") return "nox";
  if (base === "tasks.py" || base === "fabfile.py" || base === "dodo.py" || base === "pavement.py")
    return path.includes("/") ? null : base === "tasks.py" ? "invoke" : base.replace(/\.py$/, "");
  if (/\.(?:sh|bash)$/.test(base)) return "shell";
  if (base.endsWith(".ps1")) return "powershell";
  if (base === "Earthfile" || base.startsWith("docker-bake") || base.startsWith("skaffold") || base === "Vagrantfile")
    return base.toLowerCase().replace(/\..*$/, "");
  if (base === "build.py" && !path.includes("/")) return "python";
  return !base.includes(".") && /(?:^|\/)(?:bin|scripts?)\//.test(path) ? "shell" : null;
}

/** What the commands of a build script do, sorted: build, compose, deploy, docker, install, lint, migrate, push, run, test. */
export function usesOf(
  workspace: Workspace,
  path: string,
  kind: string,
  /** What a script of Python runs, whose text is not kept. */
  commands: readonly string[] = [],
): readonly string[] {
  return new Following(workspace, path, kind, commands).uses();
}

/** A script and the targets and scripts that it calls, each read once and from a list, so that no chain of calls is too long. */
class Following {
  readonly #workspace: Workspace;
  readonly #uses = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #left: { readonly path: string; readonly kind: string }[] = [];
  readonly #lines: { readonly path: string; readonly line: string }[] = [];

  constructor(workspace: Workspace, path: string, kind: string, commands: readonly string[]) {
    this.#workspace = workspace;
    this.#lines.push(...commands.map(line => ({ path, line })));
    this.#follow(path, kind);
  }

  uses(): readonly string[] {
    for (;;) {
      const call = this.#lines.pop();
      if (call) this.#addLine(call.path, call.line);
      else {
        const script = this.#left.pop();
        if (!script) return [...this.#uses].sort();
        this.#addScript(script.path, script.kind);
      }
    }
  }

  #isNew(key: string): boolean {
    return this.#seen.size < this.#seen.add(key).size;
  }

  #follow(path: string, kind: string): void {
    if (this.#isNew(path)) this.#left.push({ path, kind });
  }

  #addScript(path: string, kind: string): void {
    const text = this.#workspace.text(path) ?? "";
    if (kind === "shell" && !path.endsWith(".sh") && !path.endsWith(".bash") && !text.startsWith("#!")) return;
    let saysNothing = true;
    for (const line of commandLines(this.#workspace, path, kind, text))
      if (this.#addLine(path, line)) saysNothing = false;
    if (kind === "ci") {
      const { root } = this.#workspace.data(path);
      addActions(root, this.#uses);
      for (const action of ownActions(this.#workspace, root)) this.#follow(action, "ci");
    }
    if (kind === "tox" || kind === "nox") this.#uses.add("test");
    // What a target is called says what it is for, also where its commands go through another tool.
    if (kind === "make" || kind === "just")
      for (const name of targetsOfFile(this.#workspace, path).keys()) addNamed(name, TARGETS, this.#uses);
    if (kind === "task")
      for (const { key } of entries(at(this.#workspace.data(path).root, "tasks"))) addNamed(key, TARGETS, this.#uses);
    if (saysNothing && (kind === "shell" || kind === "powershell"))
      addNamed(nameOf(path).replace(/\.\w+$/, ""), SCRIPTS, this.#uses);
  }

  /** Whether the line does anything that is told. */
  #addLine(path: string, line: string): boolean {
    const own = new Set<string>();
    for (const { words } of simpleCommands(line)) {
      addUses(words, own);
      this.#addCalled(path, unwrap(words));
      // `docker compose run --entrypoint "./manage.py migrate" web`
      const entrypoint = words.indexOf("--entrypoint");
      if (entrypoint > 0) this.#lines.push({ path, line: words[entrypoint + 1] ?? "" });
    }
    for (const use of own) this.#uses.add(use);
    return own.size > 0;
  }

  /** What a target of a Makefile or another script does, for whoever calls it. */
  #addCalled(path: string, words: readonly string[]): void {
    const folders = [parentOf(path), ""];
    const find = (name: string): string | undefined =>
      folders.map(folder => joinPath(folder, name)).find(candidate => this.#workspace.has(candidate));
    const [first = "", ...rest] = words;
    if (programOf(first) === "make") {
      const folder = optionOf(rest, "-C") ?? "";
      const names = [optionOf(rest, "-f") ?? [], "Makefile", "makefile", "GNUmakefile"].flat();
      const file = names.map(name => find(joinPath(folder, name))).find(found => found !== undefined);
      if (file === undefined) return;
      const asked = [...rest];
      for (let name = asked.pop(); name !== undefined; name = asked.pop()) {
        if (!this.#isNew(`${file}#${name}`)) continue;
        for (const { prerequisites, lines } of targetsOfFile(this.#workspace, file).get(name) ?? []) {
          asked.push(...prerequisites);
          for (const { text } of lines) this.#lines.push({ path: file, line: text });
        }
      }
      return;
    }
    const script = /^(?:ba|z|k)?sh$/.test(programOf(first)) ? rest.find(word => !word.startsWith("-")) : first;
    const called = /\.(?:sh|bash)$/.test(script ?? "") ? find(script ?? "") : undefined;
    if (called !== undefined) this.#follow(called, "shell");
  }
}

function optionOf(words: readonly string[], option: string): string | undefined {
  const at = words.indexOf(option);
  return at < 0 ? undefined : words[at + 1];
}

/** Actions of the workspace that a workflow uses: `uses: ./.github/setup`. */
function ownActions(workspace: Workspace, node: DataNode | null): readonly string[] {
  if (node?.kind === "list") return node.items.flatMap(item => ownActions(workspace, item));
  if (node?.kind !== "map") return [];
  return node.entries.flatMap(({ key, value }) => {
    const text = key === "uses" ? (asText(value) ?? "") : "";
    const folder = text.startsWith("./") ? text.slice(2) : null;
    const found =
      folder === null
        ? []
        : ["action.yml", "action.yaml"].map(name => joinPath(folder, name)).filter(path => workspace.has(path));
    return [...found, ...ownActions(workspace, value)];
  });
}

/** Uses by the name of a target: whole words only. */
const TARGETS: Readonly<Record<string, RegExp>> = {
  test: /^(?:run[-_])?(?:unit[-_])?tests?$|[-_]tests$/,
  lint: /^lint(?:ers?)?$/,
  build: /^build$/,
  deploy: /^(?:deploy|release|publish)$/,
  migrate: /^migrat(?:e|ions?)$/,
  install: /^install$/,
  run: /^(?:run|start|serve|runserver)$/,
};

/** Uses by the name of a script whose commands tell none. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  build: /(?:^|[-_.])(?:build|compile)(?:$|[-_.])/i,
  deploy: /(?:^|[-_.])(?:deploy|release|publish)(?:$|[-_.])/i,
  install: /(?:^|[-_.])(?:install|setup|bootstrap|provision)(?:$|[-_.])/i,
  lint: /(?:^|[-_.])(?:lint|format)(?:$|[-_.])/i,
  migrate: /(?:^|[-_.])migrat(?:e|ions?)(?:$|[-_.])/i,
  run: /(?:^|[-_.])(?:entry-?point|run|start|serve|boot)(?:$|[-_.])/i,
  test: /(?:^|[-_.])(?:tests?|coverage)(?:$|[-_.])/i,
};

function addNamed(name: string, words: Readonly<Record<string, RegExp>>, uses: Set<string>): void {
  for (const [use, word] of Object.entries(words)) if (word.test(name)) uses.add(use);
}

/** The command texts of a build script, variables of makefiles expanded; one text may hold several lines. */
export function commandLines(workspace: Workspace, path: string, kind: string, text: string): readonly string[] {
  switch (kind) {
    case "make":
    case "just":
      return makeTargets(text).flatMap(({ lines }) => lines.map(line => line.text));
    case "ci":
    case "task":
    case "skaffold":
      return /\.ya?ml$/.test(path) ? scriptsIn(workspace.data(path).root) : quotedCommands(text);
    case "tox":
      return entries(workspace.data(path).root).flatMap(({ value }) => [
        asText(at(value, "commands")) ?? "",
        asText(at(value, "commands_pre")) ?? "",
      ]);
    case "shell":
      return [text];
    case "procfile":
      return text.split("\n").map(line => line.replace(/^\s*[\w-]+\s*:/, ""));
    default:
      return quotedCommands(text);
  }
}

/** `sh 'make test'`, `c.run("pytest")`, `session.run("pytest", "-q")`. */
function quotedCommands(text: string): readonly string[] {
  return text.split("\n").flatMap(line => {
    const found: string[] = [];
    for (const match of line.slice(0, 2000).matchAll(/(["'])([^"']{2,300})\1/g)) found.push(match[2] ?? "");
    return /session\.run|\.run\(/.test(line) ? [found.join(" ")] : found;
  });
}

const SCRIPT_KEYS = new Set([
  "run",
  "script",
  "before_script",
  "after_script",
  "commands",
  "command",
  "cmds",
  "cmd",
  "bash",
  "steps",
  "args",
  "install",
  "before_install",
  "after_success",
  "deploy",
  "pre_build",
  "build",
  "post_build",
]);

function scriptsIn(node: DataNode | null): readonly string[] {
  const found: string[] = [];
  const visit = (current: DataNode | null | undefined, isScript: boolean): void => {
    if (!current) return;
    if (current.kind === "scalar") {
      if (isScript) found.push((asText(current) ?? "").replace(/\$\{\{[^}]*\}\}/g, "X"));
    } else if (current.kind === "list") for (const item of items(current)) visit(item, isScript);
    else for (const { key, value } of entries(current)) visit(value, SCRIPT_KEYS.has(key));
  };
  visit(node, false);
  return found;
}

/**
 * Actions of others that build an image, and whether they push it as well.
 * Source: the README of each on GitHub (November 2026).
 */
const IMAGE_ACTIONS: Readonly<Record<string, "build" | "push">> = {
  "redhat-actions/buildah-build": "build",
  "elgohr/publish-docker-github-action": "push",
  "mr-smithers-excellent/docker-build-push": "push",
  "whoan/docker-build-with-cache-action": "build",
};

/** Actions and images that stand for commands. */
function addActions(node: DataNode | null, uses: Set<string>): void {
  if (!node) return;
  if (node.kind === "list") for (const item of node.items) addActions(item, uses);
  if (node.kind !== "map") return;
  for (const { key, value } of node.entries) {
    const text = key === "uses" ? (asText(value) ?? "") : "";
    if (/^docker\/build-push-action/.test(text)) {
      uses.add("docker");
      uses.add("build");
      if (asText(at(node, "with", "push")) !== undefined && asText(at(node, "with", "push")) !== "false")
        uses.add("push");
    } else if (/^docker\//.test(text)) uses.add("docker");
    const image = IMAGE_ACTIONS[text.split("@", 1)[0]?.toLowerCase() ?? ""];
    if (image !== undefined) for (const use of ["docker", "build", image]) uses.add(use);
    if (/pypa\/gh-action-pypi-publish/.test(text)) uses.add("deploy");
    if (/deploy|superfly\/|heroku|amazon-ecs|azure\/webapps/i.test(text)) uses.add("deploy");
    if (/pre-commit|ruff-action|psf\/black|super-linter/.test(text)) uses.add("lint");
    addActions(value, uses);
  }
}

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
const INSTALLERS = /^(?:pip[\d.]*|uv|poetry|pipenv|pdm|conda|mamba|hatch|rye)$/;

function addUses(words: readonly string[], uses: Set<string>): void {
  const [program = "", ...rest] = words;
  const base = programOf(program);
  if (
    base === "docker-compose" ||
    (base === "docker" && rest[0] === "compose") ||
    (base === "podman" && rest[0] === "compose")
  ) {
    uses.add("compose");
    uses.add("docker");
    if (rest.includes("build") || rest.includes("--build")) uses.add("build");
  } else if (base === "docker" || base === "podman" || base === "buildah") {
    uses.add("docker");
    if (rest[0] === "build" || rest[0] === "buildx" || (rest[0] === "image" && rest[1] === "build")) uses.add("build");
    if (rest[0] === "push" || rest.includes("--push")) uses.add("push");
    if (rest[0] === "run") uses.add("run");
  }
  const inner = unwrap(words);
  const tool = programOf(inner[0] ?? "");
  const module = /^python[\d.]*$/.test(tool) && inner[1] === "-m" ? (inner[2] ?? "") : tool;
  if (LINTERS.has(module)) uses.add("lint");
  if (DEPLOYERS.has(tool)) uses.add("deploy");
  if (tool === "make" || tool === "just" || tool === "task") {
    for (const target of inner.slice(1)) {
      if (/^tests?$|^check$/.test(target)) uses.add("test");
      if (/^lint$/.test(target)) uses.add("lint");
      if (/^build$/.test(target)) uses.add("build");
      if (/^deploy$/.test(target)) uses.add("deploy");
      if (/^migrate$/.test(target)) uses.add("migrate");
    }
  }
  if (INSTALLERS.test(module) || (INSTALLERS.test(tool) && /^(?:install|sync|add|env)$/.test(inner[1] ?? ""))) {
    if (inner.includes("install") || inner.includes("sync")) uses.add("install");
    if (inner.includes("build")) uses.add("build");
    if (inner.includes("publish")) uses.add("deploy");
  }
  if (/^(?:npm|pnpm|yarn|bun)$/.test(tool)) {
    const script = inner.slice(1).find(word => word !== "run" && !word.startsWith("-")) ?? "install";
    if (script === "ci" || script === "install") uses.add("install");
    else addNamed(script.split(":", 1)[0] ?? "", TARGETS, uses);
  }
  if (/^(?:apt|apt-get|apk|dnf|yum|brew)$/.test(tool) && (inner.includes("install") || inner.includes("add")))
    uses.add("install");
  if (/^(?:build|sphinx-build|sphinx)$/.test(module) || (module === "mkdocs" && inner.includes("build")))
    uses.add("build");
  if (inner.includes("bdist_wheel") || inner.includes("sdist")) uses.add("build");
  const read = readCommand(words);
  if (read?.role === "test") uses.add("test");
  else if (read?.role === "migrate") uses.add("migrate");
  else if (read?.role === "static") uses.add("build");
  else if (read?.role === "serve" || read?.role === "worker" || read?.role === "beat") uses.add("run");
}
