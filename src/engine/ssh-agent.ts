import { connect } from "node:net";
import { decodeFirst, encodeAnswer } from "./buildkit-messages";
import type { StreamMethod } from "./call-server";

/** The header that names the agent a step asks for (github.com/moby/buildkit, session/sshforward). */
const AGENT_ID = "buildkit.ssh.id";

/**
 * Joins a step's `--mount=type=ssh` with the person's SSH agent: bytes go both ways unread, and keys stay in the agent.
 * `agentOf` gives the agent's socket by id, null for "there is none".
 */
export function forwardAgent(agentOf: (id: string) => string | null): StreamMethod {
  return (headers, reply) => {
    const id = headers[AGENT_ID];
    const path = agentOf(typeof id === "string" ? id : "");
    if (path === null) return null;
    const agent = connect(path);
    agent.on("data", (data: Buffer) => reply.send(encodeAnswer(data)));
    // An agent that goes away ends the call; the step says that it could not sign.
    agent.on("error", reply.end);
    agent.on("close", reply.end);
    return {
      receive: message => {
        const data = decodeFirst(message);
        if (data.length > 0 && !agent.destroyed) agent.write(data);
      },
      close: () => agent.end(),
    };
  };
}
