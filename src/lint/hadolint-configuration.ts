import type { Severity } from "../model/finding";

export type LabelType = "text" | "rawtext" | "url" | "spdx" | "hash" | "rfc3339" | "semver" | "email";

/** What `.hadolint.yaml` says, with hadolint's own words for the keys in comments. */
export interface HadolintConfiguration {
  /** `ignored`: codes that are not reported. */
  readonly ignored: readonly string[];
  /** `override`: severities by code; hadolint's `style` is `hint`. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** `trustedRegistries`. */
  readonly trustedRegistries: readonly string[];
  /** `label-schema`. */
  readonly labels: ReadonlyMap<string, LabelType>;
  /** `strict-labels`. */
  readonly strictLabels: boolean;
  /** `disable-ignore-pragma`. */
  readonly ignorePragmas: boolean;
  /** `failure-threshold` and `no-fail`: the least severity that fails the command line; null where neither is written. */
  readonly failOn: Severity | "never" | null;
}

export const NO_HADOLINT_CONFIGURATION: HadolintConfiguration = {
  ignored: [],
  severities: new Map(),
  trustedRegistries: [],
  labels: new Map(),
  strictLabels: false,
  ignorePragmas: true,
  failOn: null,
};
