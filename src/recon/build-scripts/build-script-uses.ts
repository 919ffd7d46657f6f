import { at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { joinPath, nameOf, parentOf } from "../../model/paths";
import { optionOf, parseArguments } from "../commands/arguments";
import { simpleCommands } from "../commands/simple-commands";
import { programOf, unwrap } from "../commands/unwrap";
import { addActions, ownActions } from "./action-uses";
import { commandLines } from "./command-lines";
import { usesOfCommand } from "./command-uses";
import { targetsOfFile } from "./make-targets";
import { SCRIPTS, TARGETS, usesByName } from "./named-uses";

/** Options of make without a value. Source: GNU make manual, "Summary of Options". */
const MAKE_FLAGS = new Set("-b -B -d -e -i -k -L -m -n -p -q -r -R -s -S -t -v -w".split(" "));

/** Whether a line does more than to prepare a shell that reads it. */
function doesSomething(line: string): boolean {
  return simpleCommands(line).some(
    ({ words: [first = "export"] }) => !/^(?:export|set|shopt|unset|readonly)$/.test(first),
  );
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

  #add(uses: Iterable<string>): void {
    for (const use of uses) this.#uses.add(use);
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
    const lines = commandLines(this.#workspace, path, kind, text);
    for (const line of lines) if (this.#addLine(path, line)) saysNothing = false;
    if (kind === "ci") {
      const { root } = this.#workspace.data(path);
      addActions(root, this.#uses);
      for (const action of ownActions(this.#workspace, root)) this.#follow(action, "ci");
    }
    if (kind === "tox" || kind === "nox") this.#uses.add("test");
    this.#addTargets(path, kind);
    if (!saysNothing || (kind !== "shell" && kind !== "powershell")) return;
    const named = usesByName(nameOf(path).replace(/\.\w+$/, ""), SCRIPTS);
    if (named.length > 0 && (kind === "powershell" || lines.some(doesSomething))) this.#add(named);
  }

  /** What a target is called says what it is for, also where its commands go through another tool. */
  #addTargets(path: string, kind: string): void {
    if (kind === "make" || kind === "just")
      for (const name of targetsOfFile(this.#workspace, path).keys()) this.#add(usesByName(name, TARGETS));
    if (kind === "task")
      for (const { key } of entries(at(this.#workspace.data(path).root, "tasks"))) this.#add(usesByName(key, TARGETS));
  }

  /** Whether the line does anything that is told. */
  #addLine(path: string, line: string): boolean {
    const own = new Set<string>();
    for (const { words } of simpleCommands(line)) {
      for (const use of usesOfCommand(words)) own.add(use);
      this.#addCalled(path, unwrap(words));
      // `docker compose run --entrypoint "./manage.py migrate" web`
      const entrypoint = words.indexOf("--entrypoint");
      if (entrypoint > 0) this.#lines.push({ path, line: words[entrypoint + 1] ?? "" });
    }
    this.#add(own);
    return own.size > 0;
  }

  /** What a target of a Makefile or another script does, for whoever calls it. */
  #addCalled(path: string, words: readonly string[]): void {
    const folders = [parentOf(path), ""];
    const find = (name: string): string | undefined =>
      folders.map(folder => joinPath(folder, name)).find(candidate => this.#workspace.has(candidate));
    const [first = "", ...rest] = words;
    if (programOf(first) === "make") {
      const args = parseArguments(rest, MAKE_FLAGS);
      const folder = optionOf(args, "-C", "--directory") ?? "";
      const names = [optionOf(args, "-f", "--file", "--makefile") ?? [], "Makefile", "makefile", "GNUmakefile"].flat();
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
