import type { Files } from "../model/ports";
import { NO_SETTINGS, readSettings, SETTINGS_FILE, type SettingsReading } from "../settings/settings";
import { DEFAULT_THRESHOLDS } from "../verify/thresholds";
import { decodeText } from "../workspace/decode";
import { rules } from "./rule-pages";

const NAMES = {
  rules: rules.flatMap(({ id, code, mirrors }) => [id, code, ...mirrors]),
  thresholds: DEFAULT_THRESHOLDS.map(({ key }) => key),
};

/** What the `.drydock.yaml` of a folder says, with every name in it held against what this version knows. */
export async function workspaceSettings(files: Files): Promise<SettingsReading> {
  const bytes = await files.read(SETTINGS_FILE);
  if (bytes === null && (await files.exists(SETTINGS_FILE))) {
    // A file that may not be read may decide anything.
    const place = { path: SETTINGS_FILE, line: 1, column: 1, text: "", confidence: "high" } as const;
    const message = "The file is there and may not be read.";
    return { settings: NO_SETTINGS, problems: [{ code: "configuration-broken", message, place }], isReadable: false };
  }
  return readSettings(bytes ? decodeText(bytes) : null, NAMES);
}
