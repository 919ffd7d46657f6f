import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { messageOf } from "../model/error";
import { decodeFirst, encodeAnswer } from "./buildkit-messages";
import type { RegistryCredentials } from "./credentials";
import type { Link } from "./link";
import { dial } from "./link";
import type { CallMethods, UnaryMethod } from "./call-server";
import { serveCalls } from "./call-server";
import { forwardAgent } from "./ssh-agent";

/** An open BuildKit session: the engine asks over it while a build runs. */
export interface Session {
  /** For the `session` parameter of the build. */
  readonly id: string;
  readonly close: () => void;
}

export interface SessionAnswers {
  /** id to value. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly credentials: (host: string) => Promise<RegistryCredentials | null>;
  /** id to the socket of an SSH agent; `default` is the one that a mount without an id asks for. */
  readonly agents?: Readonly<Record<string, string>>;
}

const SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
const CREDENTIALS = "/moby.filesync.v1.Auth/Credentials";
const CHECK_AGENT = "/moby.sshforward.v1.SSH/CheckAgent";
const FORWARD_AGENT = "/moby.sshforward.v1.SSH/ForwardAgent";
const HEALTH = "/grpc.health.v1.Health/Check";
/** `SERVING` of grpc.health.v1. */
const SERVING = 1;

/**
 * Opens a session: a connection that is turned round, so that the engine calls us (github.com/moby/buildkit, session).
 * Secrets stay in this process and are never part of the image or the request. What is not known is answered
 * NOT_FOUND; BuildKit asks for several secrets of its own, such as `HTTP_AUTH_TOKEN_…`.
 * @throws whatever docker-modem throws
 */
export async function openSession(link: Link, answers: SessionAnswers): Promise<Session> {
  const id = randomUUID();
  const methods = sessionMethods(answers);
  const socket = (await dial(link, {
    method: "POST",
    path: "/session",
    hijack: true,
    headers: {
      Upgrade: "h2c",
      "X-Docker-Expose-Session-Uuid": id,
      "X-Docker-Expose-Session-Name": "drydock",
      "X-Docker-Expose-Session-Grpc-Method": [...methods.unary.keys(), ...(methods.streams?.keys() ?? [])],
    },
    statusCodes: { 101: true, 200: true },
  })) as Duplex;
  const note = (error: unknown): void => link.log.debug(`engine: the build session: ${messageOf(error)}`);
  socket.on("error", note);
  return { id, close: serveCalls(socket, methods, note).close };
}

/** What a session answers, by the path of the call. */
export function sessionMethods(answers: SessionAnswers): CallMethods {
  const agents = answers.agents ?? {};
  const agentOf = (id: string): string | null => {
    const name = id === "" ? "default" : id;
    return Object.hasOwn(agents, name) ? (agents[name] ?? null) : null;
  };
  const method =
    (reply: (asked: string) => Promise<Uint8Array | null> | Uint8Array | null): UnaryMethod =>
    async message =>
      reply(decodeFirst(message).toString("utf8"));
  const unary = new Map([
    [
      SECRET,
      method(name => {
        const value = Object.hasOwn(answers.secrets, name) ? answers.secrets[name] : undefined;
        return value === undefined ? null : encodeAnswer(value);
      }),
    ],
    [
      CREDENTIALS,
      // Without credentials the answer is empty, which means "ask as nobody"; an error would end the build.
      method(async host => {
        const found = await answers.credentials(host);
        return found === null ? encodeAnswer() : encodeAnswer(found.username, found.secret);
      }),
    ],
    [HEALTH, method(() => encodeAnswer(SERVING))],
    [CHECK_AGENT, method(id => (agentOf(id) === null ? null : encodeAnswer()))],
  ]);
  return { unary, streams: new Map([[FORWARD_AGENT, forwardAgent(agentOf)]]) };
}
