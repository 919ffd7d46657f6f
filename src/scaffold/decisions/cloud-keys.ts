import type { ServiceDesign, VariableDesign } from "../blueprint";
import { cite } from "../cite";
import type { Integration } from "../../model/recon";
import { clientVariable } from "./client-variable";
import { roleOf } from "./variable-role";
import { findDefinition } from "./services";
import type { Subject } from "./subject";

/** Services that stand for a part of Amazon's cloud, whose clients refuse to send a request that they cannot sign. */
const SIGNED = new Set(["s3", "sqs", "dynamodb"]);

/** Distributions that sign with botocore, which looks for keys in the environment by itself. */
const BOTOCORE =
  /^(?:(?:aio)?boto(?:3|core)|aioboto3|aiobotocore|s3fs|smart-open|django-storages|flask-s3|pynamodb|dramatiq-sqs|django-s3-storage)$/;

/**
 * The keys that botocore looks for itself where no variable that the code reads holds them (AWS SDK for Python, "Credentials").
 * What stands in the code wins over them.
 */
export function cloudKeys(subject: Subject, services: readonly ServiceDesign[]): readonly VariableDesign[] {
  const { recon } = subject;
  const client = recon.dependencies.find(({ name }) => BOTOCORE.test(name));
  const service = services.find(({ definition }) => SIGNED.has(definition.id));
  const integration = recon.integrations.find(
    own => service !== undefined && findDefinition(own.service) === service.definition,
  );
  if (!client || !service || !integration || hasKeys(integration, service, recon.environment)) return [];
  const place = integration.places[0] ?? client.place;
  const reason = `The client of ${service.name} (${cite(place)}) is given no keys by the code, and looks for them there.`;
  return Object.entries({
    AWS_ACCESS_KEY_ID: service.user ?? "app",
    AWS_SECRET_ACCESS_KEY: service.password ?? "app",
    ...(service.definition.id === "s3" ? {} : { AWS_DEFAULT_REGION: "us-east-1" }),
  }).map(([name, value]) =>
    clientVariable(subject, { name, value, secret: name === "AWS_SECRET_ACCESS_KEY" }, reason, place),
  );
}

function hasKeys(integration: Integration, service: ServiceDesign, known: Subject["recon"]["environment"]): boolean {
  // A sample may name what the code leaves to botocore, as ours does after the first run.
  const read = known.flatMap(({ name, scope }) => (scope === "library" ? [] : name));
  return [...integration.variables, ...read].some(
    name => /AWS|S3|MINIO|ACCESS_KEY|STORAGE|SQS|DYNAMO/i.test(name) && roleOf(name, null, service) === "password",
  );
}
