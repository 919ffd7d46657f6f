import { DrydockError } from "../model/error";
import type { ScanReport, SecurityReport } from "../model/verification";
import type { BuiltImage } from "./build-stack";
import type { ImageFinding } from "./check-image";
import { composeSecurity } from "./compose-security";
import { imageAges } from "./image-ages";
import { imageSecurity } from "./image-security";
import { scanImage } from "./scan-image";
import type { ServicePlaces } from "./service-places";
import type { Verifying } from "./verifying";

const BENCHMARK = "CIS Docker Benchmark 1.6.0";

/** What Dockerfile and Compose file decide about safety, and what a scanner of this machine says of the images. */
export async function securityReport(
  { ports, measured, leftOut, signal }: Verifying,
  /** What Compose makes of the file, with all profiles if it can, or why it refuses it. */
  config: unknown,
  images: readonly BuiltImage[],
  findings: ReadonlyMap<string, readonly ImageFinding[]>,
  places: ServicePlaces,
): Promise<SecurityReport> {
  const isRefused = config instanceof DrydockError;
  if (isRefused && config.code !== "compose-failed") throw config;
  if (isRefused) leftOut.push({ what: "security of the Compose file", why: "Compose could not resolve it" });
  const fromCompose = composeSecurity(isRefused ? null : config, places);
  const scans: ScanReport[] = [];
  for (const image of images) {
    const scan = await scanImage(ports.processes, image.tag, signal);
    if (!scan) {
      leftOut.push({ what: "known-bad packages", why: "no scanner is installed here (trivy, grype or docker scout)" });
      break;
    }
    scans.push(scan);
    measured.add(`packages.critical.${image.report.service}`, scan.critical);
    measured.add(`packages.high.${image.report.service}`, scan.high);
  }
  const users = new Map(
    images.flatMap(({ services, report: { user } }) => services.map(name => [name, user || "root"])),
  );
  const rights = fromCompose.rights.map(right => ({ ...right, user: right.user ?? users.get(right.service) ?? null }));
  const ages = await imageAges(ports.engine, images, [], places);
  const fromImages = images.flatMap(image => imageSecurity(image, findings.get(image.report.service) ?? []));
  return { benchmark: BENCHMARK, ...fromCompose, rights, ages, items: [...fromImages, ...fromCompose.items], scans };
}
