import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";

/** A call that names a topic, a queue or the like of a message broker. */
interface NamingCall {
  /** End of what is called, as written. */
  readonly callee: RegExp;
  readonly argument: number;
  readonly keywords: readonly string[];
  /** Every positional argument names one: `KafkaConsumer("orders", "returns")`. */
  readonly isEach?: true;
}

interface Broker {
  readonly service: string;
  /** Modules by which a file is known to speak to it. */
  readonly modules: RegExp;
  readonly calls: readonly NamingCall[];
}

/** By the documentation of each client: kafka-python, aiokafka, confluent-kafka, Faust; pika, aio-pika, kombu; boto3; google-cloud-pubsub; nats-py. */
const BROKERS: readonly Broker[] = [
  {
    service: "kafka",
    modules: /^(?:kafka|aiokafka|confluent_kafka|faust)(?:\.|$)/,
    calls: [
      { callee: /(?:^|\.)(?:AIO)?KafkaConsumer$/, argument: 0, keywords: [], isEach: true },
      { callee: /\.subscribe$/, argument: 0, keywords: ["topics"] },
      { callee: /\.(?:send|send_and_wait|produce)$/, argument: 0, keywords: ["topic"] },
      { callee: /(?:^|\.)(?:NewTopic|topic)$/, argument: 0, keywords: ["topic", "name"] },
    ],
  },
  {
    service: "rabbitmq",
    modules: /^(?:pika|aio_pika|kombu|aiormq)(?:\.|$)/,
    calls: [
      { callee: /\.(?:queue_declare|basic_consume|basic_get|queue_bind)$/, argument: 0, keywords: ["queue"] },
      { callee: /\.(?:declare_queue|get_queue)$/, argument: 0, keywords: ["name"] },
      { callee: /\.exchange_declare$/, argument: 0, keywords: ["exchange"] },
      { callee: /\.(?:declare_exchange|get_exchange)$/, argument: 0, keywords: ["name"] },
      { callee: /\.basic_publish$/, argument: -1, keywords: ["exchange", "routing_key"] },
      { callee: /(?:^|\.)(?:Queue|Exchange)$/, argument: 0, keywords: ["name"] },
    ],
  },
  {
    service: "sqs",
    modules: /^(?:boto3|aioboto3|aiobotocore)(?:\.|$)/,
    calls: [
      { callee: /\.(?:get_queue_by_name|get_queue_url|create_queue)$/, argument: -1, keywords: ["QueueName"] },
      { callee: /\.(?:send_message|receive_message)s?$/, argument: -1, keywords: ["QueueUrl"] },
      { callee: /\.Queue$/, argument: 0, keywords: ["url"] },
    ],
  },
  {
    service: "sns",
    modules: /^(?:boto3|aioboto3|aiobotocore)(?:\.|$)/,
    calls: [{ callee: /\.(?:publish|subscribe)$/, argument: -1, keywords: ["TopicArn"] }],
  },
  {
    service: "pubsub",
    modules: /^google\.cloud(?:\.pubsub(?:_v1)?)?$/,
    calls: [{ callee: /\.(?:topic_path|subscription_path)$/, argument: 1, keywords: ["topic", "subscription"] }],
  },
  {
    service: "nats",
    modules: /^nats(?:\.|$)/,
    calls: [{ callee: /\.(?:subscribe|publish)$/, argument: 0, keywords: ["subject"] }],
  },
];

/** What one call says of a broker's topics or queues. */
export interface ChannelUse {
  readonly service: string;
  readonly names: readonly string[];
  /** Variables that give the name. */
  readonly variables: readonly string[];
  readonly offset: number;
}

/** The topics, queues, exchanges and subjects that a file names. */
export function channelsIn(project: PythonProject, file: PythonFile): readonly ChannelUse[] {
  const brokers = BROKERS.filter(({ modules }) =>
    file.facts.imports.some(({ module, level }) => level === 0 && modules.test(module)),
  );
  if (brokers.length === 0) return [];
  return file.facts.calls.flatMap(call =>
    brokers.flatMap(({ service, calls }) => {
      const naming = calls.find(({ callee }) => callee.test(call.callee));
      const use = naming && namedBy(project, file, call, naming);
      return use && use.names.length + use.variables.length > 0 ? [{ service, ...use, offset: call.offset }] : [];
    }),
  );
}

function namedBy(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  naming: NamingCall,
): { readonly names: readonly string[]; readonly variables: readonly string[] } {
  const positional = naming.isEach ? call.arguments : naming.argument < 0 ? [] : [call.arguments[naming.argument]];
  const keywords = call.keywords.filter(({ name }) => name !== null && naming.keywords.includes(name));
  const values = [...positional, ...keywords.map(({ value }) => value)].filter(value => value !== undefined);
  const names = new Set<string>();
  const variables = new Set<string>();
  const take = (value: Value, depth = 0): void => {
    const resolved = project.resolve(file, value, call.scope);
    for (const variable of resolved.variables) variables.add(variable);
    if (resolved.value.kind === "sequence" && depth === 0)
      for (const item of resolved.value.items) take(item, depth + 1);
    const text = resolved.value.kind === "string" ? channelName(resolved.value.value) : "";
    if (/^[\w.:/>*#-]{2,100}$/.test(text)) names.add(text);
  };
  for (const value of values) take(value);
  return { names: [...names], variables: [...variables] };
}

/** The queue of `https://sqs.eu-west-1.amazonaws.com/1/orders`, the topic of `arn:aws:sns:eu-west-1:1:orders`. */
function channelName(text: string): string {
  if (/^https?:\/\//.test(text)) return text.slice(text.lastIndexOf("/") + 1);
  return text.startsWith("arn:aws:") ? text.slice(text.lastIndexOf(":") + 1) : text;
}
