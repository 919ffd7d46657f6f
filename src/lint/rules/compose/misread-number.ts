import { isPlain } from "../../../docker/compose/scalars";
import { at, entries } from "../../../workspace/data-node";
import type { DataNode } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { quoted } from "../../query/compose";
import { replace, safeFix, shorten } from "../../query/fixing";

/**
 * What Compose makes of a plain number where a text is wanted; null where it stays as written. Observed with Compose 2.40: decimals
 * lose trailing zeros, a leading zero means base 8, exponents are written out.
 */
export function misreadAs(raw: string): string | null {
  if (/^[-+]?\d+\.\d+$/.test(raw)) {
    const plain = raw.startsWith("+") ? raw.slice(1) : raw;
    const shown = plain.replace(/0+$/, "").replace(/\.$/, "");
    return shown === raw ? null : shown;
  }
  if (/^0[0-7]+$/.test(raw)) return String(Number.parseInt(raw, 8));
  if (/^0o[0-7]+$/.test(raw)) return String(Number.parseInt(raw.slice(2), 8));
  if (/^0x[0-9a-fA-F]{1,12}$/.test(raw)) return String(Number.parseInt(raw, 16));
  if (/^[-+]?\d+(?:\.\d*)?[eE][-+]?\d{1,2}$/.test(raw)) return plainNumber(raw);
  if (/^\d{1,3}(?:_\d{3})+$/.test(raw)) return raw.replaceAll("_", "");
  return null;
}

function plainNumber(raw: string): string {
  const value = Number(raw);
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : value.toString();
}

/** The maps of a service whose values are texts to Compose, though it accepts numbers. */
function textMaps(service: DataNode): readonly (DataNode | undefined)[] {
  return [
    at(service, "environment"),
    at(service, "labels"),
    at(service, "annotations"),
    at(service, "build", "args"),
    at(service, "build", "labels"),
    at(service, "deploy", "labels"),
    at(service, "sysctls"),
  ];
}

export const rule = defineRule({
  target: "compose",
  id: "misread-number",
  code: "DD2090",
  severity: "warning",
  mirrors: [],
  what: "A plain number where a text is meant, which YAML changes: `3.10`, `0755`, `1e3`.",
  why: "The program is given `3.1`, `493` or `1000`.",
  todo: "Put it in quotes.",
  bad: "services:\n  web:\n    build:\n      context: .\n      args:\n        PYTHON_VERSION: «3.10»\n",
  good: 'services:\n  web:\n    build:\n      context: .\n      args:\n        PYTHON_VERSION: "3.10"\n',
  check: context => {
    const told = new Set<number>();
    for (const service of context.document.services) {
      for (const map of textMaps(service.node)) {
        for (const { key, value } of entries(map)) {
          if (value.kind !== "scalar" || !isPlain(context.text, value) || told.has(value.span.start)) continue;
          const becomes = misreadAs(value.raw);
          if (becomes === null) continue;
          told.add(value.span.start);
          context.report(
            value.span,
            `YAML reads \`${shorten(value.raw, 30)}\` as a number, so \`${shorten(key, 30)}\` becomes \`${shorten(becomes, 30)}\`. Put it in quotes.`,
            { fixes: [safeFix("Put It in Quotes", replace(value.span, quoted(value.raw)))] },
          );
        }
      }
    }
  },
});
