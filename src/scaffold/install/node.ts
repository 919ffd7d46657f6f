import type { FrontEnd } from "../../model/recon";
import type { NodePackage } from "../layout/node-packages";

export interface NodeInstall {
  /** What makes the package manager available; empty where the image has it. */
  readonly tool: string | null;
  readonly command: string;
  readonly cache: string;
  readonly reason: string;
}

export interface NodeInstallRequest {
  readonly major: number;
  /** Development packages are left out, since nothing is built. */
  readonly isProductionOnly: boolean;
}

/** Versions of pnpm that read a lock of that format. Source: pnpm's own release notes. */
const PNPM: readonly (readonly [format: string, version: string])[] = [
  ["9", "10"],
  ["6", "8"],
  ["5", "7"],
];

/** An exact install by the lock, as each package manager spells it. */
export function nodeInstall(
  frontEnd: FrontEnd,
  { lockFormat }: NodePackage,
  { major, isProductionOnly }: NodeInstallRequest,
): NodeInstall {
  const { manager, managerVersion, lock } = frontEnd;
  const reason =
    lock === null
      ? "No lock file: the versions are those of the day of the build."
      : `Exactly what ${lock} has; a lock that does not fit the package.json stops the build.`;
  const frozen = lock === null ? "" : " --frozen-lockfile";
  const production = isProductionOnly ? " --production" : "";
  switch (manager) {
    case "pnpm": {
      const version = managerVersion ?? PNPM.find(([format]) => lockFormat?.startsWith(format))?.[1] ?? "10";
      return {
        tool: `npm install --global pnpm@${version}`,
        command: `pnpm install${frozen}${isProductionOnly ? " --prod" : ""} --store-dir /var/cache/pnpm`,
        cache: "/var/cache/pnpm",
        reason,
      };
    }
    case "yarn": {
      // The images have corepack and the first yarn up to version 24.
      const hasTools = major <= 24;
      return isClassicYarn(frontEnd, lockFormat)
        ? {
            tool: hasTools ? null : "npm install --global yarn@1",
            command: `yarn install${frozen}${production}`,
            cache: "/usr/local/share/.cache/yarn",
            reason,
          }
        : {
            tool: hasTools ? "corepack enable" : "npm install --global corepack && corepack enable",
            command: `yarn install${lock === null ? "" : " --immutable"}`,
            cache: "/root/.yarn/berry/cache",
            reason,
          };
    }
    case "bun":
      return {
        tool: `npm install --global bun@${managerVersion ?? "1"}`,
        command: `bun install${frozen}${production}`,
        cache: "/root/.bun/install/cache",
        reason,
      };
    case "npm":
      return {
        tool: managerVersion === null ? null : `npm install --global npm@${managerVersion}`,
        command: `${lock === null ? "npm install" : "npm ci"}${isProductionOnly ? " --omit=dev" : ""}`,
        cache: "/root/.npm",
        reason,
      };
  }
}

function isClassicYarn({ managerVersion, lock }: FrontEnd, lockFormat: string | null): boolean {
  return managerVersion === null ? lock === null || lockFormat === "1" : managerVersion.startsWith("1.");
}
