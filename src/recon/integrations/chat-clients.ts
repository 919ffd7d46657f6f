/** A library of a chat service: what holds a connection as a bot does, and what only calls the service. */
export interface ChatClients {
  readonly framework: string;
  /** Host of the service's API, null where each installation has its own. */
  readonly host: string | null;
  /** Constructors of clients that stay connected and wait for messages. */
  readonly bots: readonly string[];
  /** Constructors that call the API for an application of another kind. */
  readonly callers: readonly string[];
}

/** Chat services, from the documentation of each library. */
export const CHAT_CLIENTS: readonly ChatClients[] = [
  {
    framework: "discord",
    host: "discord.com",
    bots: [
      "discord.Client",
      "discord.Bot",
      "discord.AutoShardedClient",
      "discord.ext.commands.Bot",
      "discord.ext.commands.AutoShardedBot",
      "disnake.Client",
      "disnake.ext.commands.Bot",
      "disnake.ext.commands.InteractionBot",
      "nextcord.Client",
      "nextcord.ext.commands.Bot",
      "interactions.Client",
      "hikari.GatewayBot",
      "lightbulb.BotApp",
    ],
    callers: [],
  },
  {
    framework: "telegram",
    host: "api.telegram.org",
    bots: [
      "telegram.ext.ApplicationBuilder",
      "telegram.ext.Application.builder",
      "telegram.ext.Updater",
      "aiogram.Dispatcher",
      "aiogram.dispatcher.Dispatcher",
      "telebot.TeleBot",
      "telebot.async_telebot.AsyncTeleBot",
      "pyrogram.Client",
      "telethon.TelegramClient",
      "telethon.sync.TelegramClient",
    ],
    callers: ["telegram.Bot", "aiogram.Bot"],
  },
  {
    framework: "slack",
    host: "slack.com",
    bots: [
      "slack_bolt.adapter.socket_mode.SocketModeHandler",
      "slack_bolt.adapter.socket_mode.async_handler.AsyncSocketModeHandler",
      "slack_bolt.adapter.socket_mode.aiohttp.AsyncSocketModeHandler",
      "slack_sdk.socket_mode.SocketModeClient",
      "slack.RTMClient",
    ],
    callers: [
      "slack_sdk.WebClient",
      "slack_sdk.web.async_client.AsyncWebClient",
      "slack_bolt.App",
      "slack_bolt.async_app.AsyncApp",
      "slack.WebClient",
    ],
  },
  { framework: "matrix", host: null, bots: ["nio.AsyncClient"], callers: [] },
  {
    framework: "twitch",
    host: "api.twitch.tv",
    bots: ["twitchio.ext.commands.Bot", "twitchio.Client"],
    callers: [],
  },
];
