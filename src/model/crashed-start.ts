import { DrydockError } from "./error";

/** A container that ended by itself. One may end without a word, or where the engine's disk has no room for its log. */
export function crashedStart(name: string, what: string, why: string, log: string): DrydockError {
  const todo =
    log.trim() === ""
      ? `It wrote nothing to its log. Start it by hand (\`docker compose run ${name}\`), see whether the engine's disk is full, and correct what it says.`
      : "Correct what its log names and start it again.";
  return new DrydockError("start-crashed", what, why, todo);
}
