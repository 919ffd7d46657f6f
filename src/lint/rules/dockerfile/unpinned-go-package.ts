import type { ShellCommand, ShellWord } from "../../../docker/shell/types";
import { defineRule } from "../../define-rule";
import { commandsNamed } from "../../query/commands";
import { shorten } from "../../query/fixing";
import { isDynamic } from "../../query/packages";

function isFixed(text: string): boolean {
  if (text.startsWith("/") || text.startsWith(".") || text.startsWith("-")) return true;
  return text.includes("@") && !/@(?:latest|none|upgrade)$/.test(text);
}

/** Words that `go` takes between its verb and the package. */
const VALUED: readonly string[] = ["tags", "ldflags", "gcflags", "asmflags", "mod", "modfile", "o", "p", "exec"];

/** The operands of `go`, whose long options have one dash. */
function operandsOfGo(command: ShellCommand): readonly ShellWord[] {
  const found: ShellWord[] = [];
  for (let at = 0; at < command.arguments.length; at++) {
    const word = command.arguments[at];
    if (word === undefined) break;
    if (!word.text.startsWith("-")) found.push(word);
    else if (VALUED.includes(word.text.replace(/^--?/, ""))) at++;
  }
  return found;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-go-package",
  code: "DD1128",
  severity: "info",
  mirrors: ["DL3062"],
  what: "go install, get or run of a package without a version, or with `@latest`.",
  why: "The next build may get another version, and with it another behaviour.",
  todo: "Write `package@version`.",
  bad: "FROM golang:1.24\nRUN go install «example.com/tool@latest»\n",
  good: "FROM golang:1.24\nRUN go install example.com/tool@v1.4.0\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "go")) {
        const words = operandsOfGo(command);
        const verb = words[0]?.text;
        if (verb !== "install" && verb !== "get" && verb !== "run") continue;
        const packages = verb === "run" ? words.slice(1, 2) : words.slice(1).filter(word => word.text !== "tool");
        const open = packages.find(word => !isFixed(word.text) && !isDynamic(word) && !word.text.endsWith(".go"));
        if (open === undefined) continue;
        const name = shorten(open.text.replace(/@.*/, ""), 60);
        context.report(
          open.span,
          `\`${name}\` has no fixed version, so the next build may get another one. Write \`…@v1.2.3\`.`,
        );
      }
    }
  },
});
