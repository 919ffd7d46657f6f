/** `Optional[X]`, `X | None`, `Union[X, None]` and `Any`, but not what only holds one: `list[X | None]`. */
export function allowsNone(annotation: string | null): boolean {
  const plain = (annotation ?? "").replace(/^["']|["']$/g, "").replace(/^Annotated\[\s*/, "");
  if (/^(?:\w+\.)?(?:Optional\[|Any\b)/.test(plain)) return true;
  // What is left without brackets is written at the top.
  const union = /^(?:\w+\.)?Union\[(.*)\]$/s.exec(plain)?.[1] ?? plain;
  return /\bNone\b/.test(union.replace(/\[.*\]/gs, ""));
}

/** The plain type inside `Optional[…]`, `… | None` and `Annotated[…]`. */
export function typeOfAnnotation(annotation: string | null): string | null {
  if (annotation === null) return null;
  let text = annotation.replace(/^["']|["']$/g, "");
  for (let step = 0; step < 3; step++) {
    const inner = /^(?:typing\.|t\.)?(?:Optional|Annotated|Final)\[(.*)\]$/s.exec(text)?.[1];
    if (inner === undefined) break;
    text = (annotation.includes("Annotated") ? (inner.split(",", 1)[0] ?? inner) : inner).trim();
  }
  text = text.replace(/\s*\|\s*None\b|\bNone\s*\|\s*/g, "").trim();
  if (/^Secret(?:Str|Bytes)$/.test(text)) return "str";
  return text === "" ? null : text;
}
