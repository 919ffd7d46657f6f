import type { CallFact } from "../../python/facts";

/** Clients that take this machine where they are told nothing (documentation of redis-py, aiogram, arq, Dramatiq, PyMongo, Motor and pika). */
const DEFAULT_TO_LOCALHOST = new Set([
  "aiogram.contrib.fsm_storage.redis.RedisStorage",
  "aiogram.contrib.fsm_storage.redis.RedisStorage2",
  "aiogram.fsm.storage.redis.Redis",
  "arq.connections.RedisSettings",
  "dramatiq.brokers.rabbitmq.RabbitmqBroker",
  "dramatiq.brokers.redis.RedisBroker",
  "redis.Redis",
  "redis.StrictRedis",
  "redis.asyncio.Redis",
  "redis.asyncio.StrictRedis",
  "pymongo.MongoClient",
  "pymongo.AsyncMongoClient",
  "motor.motor_asyncio.AsyncIOMotorClient",
  "pika.ConnectionParameters",
]);

/** Keywords that say where a client connects to; the rest of its arguments say how. */
export const ADDRESS_KEYWORDS =
  /^(?:host|hosts|hostname|url|uri|dsn|conninfo|server|servers|address|addresses|bootstrap_servers|broker|location|endpoint|endpoint_url|contact_points|database|filename|path|MAIL_SERVER)$/i;

/** Why a client that is made without an address finds nothing in a container; null where it has one. */
export function unaddressedProblem(name: string, call: CallFact): string | null {
  const isTold = takesName(name) ? call.arguments.length > 1 : call.arguments.length > 0;
  if (!(DEFAULT_TO_LOCALHOST.has(name) || takesName(name)) || isTold || call.keywords.some(saysWhere)) return null;
  return `Without an address ${call.callee} means localhost, the container itself, where no such service runs.`;
}

/** Queues of Huey, which are told their own name first and take this machine as well (Huey: "Huey object"). */
export function takesName(callee: string): boolean {
  return callee.startsWith("huey.");
}

/** `**options` may hold anything. */
function saysWhere({ name }: CallFact["keywords"][number]): boolean {
  return (
    name === null ||
    ADDRESS_KEYWORDS.test(name) ||
    /pool|socket|startup_nodes|sentinels|^(?:client|parameters)$/.test(name)
  );
}
