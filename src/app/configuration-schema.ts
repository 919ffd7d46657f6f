import { thresholdName } from "../report/figures";
import { OPTIONAL_FILES } from "../model/plan";
import { settingsSchema } from "../settings/schema";
import { DEFAULT_THRESHOLDS } from "../verify/thresholds";
import { rules } from "./rule-pages";

/** The schema of `.drydock.yaml` with the rules, thresholds and files that this version knows. */
export const configurationSchema = settingsSchema({
  rules: rules.map(({ id, what }) => ({ id, what })),
  thresholds: DEFAULT_THRESHOLDS.map(({ key }) => ({ key, what: thresholdName(key) })),
  files: OPTIONAL_FILES,
});
