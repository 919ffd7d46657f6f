import { PREDEFINED_ARGUMENTS, allReferences, scopeAt } from "../../../docker/dockerfile/expand";
import { plainText } from "../../../docker/dockerfile/logical-text";
import { findVariables, isVariableName } from "../../../docker/dockerfile/variables";
import type { Instruction, VariableReference } from "../../../docker/dockerfile/types";
import { defineRule } from "../../define-rule";
import type { DockerfileView } from "../../dockerfile-context";
import { inheritedVariables } from "../../query/base-variables";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { rootImage } from "../../query/images";
import { instructionsOf } from "../../query/stages";

const EXPANDED = ["ADD", "ARG", "COPY", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"] as const;

/** True for proxies, for `PATH`, and where a modifier says what an unset variable means. */
function isAlwaysKnown(reference: VariableReference): boolean {
  if (PREDEFINED_ARGUMENTS.includes(reference.name) || !/^[A-Za-z_]/.test(reference.name)) return true;
  if (reference.name === "PATH") return true;
  return reference.modifier !== null && "-+?".includes(reference.modifier.slice(-1));
}

/** True for `ENV PYTHONPATH=$PYTHONPATH:/app`, which means to add to what is there. */
function isItself(instruction: Instruction, reference: VariableReference): boolean {
  return instruction.kind === "ENV" && instruction.pairs.some(({ key }) => key.value === reference.name);
}

/** Thousands of names are no file that a person wrote: they are not compared with each. */
function nearMiss(name: string, names: readonly string[]): string | null {
  return names.length > 500 ? null : nearest(name, names.filter(isVariableName));
}

/** The variables that the builder puts in place: of words, of flags but `--from`, and of heredocs without quotes. */
function expandedReferences(context: DockerfileView, instruction: Instruction): readonly VariableReference[] {
  const words = [
    ...instruction.words,
    ...instruction.flags.filter(flag => flag.name !== "from"),
    ...instruction.heredocs
      .filter(each => each.expand)
      .map(({ bodySpan }) => {
        const body = context.text.slice(bodySpan.start, bodySpan.end);
        return { variables: findVariables(plainText(body, bodySpan.start), 0, body.length, context.file.escape) };
      }),
  ];
  return words.flatMap(word => allReferences(word.variables));
}

export const rule = defineRule({
  target: "dockerfile",
  id: "undefined-variable",
  code: "DD1046",
  severity: "warning",
  mirrors: ["UndefinedVar"],
  what: "An instruction uses a variable that neither the file nor the base image sets.",
  why: "It is replaced by nothing, so a path or a value is wrong without a word of warning.",
  todo: "Declare it with ARG or ENV in this stage, or correct its name.",
  bad: "FROM python:3.13-slim\nARG APP_HOME=/srv\nWORKDIR «$APP_HOM»/app\n",
  good: "FROM python:3.13-slim\nARG APP_HOME=/srv\nWORKDIR $APP_HOME/app\n",
  check: context => {
    for (const instruction of instructionsOf(context, ...EXPANDED)) {
      const stage = context.stageOf(instruction);
      if (instruction.onbuild || stage?.from == null) continue;
      const references = expandedReferences(context, instruction);
      if (references.length === 0) continue;
      const scope = scopeAt(context.graph, stage, instruction.index, context.file.escape);
      const own = instruction.kind === "ARG" ? instruction.pairs.map(pair => pair.key.value) : [];
      const inherited = inheritedVariables(rootImage(stage));
      let names: readonly string[] | undefined;
      for (const reference of references) {
        if (scope.has(reference.name) || own.includes(reference.name) || isAlwaysKnown(reference)) continue;
        if (inherited?.has(reference.name) === true) continue;
        names ??= scope.names();
        const meant = nearMiss(reference.name, names);
        // An image that is not in the table may set anything: then only a near miss is certain enough.
        if (inherited === null && meant === null) continue;
        const name = shorten(reference.name, 30);
        const unset = isItself(instruction, reference) ? "Leave it out." : `Add \`ARG ${name}\` to this stage.`;
        const todo = meant === null ? unset : `Write \`${shorten(meant, 30)}\`.`;
        context.report(reference.span, `\`${name}\` is set nowhere, so it is replaced by nothing. ${todo}`, {
          // BuildKit does not look at EXPOSE.
          mirrors: instruction.kind === "EXPOSE" ? [] : ["UndefinedVar"],
          fixes: meant === null ? [] : [suggestion(`Change to ${meant}`, replace(reference.nameSpan, meant))],
        });
      }
    }
  },
});
