/** Variables that libraries read by themselves, by the module that is imported; sources are each project's own manual. */
const BY_MODULE: Readonly<Record<string, RegExp>> = {
  flask: /^FLASK_(?:APP|DEBUG|ENV|RUN_\w+|SKIP_DOTENV)$/,
  django: /^DJANGO_(?:SETTINGS_MODULE|CONFIGURATION)$/,
  celery: /^CELERY_(?:BROKER_URL|RESULT_BACKEND|CONFIG_MODULE)$/,
  boto3: /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(?:DEFAULT_)?REGION|PROFILE|ENDPOINT_URL\w*|ROLE_ARN)$/,
  botocore:
    /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(?:DEFAULT_)?REGION|PROFILE|ENDPOINT_URL\w*|ROLE_ARN)$/,
  aioboto3: /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(?:DEFAULT_)?REGION|PROFILE|ENDPOINT_URL\w*)$/,
  sentry_sdk: /^SENTRY_(?:DSN|ENVIRONMENT|RELEASE)$/,
  openai: /^OPENAI_(?:API_KEY|BASE_URL|ORG_ID|ORGANIZATION|PROJECT_ID)$/,
  langchain_openai: /^OPENAI_(?:API_KEY|API_BASE|BASE_URL|ORGANIZATION)$/,
  langchain: /^(?:LANGCHAIN|LANGSMITH)_\w+$/,
  anthropic: /^ANTHROPIC_(?:API_KEY|BASE_URL|AUTH_TOKEN)$/,
  google: /^GOOGLE_(?:APPLICATION_CREDENTIALS|CLOUD_PROJECT|API_KEY)$/,
  azure: /^AZURE_(?:CLIENT_ID|CLIENT_SECRET|TENANT_ID)$/,
  opentelemetry: /^OTEL_\w+$/,
  ddtrace: /^DD_\w+$/,
  newrelic: /^NEW_RELIC_\w+$/,
  elasticapm: /^ELASTIC_APM_\w+$/,
  huggingface_hub: /^(?:HF|HUGGINGFACE|HUGGING_FACE)_\w+$/,
  transformers: /^(?:HF|TRANSFORMERS)_\w+$/,
  cohere: /^(?:CO|COHERE)_API_KEY$/,
  stripe: /^STRIPE_API_KEY$/,
  twilio: /^TWILIO_(?:ACCOUNT_SID|AUTH_TOKEN)$/,
  cloudinary: /^CLOUDINARY_URL$/,
  tavily: /^TAVILY_API_KEY$/,
  wandb: /^WANDB_\w+$/,
  mlflow: /^MLFLOW_\w+$/,
  chainlit: /^CHAINLIT_\w+$/,
  gradio: /^GRADIO_\w+$/,
  streamlit: /^STREAMLIT_\w+$/,
  uvicorn: /^(?:UVICORN_\w+|WEB_CONCURRENCY|FORWARDED_ALLOW_IPS)$/,
  gunicorn: /^(?:GUNICORN_CMD_ARGS|WEB_CONCURRENCY)$/,
};

/** Whether one of the imported top-level modules reads this variable itself. */
export function isLibraryVariable(name: string, modules: Iterable<string>): boolean {
  if (/^PYTHON(?:PATH|UNBUFFERED|DONTWRITEBYTECODE|HASHSEED|BREAKPOINT|ASYNCIODEBUG)$|^TZ$/.test(name)) return true;
  for (const module of modules) if (BY_MODULE[module]?.test(name) === true) return true;
  return false;
}
