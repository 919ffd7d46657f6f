/** A comment that speaks to a linter. */
export type Pragma =
  | {
      readonly kind: "ignore";
      readonly tool: "hadolint" | "drydock" | "trivy" | "checkov" | "dockerfile-utils" | "shellcheck";
      readonly codes: readonly string[];
      readonly everything: boolean;
    }
  | { readonly kind: "stage-ignore"; readonly codes: readonly string[] }
  | { readonly kind: "global-ignore"; readonly codes: readonly string[] }
  | { readonly kind: "shell"; readonly shell: string }
  | {
      readonly kind: "check";
      readonly codes: readonly string[];
      readonly all: boolean;
      readonly error: boolean;
      readonly experimental: readonly string[];
    };

/** Reads a comment's text (without `#`); null for any other comment. */
export function parsePragma(comment: string): Pragma | null {
  const text = comment.trim();
  switch (text[0]) {
    case "h":
      return text.startsWith("hadolint") ? parseHadolint(text) : null;
    case "d":
      if (text === "dockerfile-utils: ignore") return ignore("dockerfile-utils", [], true);
      return text.startsWith("drydock") ? parseDrydock(text) : null;
    case "s":
      return text.startsWith("shellcheck") ? parseShellCheck(text) : null;
    case "t":
      return text.startsWith("trivy:ignore:") ? parseCodes("trivy", text.slice("trivy:ignore:".length)) : null;
    case "c":
      if (text.startsWith("checkov:skip=")) return parseCodes("checkov", text.slice("checkov:skip=".length));
      return text.startsWith("check") ? parseCheck(text) : null;
    default:
      return null;
  }
}

function ignore(
  tool: Extract<Pragma, { kind: "ignore" }>["tool"],
  codes: readonly string[],
  everything = false,
): Pragma {
  return { kind: "ignore", tool, codes, everything };
}

/** What follows `name =` with blanks allowed around `=`, without the reason behind `#`; null where the form is another. */
function valueAfter(text: string, name: string): string | null {
  if (!text.startsWith(name)) return null;
  const rest = text.slice(name.length).trimStart();
  if (!rest.startsWith("=")) return null;
  const value = rest.slice(1);
  const reason = value.indexOf("#");
  return (reason === -1 ? value : value.slice(0, reason)).trim();
}

/** Codes between commas; null where one of them is none, which voids the whole comment. */
function listOf(value: string, isCode: (code: string) => boolean): readonly string[] | null {
  const codes = value.split(",").map(code => code.trim());
  return codes.every(isCode) ? codes : null;
}

function parseHadolint(text: string): Pragma | null {
  const rest = text.slice("hadolint".length);
  const body = rest.trimStart();
  if (body.length === rest.length) return null;
  const shell = valueAfter(body, "shell");
  if (shell !== null) return shell === "" || /\s/.test(shell) ? null : { kind: "shell", shell };
  const isCode = (code: string): boolean => /^(?:DL|SC|DD)[0-9]+$/.test(code);
  for (const scope of ["stage", "global"] as const) {
    if (!body.startsWith(scope)) continue;
    const value = valueAfter(body.slice(scope.length).trimStart(), "ignore");
    const codes = value === null ? null : listOf(value, isCode);
    return codes === null ? null : { kind: `${scope}-ignore`, codes };
  }
  const value = valueAfter(body, "ignore");
  const codes = value === null ? null : listOf(value, isCode);
  return codes === null ? null : ignore("hadolint", codes);
}

function parseDrydock(text: string): Pragma | null {
  const body = text.slice("drydock".length).trimStart();
  const isCode = (code: string): boolean => /^[A-Za-z0-9_-]+$/.test(code);
  for (const scope of ["stage", "global"] as const) {
    if (!body.startsWith(`${scope} `) && !body.startsWith(`${scope}\t`)) continue;
    const value = valueAfter(body.slice(scope.length).trimStart(), "ignore");
    const codes = value === null ? null : listOf(value, isCode);
    return codes === null ? null : { kind: `${scope}-ignore`, codes };
  }
  const value = valueAfter(body, "ignore");
  const codes = value === null ? null : listOf(value, isCode);
  return codes === null ? null : ignore("drydock", codes);
}

/** `shellcheck disable=SC2086,2046`, as people write it above or inside a RUN, where no shell sees it. */
function parseShellCheck(text: string): Pragma | null {
  const list = /^shellcheck\s+disable=(\S+)/.exec(text)?.[1];
  if (list === undefined) return null;
  const codes = list.split(",").map(code => (/^\d+$/.test(code) ? `SC${code}` : code));
  return codes.every(code => /^SC\d+$/.test(code)) ? ignore("shellcheck", codes) : null;
}

/** `AVD-DS-0002`, `DS-0002` and `DS002` are one; checkov's reason follows `:`. */
function parseCodes(tool: "trivy" | "checkov", text: string): Pragma | null {
  const codes = text
    .split(tool === "trivy" ? /[\s,]+/ : ",")
    .map(code => (tool === "checkov" ? (code.split(":")[0] ?? "") : code).trim())
    .map(code => code.replace(/^trivy:ignore:/, "").replace(/^#trivy:ignore:/, ""))
    .filter(code => code !== "");
  return codes.length === 0 ? null : ignore(tool, codes.map(canonicalTrivyCode));
}

function canonicalTrivyCode(code: string): string {
  const match = /^(?:AVD-)?DS-?(\d{3,4})$/i.exec(code);
  return match === null ? code : `DS-${(match[1] ?? "").padStart(4, "0")}`;
}

/** `check=skip=A,B;error=true;experimental=C`; what follows a blank is a reason. */
function parseCheck(text: string): Pragma | null {
  const rest = text.slice("check".length).trimStart();
  if (!rest.startsWith("=")) return null;
  const value = rest.slice(1).trim().split(/\s/)[0] ?? "";
  const codes: string[] = [];
  const experimental: string[] = [];
  let all = false;
  let error = false;
  for (const part of value.split(";")) {
    const equals = part.indexOf("=");
    if (equals === -1) return null;
    const key = part.slice(0, equals).trim();
    const names = part
      .slice(equals + 1)
      .split(",")
      .map(name => name.trim())
      .filter(name => name !== "");
    if (key === "skip") {
      all ||= names.includes("all");
      codes.push(...names.filter(name => name !== "all"));
    } else if (key === "error") error = names[0] === "true" || names[0] === "1";
    else if (key === "experimental") experimental.push(...names);
    else return null;
  }
  return { kind: "check", codes, all, error, experimental };
}
