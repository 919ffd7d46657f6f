import type { Ports } from "../model/ports";
import { createEngines, type Engines } from "./engines";
import { createLinting, type Linting } from "./linting";
import { createMeasuring, type Measuring } from "./measuring";
import { createOpenFolders } from "./open-folders";
import { ownComposeReader } from "./own-compose";
import { createPlanning, type Planning } from "./planning";
import { createReading, type Reading } from "./reading";
import { createReporting, type Reporting } from "./reporting";

/** The arcs that both shells share. It asks nothing and prints nothing: an answer is a decision, a message a value. */
export interface App extends Reading, Planning, Linting, Engines, Measuring, Reporting {
  /**
   * The Compose file elsewhere, or of another name, that runs a folder's project, going by the last reading; null where
   * the folder was not read or has none.
   */
  ownCompose(root: string): Promise<string | null>;
}

export function createApp(ports: Ports): App {
  const folders = createOpenFolders(ports);
  const { last, ...reading } = createReading(ports);
  const linting = createLinting(ports, folders);
  const engines = createEngines(ports);
  const ownCompose = ownComposeReader(root => folders.open(root));
  return {
    ...reading,
    ...createPlanning(ports, folders, reading),
    ...linting,
    ...engines,
    ...createMeasuring(ports, { folders, reading, linting, engines, ownCompose }),
    ...createReporting(ports, folders, reading),
    ownCompose: root => ownCompose(root, last(root)),
  };
}
