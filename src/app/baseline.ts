import type { Files } from "../model/ports";
import type { EngineInfo } from "../model/verification";
import type { Figures } from "../verify/thresholds";
import { decodeText } from "../workspace/decode";
import { at, entries, toValue } from "../workspace/data-node";
import { parseJson } from "../workspace/json";

/** Written only when asked (`--baseline record`), since times differ between machines; the machine's facts are kept with it. */
export const BASELINE_FILE = ".drydock-baseline.json";

/** The figures of the recorded baseline; none where there is no readable one. */
export async function readBaseline(files: Files): Promise<Figures> {
  const bytes = await files.read(BASELINE_FILE);
  if (!bytes) return {};
  const { root } = parseJson(decodeText(bytes));
  return Object.fromEntries(
    entries(at(root, "figures")).flatMap(({ key, value }) => {
      const figure = toValue(value);
      return typeof figure === "number" ? [[key, figure]] : [];
    }),
  );
}

export async function writeBaseline(
  files: Files,
  figures: Figures,
  engine: EngineInfo,
  recorded: string,
): Promise<void> {
  const before = await files.read(BASELINE_FILE);
  const sorted = Object.fromEntries(Object.entries(figures).sort(([left], [right]) => (left < right ? -1 : 1)));
  const text = `${JSON.stringify({ schemaVersion: 1, recorded, engine, figures: sorted }, null, 2)}\n`;
  await files.writeAll([{ path: BASELINE_FILE, text, before: before ? decodeText(before) : null }]);
}
