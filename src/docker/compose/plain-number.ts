/**
 * What Compose makes of a plain YAML number or date where a text is wanted: the text it becomes, `refused` where Compose stops, null
 * where it stays as written. Go's YAML reads integers of base 2, 8, 10 and 16, and prints floats in the shortest form; observed with
 * Compose 2.40.
 */
export function misreadAs(raw: string): string | null {
  if (/^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\s{0,3}\d{1,2}:\d{2}:\d{2}.{0,20})?$/.test(raw))
    return isDate(raw) ? "refused" : null;
  const text = raw.replaceAll("_", "");
  if (!/^[-+.\d]/.test(text) || text === "") return null;
  const shown = readInteger(text) ?? readFloat(text);
  return shown === null || shown === raw ? null : shown;
}

function isDate(raw: string): boolean {
  const [, month, day] = /^\d{4}-(\d{1,2})-(\d{1,2})/.exec(raw) ?? [];
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

function readInteger(text: string): string | null {
  const sign = text.startsWith("-") ? "-" : "";
  const digits = /^[-+]/.test(text) ? text.slice(1) : text;
  const literal = /^0[xX][0-9a-fA-F]{1,16}$|^0[oO][0-7]{1,22}$|^0[bB][01]{1,64}$/.test(digits)
    ? digits
    : /^0[0-7]{1,22}$/.test(digits)
      ? `0o${digits.slice(1)}`
      : /^(?:0|[1-9]\d{0,19})$/.test(digits)
        ? digits
        : null;
  if (literal === null) return null;
  const value = BigInt(literal);
  return value > 18_446_744_073_709_551_615n ? null : `${value === 0n ? "" : sign}${value.toString()}`;
}

function readFloat(text: string): string | null {
  if (!/^[-+]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,3})?$/.test(text)) return null;
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  if (value === 0) return "0";
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return plain(value);
  const width = Math.abs(power) < 10 ? `0${String(Math.abs(power))}` : String(Math.abs(power));
  return `${mantissa}e${power < 0 ? "-" : "+"}${width}`;
}

/** Without an exponent. */
function plain(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}
