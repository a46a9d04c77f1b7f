/**
 * One schema of every setting: its environment name, type, default and meaning. In: the environment and the flags of a
 * command. Out: `Settings`, grouped by room. Nothing else in the program reads the environment.
 */
import { z } from 'zod';
import { YingjiaError } from './errors.js';

const text = () => z.string().trim().min(1);
const count = (fallback: number, minimum = 0) => z.coerce.number().int().min(minimum).default(fallback);
const ratio = (fallback: number) => z.coerce.number().min(0).max(1).default(fallback);
const list = () =>
  z
    .string()
    .default('')
    .transform((line) =>
      line
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    );

/** Keys are the environment's names; `.describe` texts are what the documentation and `doctor` show. */
export const environmentSchema = z.object({
  YINGJIA_CORPUS: text().default('corpus').describe('Folder whose sub-folders are the collections'),
  YINGJIA_INDEX: text().optional().describe('Folder of the index; by default "index" for "corpus", else a folder of its own below it'),
  YINGJIA_STATE: text().default('state').describe('Folder of what must outlive the index'),
  YINGJIA_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').describe('Least severity that is logged'),

  YINGJIA_MAX_FILE_MB: z.coerce.number().positive().default(64).describe('Largest file that is read, in megabytes'),
  YINGJIA_GRAPH_MIN_PASSAGES: count(50_000, 1).describe('Passages from which on a segment gets an HNSW graph; below, search is exact'),
  YINGJIA_KEEP_GENERATIONS: count(5, 1).describe('Generations kept for rollback'),

  OPENAI_API_KEY: text().optional().describe('Key of the model provider; local servers need none'),
  OPENAI_BASE_URL: z.url().optional().describe('Base URL of an OpenAI-compatible server'),
  YINGJIA_CHAT_MODEL: text().optional().describe('Chat model that writes answers; without it answers are quoted sentences'),
  YINGJIA_EMBEDDING_MODEL: text().optional().describe('Embedding model; without it the local embedder'),
  YINGJIA_VECTOR_WEIGHT: ratio(0.5).describe('Weight of vectors against words with an embedding model, 0 to 1'),
  YINGJIA_LOCAL_VECTOR_WEIGHT: ratio(0.1).describe('The same with the local embedder'),
  YINGJIA_DICTIONARY: text().optional().describe('CC-CEDICT file, plain or gzipped, for questions in the other language'),
  YINGJIA_MIN_CONFIDENCE: ratio(0.5).describe(
    'Confidence below which a question is declined, 0 to 1; articles in another language than the question must be surer (0.5 becomes 0.7)',
  ),
  YINGJIA_QUOTES: z.enum(['medium', 'short']).default('medium').describe('How much is quoted without a model: medium, or short'),
  YINGJIA_BUDGET_DAILY_USD: z.coerce.number().min(0).optional().describe('Money that models may cost a day; then extractive answers'),
  YINGJIA_BUDGET_USER_DAILY_USD: z.coerce.number().min(0).optional().describe('The same for each person'),
  YINGJIA_PRICE_INPUT_PER_MTOK: z.coerce
    .number()
    .min(0)
    .optional()
    .describe('Price of a million input tokens of the chat model, in US dollars'),
  YINGJIA_PRICE_OUTPUT_PER_MTOK: z.coerce.number().min(0).optional().describe('The same for output tokens'),
  YINGJIA_PRICE_EMBEDDING_PER_MTOK: z.coerce.number().min(0).optional().describe('The same for the embedding model'),
  YINGJIA_MODEL_DEADLINE_MS: count(45_000, 1).describe('Time after which a model is given up, in milliseconds'),
  YINGJIA_MODEL_CONCURRENCY: count(4, 1).describe('Model requests at the same time'),

  YINGJIA_FETCH_ALLOW: list().describe('Private hosts that may be fetched, comma-separated host or host:port'),

  DISCORD_TOKEN: text().optional().describe('Bot token; without it Discord stays closed'),
  DISCORD_APPLICATION_ID: text().optional().describe('Application id; by default read from the token'),
  DISCORD_GUILD_ID: text().optional().describe('Registers commands in this server only'),
  DISCORD_API_URL: z.url().optional().describe('REST base of a Discord-compatible server, as http://127.0.0.1:3100/api'),

  YINGJIA_DISCORD_MESSAGE_CONTENT: z
    .stringbool()
    .default(false)
    .describe('Whether the privileged Message Content intent is on: threads and channels can then be answered without a mention'),
  YINGJIA_DISCORD_COLLECTIONS: list().describe('Collections open where /config names none, and in direct messages; all by default'),
  YINGJIA_DISCORD_SHARDS: z
    .union([z.literal('auto'), z.coerce.number().int().min(1)])
    .default(1)
    .describe('Connections to Discord, a number or "auto"; required from 2,500 servers on'),
  YINGJIA_DISCORD_USER_PER_MINUTE: count(10, 1).describe('Questions that one person may ask a minute on Discord'),
  YINGJIA_DISCORD_CHANNEL_PER_MINUTE: count(60, 1).describe('The same for one channel'),
  YINGJIA_DISCORD_USER_PER_DAY: count(200, 1).describe('Questions that one person may ask a day (UTC) on Discord'),
  YINGJIA_DISCORD_CONCURRENCY: count(4, 1).describe('Questions that are answered at the same time on Discord'),
  YINGJIA_DISCORD_QUEUE: count(100, 1).describe('Questions that may wait for their turn; more are asked to come back'),
  YINGJIA_DISCORD_KEEP_DAYS: count(90, 1).describe('Days that questions and answers are kept for follow-ups and buttons'),

  HOST: text().default('127.0.0.1').describe('Address that the web page and the API listen on'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8787).describe('Their port'),
  YINGJIA_API_KEY: text().optional().describe('Key that API clients must send; required where HOST is not loopback'),
  YINGJIA_ADMIN_TOKEN: text().optional().describe("Token for maintainers' actions on the web page"),
  YINGJIA_ALLOWED_HOSTS: list().describe('Further Host names that the web server answers to, comma-separated'),
  YINGJIA_QUESTIONS_PER_MINUTE: count(120, 1).describe('Questions that one client of the web server may ask a minute'),
  YINGJIA_TRUST_PROXY: z
    .stringbool()
    .default(false)
    .describe('Whether a reverse proxy stands in front, whose X-Forwarded-For names the client (true or false)'),
});

