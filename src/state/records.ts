/** What the stores keep, as zod schemas: checked when written and when read back. Times are ISO 8601 in UTC. */
import { z } from 'zod';

const strings = () => z.array(z.string()).readonly();

/** Where a shown quote stands; the words themselves are read back from the article version. */
const quoteRefSchema = z.object({ articleId: z.string(), articleVersion: z.string(), start: z.number(), end: z.number() });
const citedQuoteSchema = quoteRefSchema.extend({ quote: z.string() });
const statusSchema = z.enum(['answered', 'partly', 'not-in-articles']);
const doorSchema = z.enum(['discord', 'web']);

const testCaseSchema = z.object({
  id: z.string(),
  question: z.string(),
  answerable: z.boolean(),
  evidence: z.array(z.object({ articleId: z.string().optional(), quote: z.string() })).readonly(),
  answers: strings().optional(),
  tags: strings().optional(),
});

/** What a maintainer made of an item of the review list. */
const decisionSchema = z.object({
  outcome: z.enum(['accepted', 'dismissed']),
  by: z.string(),
  at: z.string(),
  testCase: testCaseSchema.optional(),
});

/** One question and what was shown for it. `messages` are the ids of the messages that show it, the last one with the buttons. */
export const turnSchema = z.object({
  id: z.string(),
  conversation: z.string(),
  /** Whose question it was: "discord:<user id>". */
  person: z.string(),
  /** The server it belongs to, or "dm". */
  scope: z.string(),
  channel: z.string(),
  at: z.string(),
  messages: strings(),
  question: z.string(),
  answer: z.string(),
  status: statusSchema,
  language: z.string(),
  mode: z.enum(['extractive', 'generated']),
  confidence: z.number(),
  generation: z.number(),
  citations: z.array(quoteRefSchema).readonly(),
  nearestTopics: strings(),
  collections: strings().optional(),
  /** No follow-up continues from here: the person ended the conversation. */
  ended: z.boolean().optional(),
});

export const feedbackReasons = ['wrong-fact', 'wrong-source', 'outdated', 'not-answered', 'wrong-language'] as const;

export const feedbackSchema = z.object({
  id: z.string(),
  at: z.string(),
  door: doorSchema,
  /** The server it belongs to, "dm" or "web". */
  scope: z.string(),
  channel: z.string().optional(),
  person: z.string().optional(),
  verdict: z.enum(['up', 'down']),
  reason: z.enum(feedbackReasons).optional(),
  comment: z.string().optional(),
  question: z.string(),
  answer: z.string(),
  status: statusSchema,
  language: z.string(),
  mode: z.enum(['extractive', 'generated']),
  generation: z.number(),
  citations: z.array(citedQuoteSchema).readonly(),
  decision: decisionSchema.optional(),
});

/** A question that the articles did not answer, with everybody who asked it. */
export const gapSchema = z.object({
  id: z.string(),
  scope: z.string(),
  question: z.string(),
  language: z.string(),
  nearestTopics: strings(),
  generation: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
  asked: z.array(z.object({ at: z.string(), door: doorSchema, person: z.string().optional(), told: z.boolean().optional() })).readonly(),
  decision: decisionSchema.optional(),
});

export const channelSchema = z.object({
  scope: z.string(),
  channel: z.string(),
  on: z.boolean(),
  /** `auto` answers every message of the channel (every new post of a forum); needs the Message Content intent. */
  mode: z.enum(['mention', 'auto']),
  /** Roles that may ask; empty for everybody. */
  roles: strings(),
  /** Language of what the bot says where a person's own is not known. */
  language: z.string().optional(),
  /** Answers are shown to the asker alone. */
  private: z.boolean(),
  /** Collections that may be searched; absent for all. */
  collections: strings().optional(),
});

export const serverSchema = z.object({ scope: z.string(), maintainerRoles: strings() });

export const auditSchema = z.object({
  id: z.string(),
  at: z.string(),
  scope: z.string(),
  actor: z.string(),
  /** "config channel", "index update", "review accept", ... */
  action: z.string(),
  detail: z.string(),
});

/** A question that is being answered or waits for a click: what a restart must tell about. */
export const pendingSchema = z.object({
  id: z.string(),
  at: z.string(),
  person: z.string(),
  scope: z.string(),
  channel: z.string(),
  question: z.string(),
  locale: z.string().optional(),
  collections: strings().optional(),
  conversation: z.string(),
  /** Message that shows the answer so far. */
  message: z.string().optional(),
  /** The question's own message. */
  asked: z.string().optional(),
  interaction: z.object({ application: z.string(), token: z.string(), private: z.boolean() }).optional(),
  /** It will not be answered unless the person clicks: nobody needs to be told again. */
  told: z.boolean().optional(),
});

export const counterSchema = z.object({ day: z.string(), amount: z.number() });

export type QuoteRef = z.infer<typeof quoteRefSchema>;
export type CitedQuote = z.infer<typeof citedQuoteSchema>;
export type StoredTurn = z.infer<typeof turnSchema>;
export type FeedbackReason = (typeof feedbackReasons)[number];
export type Feedback = z.infer<typeof feedbackSchema>;
export type Gap = z.infer<typeof gapSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type ChannelSettings = z.infer<typeof channelSchema>;
export type ServerSettings = z.infer<typeof serverSchema>;
export type AuditEntry = z.infer<typeof auditSchema>;
export type Pending = z.infer<typeof pendingSchema>;
