import { CHAT_CLIENTS } from "./chat-clients";

/**
 * Clients of HTTP APIs and the host that each asks unless it is given another one: the default address in the library's own
 * source or documentation.
 */
export const API_CLIENTS: readonly (readonly [callee: string, host: string])[] = [
  ...hosts("api.openai.com", [
    "openai.OpenAI",
    "openai.AsyncOpenAI",
    "openai.ChatCompletion.create",
    "openai.Completion.create",
    "openai.Embedding.create",
    "langchain_openai.ChatOpenAI",
    "langchain_openai.OpenAIEmbeddings",
    "langchain.chat_models.ChatOpenAI",
  ]),
  ...hosts("api.anthropic.com", [
    "anthropic.Anthropic",
    "anthropic.AsyncAnthropic",
    "langchain_anthropic.ChatAnthropic",
  ]),
  ...hosts("api.mistral.ai", ["mistralai.Mistral", "mistralai.client.MistralClient"]),
  ...hosts("api.groq.com", ["groq.Groq", "groq.AsyncGroq"]),
  ...hosts("api.cohere.com", ["cohere.Client", "cohere.ClientV2", "cohere.AsyncClient"]),
  ...hosts("generativelanguage.googleapis.com", [
    "google.generativeai.configure",
    "google.genai.Client",
    "langchain_google_genai.ChatGoogleGenerativeAI",
  ]),
  ...hosts("api.replicate.com", ["replicate.Client", "replicate.run"]),
  ...hosts("api.elevenlabs.io", ["elevenlabs.ElevenLabs", "elevenlabs.client.ElevenLabs"]),
  ...hosts("api.pinecone.io", ["pinecone.Pinecone", "pinecone.init"]),
  ...hosts("api.deepl.com", ["deepl.Translator", "deepl.DeepLClient"]),
  ...hosts("api.stripe.com", [
    "stripe.StripeClient",
    "stripe.Charge.create",
    "stripe.Customer.create",
    "stripe.PaymentIntent.create",
    "stripe.Subscription.create",
    "stripe.checkout.Session.create",
  ]),
  ...hosts("api.twilio.com", ["twilio.rest.Client"]),
  ...hosts("api.sendgrid.com", ["sendgrid.SendGridAPIClient"]),
  ...hosts("api.mailjet.com", ["mailjet_rest.Client"]),
  ...hosts("mandrillapp.com", ["mailchimp_transactional.Client"]),
  ...hosts("api.github.com", ["github.Github"]),
  ...CHAT_CLIENTS.flatMap(({ host, bots, callers }) => (host === null ? [] : hosts(host, [...bots, ...callers]))),
  ...hosts("api.twitter.com", ["tweepy.Client", "tweepy.API"]),
  ...hosts("oauth.reddit.com", ["praw.Reddit", "asyncpraw.Reddit"]),
  ...hosts("api.spotify.com", ["spotipy.Spotify"]),
  ...hosts("maps.googleapis.com", ["googlemaps.Client"]),
  ...hosts("www.googleapis.com", ["googleapiclient.discovery.build"]),
  ...hosts("api.notion.com", ["notion_client.Client", "notion_client.AsyncClient"]),
  ...hosts("api.airtable.com", ["pyairtable.Api"]),
  ...hosts("api.wandb.ai", ["wandb.init"]),
  ...hosts("api.mixpanel.com", ["mixpanel.Mixpanel"]),
  ...hosts("api.datadoghq.com", ["datadog.initialize"]),
  ...hosts("api.rollbar.com", ["rollbar.init"]),
  ...hosts("query1.finance.yahoo.com", ["yfinance.Ticker", "yfinance.download"]),
  ...hosts("api.dropboxapi.com", ["dropbox.Dropbox", "dropbox.DropboxTeam"]),
  ...hosts("api.backblazeb2.com", ["b2sdk.v1.B2Api", "b2sdk.v2.B2Api", "b2sdk.v3.B2Api"]),
  ...hosts("api.twitch.tv", [
    "twitchio.Client",
    "twitchio.Client.from_client_credentials",
    "twitchio.ext.commands.Bot",
  ]),
  ...hosts("management.azure.com", [
    "azure.mgmt.compute.ComputeManagementClient",
    "azure.mgmt.resource.ResourceManagementClient",
    "azure.mgmt.storage.StorageManagementClient",
  ]),
  ...hosts("api.openweathermap.org", ["pyowm.OWM"]),
];

function hosts(host: string, callees: readonly string[]): readonly (readonly [string, string])[] {
  return callees.map(callee => [callee, host]);
}