export type Environment = z.infer<typeof environmentSchema>;
export type Settings = ReturnType<typeof groupSettings>;

/** Flags win over the environment; `collections` limits what is asked. */
export type Flags = { corpus?: string; index?: string; collections?: readonly string[] };

/** @throws YingjiaError SETTINGS naming every variable that is malformed, at once. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>, flags: Flags = {}): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new YingjiaError('SETTINGS', {
      problem: `Settings that cannot be used: ${lines.join('; ')}.`,
      fix: 'Correct them in the environment or in .env (see .env.example).',
    });
  }
  return groupSettings(parsed.data, flags);
}

function groupSettings(environment: Environment, flags: Flags) {
  const corpus = flags.corpus ?? environment.YINGJIA_CORPUS;
  return {
    corpus: {
      directory: corpus,
      maxFileBytes: Math.round(environment.YINGJIA_MAX_FILE_MB * 1024 * 1024),
      fetchAllow: environment.YINGJIA_FETCH_ALLOW,
    },
    index: {
      /** undefined: chosen by the index room from the corpus folder. */
      directory: flags.index ?? environment.YINGJIA_INDEX,
      graphMinPassages: environment.YINGJIA_GRAPH_MIN_PASSAGES,
      keepGenerations: environment.YINGJIA_KEEP_GENERATIONS,
    },
    state: { directory: environment.YINGJIA_STATE },
    model: {
      apiKey: environment.OPENAI_API_KEY,
      baseUrl: environment.OPENAI_BASE_URL,
      chatModel: environment.YINGJIA_CHAT_MODEL,
      embeddingModel: environment.YINGJIA_EMBEDDING_MODEL,
      deadlineMs: environment.YINGJIA_MODEL_DEADLINE_MS,
      concurrency: environment.YINGJIA_MODEL_CONCURRENCY,
      budgetDailyUsd: environment.YINGJIA_BUDGET_DAILY_USD,
      budgetUserDailyUsd: environment.YINGJIA_BUDGET_USER_DAILY_USD,
      priceInput: environment.YINGJIA_PRICE_INPUT_PER_MTOK,
      priceOutput: environment.YINGJIA_PRICE_OUTPUT_PER_MTOK,
      priceEmbedding: environment.YINGJIA_PRICE_EMBEDDING_PER_MTOK,
    },
    retrieve: {
      collections: flags.collections,
      /** With an embedding model. */
      vectorWeight: environment.YINGJIA_VECTOR_WEIGHT,
      localVectorWeight: environment.YINGJIA_LOCAL_VECTOR_WEIGHT,
      dictionary: environment.YINGJIA_DICTIONARY,
    },
    answer: { minConfidence: environment.YINGJIA_MIN_CONFIDENCE, quotes: environment.YINGJIA_QUOTES },
    discord: {
      token: environment.DISCORD_TOKEN,
      applicationId: environment.DISCORD_APPLICATION_ID,
      guildId: environment.DISCORD_GUILD_ID,
      apiUrl: environment.DISCORD_API_URL,
      messageContent: environment.YINGJIA_DISCORD_MESSAGE_CONTENT,
      collections: environment.YINGJIA_DISCORD_COLLECTIONS,
      shards: environment.YINGJIA_DISCORD_SHARDS,
      limits: {
        userPerMinute: environment.YINGJIA_DISCORD_USER_PER_MINUTE,
        channelPerMinute: environment.YINGJIA_DISCORD_CHANNEL_PER_MINUTE,
        userPerDay: environment.YINGJIA_DISCORD_USER_PER_DAY,
      },
      concurrency: environment.YINGJIA_DISCORD_CONCURRENCY,
      queue: environment.YINGJIA_DISCORD_QUEUE,
      keepDays: environment.YINGJIA_DISCORD_KEEP_DAYS,
    },
    server: {
      host: environment.HOST,
      port: environment.PORT,
      apiKey: environment.YINGJIA_API_KEY,
      adminToken: environment.YINGJIA_ADMIN_TOKEN,
      allowedHosts: environment.YINGJIA_ALLOWED_HOSTS,
      questionsPerMinute: environment.YINGJIA_QUESTIONS_PER_MINUTE,
      trustProxy: environment.YINGJIA_TRUST_PROXY,
    },
    logLevel: environment.YINGJIA_LOG_LEVEL,
  };
}
