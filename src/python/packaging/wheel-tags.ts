import { normalizeName } from "./names";

/** A wheel's file name in parts: `{name}-{version}(-{build})?-{python}-{abi}-{platform}.whl`. Source: PEP 427, PEP 425. */
export interface WheelName {
  readonly name: string;
  readonly version: string;
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** Reads a file name or an address that ends in one; null for what is no wheel. */
export function parseWheelName(file: string): WheelName | null {
  const bare = file.split(/[?#]/, 1)[0] ?? "";
  const base = bare.slice(bare.lastIndexOf("/") + 1);
  if (!base.endsWith(".whl")) return null;
  const parts = base.slice(0, -4).split("-");
  if (parts.length < 5 || parts.length > 6) return null;
  const [python = "", abi = "", platform = ""] = parts.slice(-3);
  return {
    name: normalizeName(parts[0] ?? ""),
    version: (parts[1] ?? "").replaceAll("%2B", "+").replaceAll("%21", "!"),
    pythons: python.split("."),
    abis: abi.split("."),
    platforms: platform.split("."),
  };
}

/** `any` needs no compiled code; `glibc` and `musl` are the two families of Linux; `other` is another system. */
export type WheelPlatform = "any" | "glibc" | "musl" | "other";

export function platformOf(wheel: WheelName): WheelPlatform {
  if (wheel.platforms.includes("any")) return "any";
  if (wheel.platforms.some(platform => platform.startsWith("musllinux"))) return "musl";
  if (wheel.platforms.some(platform => /^(?:many)?linux/.test(platform))) return "glibc";
  return "other";
}

/** Whether CPython of a minor version (`3.11`) can load what the wheel holds, whatever its platform. */
function fitsPython(wheel: WheelName, python: string): boolean {
  const minor = Number(python.split(".")[1] ?? "0");
  return wheel.pythons.some(tag => {
    const parsed = /^(py|cp)(\d)(\d*)$/.exec(tag);
    if (!parsed || parsed[2] !== "3") return false;
    const wanted = parsed[3] === "" ? 0 : Number(parsed[3]);
    if (parsed[1] === "py") return wanted <= minor;
    if (wheel.abis.includes("abi3")) return wanted <= minor;
    return wanted === minor || (parsed[3] === "" && wheel.abis.includes("none"));
  });
}

/** Whether a wheel installs with CPython of that minor version on Linux of that C library. */
export function fitsLinux(wheel: WheelName, python: string, library: "glibc" | "musl" = "glibc"): boolean {
  const platform = platformOf(wheel);
  return (platform === "any" || platform === library) && fitsPython(wheel, python);
}
