import type { Files } from "../model/ports";
import type { Verification } from "../model/verification";
import { proposedLimit } from "../report/limits";
import { SETTINGS_FILE } from "../settings/settings";
import { setYamlPath } from "../settings/write";
import { decodeText } from "../workspace/decode";

/**
 * Every limit that is still a proposed one becomes the workspace's own, from what was measured with some room. Times are
 * left out: they differ between machines, so a person decides on them.
 */
export async function acceptThresholds(files: Files, { thresholds }: Verification): Promise<number> {
  const bytes = await files.read(SETTINGS_FILE);
  const before = bytes ? decodeText(bytes) : null;
  const accepted = thresholds.filter(({ source, unit }) => source === "default" && unit !== "ms" && unit !== "percent");
  if (accepted.length === 0) return 0;
  const text = accepted.reduce(
    (edited, threshold) => setYamlPath(edited, ["thresholds", threshold.key], proposedLimit(threshold)),
    before ?? "",
  );
  await files.writeAll([{ path: SETTINGS_FILE, text, before }]);
  return accepted.length;
}
