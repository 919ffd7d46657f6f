import type { CallFact, DefinitionFact, Value } from "../../python/facts";
import { keywordOf } from "../../python/values";
import { decoratorName } from "./reach";

/**
 * Whether a command of click or Typer fails, or asks, where it is given no more than its name.
 * Source: https://click.palletsprojects.com/en/stable/parameters/ and https://typer.tiangolo.com/tutorial/arguments/
 */
export function needsWords({ decorators, parameters }: DefinitionFact): boolean {
  const declared = decorators.flatMap(each =>
    each.kind === "call" && /(?:^|[._])(?:argument|option)$/.test(decoratorName(each)) ? [each] : [],
  );
  if (declared.length > 0) return declared.some(isNeededByClick);
  const isClick = decorators.some(each => /\.pass_\w+$/.test(decoratorName(each)));
  return (
    !isClick &&
    parameters.some(
      one => !/^(?:\*|\/$|ctx$|context$)/.test(one.name) && (one.default === null || isNeededByTyper(one.default)),
    )
  );
}

function isNeededByClick(call: CallFact): boolean {
  if (isOn(call, "required") || isOn(call, "prompt") || /(?:confirmation|password)_option$/.test(call.callee))
    return true;
  const nargs = keywordOf(call, "nargs");
  const takesNone = nargs?.kind === "number" && nargs.value === -1;
  return /argument$/.test(call.callee) && !takesNone && !keywordOf(call, "default") && !keywordOf(call, "required");
}

/** `typer.Option(...)`: the ellipsis, or no default at all, makes it required. */
function isNeededByTyper(value: Value): boolean {
  if (value.kind !== "call" || !/(?:^|\.)(?:Argument|Option)$/.test(value.callee)) return false;
  const [first = keywordOf(value, "default") ?? keywordOf(value, "default_factory")] = value.arguments;
  return isOn(value, "prompt") || !first || first.kind === "other";
}

/** A keyword that is given and is not false: `prompt` may be a text. */
function isOn(call: CallFact, name: string): boolean {
  const value = keywordOf(call, name);
  return value !== undefined && value !== null && !(value.kind === "constant" && value.value !== true);
}
