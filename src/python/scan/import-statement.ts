import type { ImportFact } from "../facts";
import { compact } from "./compact";
import type { ExpressionParser } from "./expressions";
import type { Recorder } from "./recorder";
import * as T from "./token-kinds";

/** Reads `import a.b as c, d` and `from ..a import (b as c, d)`; a broken rest of the line is left for the caller. */
export function readImport(parser: ExpressionParser, recorder: Recorder, kind: ImportFact["kind"]): void {
  if (parser.kind() === T.K_FROM) readFrom(parser, recorder, kind);
  else {
    const offset = parser.offset();
    parser.at++;
    let isFirst = true;
    while (parser.kind() === T.NAME) {
      const start = isFirst ? offset : parser.offset();
      isFirst = false;
      const module = dottedName(parser);
      const as = readAs(parser);
      recorder.import({ module, level: 0, names: null, as, offset: start, line: 0, kind, scope: recorder.scope });
      if (parser.kind() !== T.COMMA) break;
      parser.at++;
    }
  }
}

function readFrom(parser: ExpressionParser, recorder: Recorder, kind: ImportFact["kind"]): void {
  const offset = parser.offset();
  parser.at++;
  let level = 0;
  for (let dot = parser.kind(); dot === T.DOT || dot === T.ELLIPSIS; dot = parser.kind()) {
    level += dot === T.DOT ? 1 : 3;
    parser.at++;
  }
  const module = parser.kind() === T.NAME ? dottedName(parser) : "";
  if (parser.kind() !== T.K_IMPORT || (module === "" && level === 0)) return;
  parser.at++;
  const names: { readonly name: string; readonly as: string }[] = [];
  const isGroup = parser.kind() === T.LEFT_PAREN;
  const close = isGroup ? (parser.partners[parser.at] as number) : parser.count;
  if (isGroup) parser.at++;
  if (parser.kind() === T.STAR) {
    names.push({ name: "*", as: "*" });
    parser.at++;
  }
  while (parser.at < close && (parser.kind() === T.NAME || parser.kind() >= T.K_FALSE)) {
    const name = parser.word();
    parser.at++;
    names.push(recorder.words.imported(name, readAs(parser) ?? name));
    if (parser.kind() !== T.COMMA) break;
    parser.at++;
  }
  if (isGroup) parser.at = Math.min(close + 1, parser.count);
  recorder.import({ module, level, names: compact(names), as: null, offset, line: 0, kind, scope: recorder.scope });
}

function dottedName(parser: ExpressionParser): string {
  let name = parser.word();
  parser.at++;
  while (parser.kind() === T.DOT && parser.kind(1) === T.NAME) {
    parser.at++;
    name = `${name}.${parser.word()}`;
    parser.at++;
  }
  return name;
}

function readAs(parser: ExpressionParser): string | null {
  if (parser.kind() !== T.K_AS) return null;
  parser.at++;
  if (parser.kind() !== T.NAME) return null;
  const name = parser.word();
  parser.at++;
  return name;
}
