import { describe, expect, test } from 'vitest';
import { planRight } from '../../src/discord/maintainers.js';
import { guessLocale, type MessageFacts, planReply } from '../../src/discord/messages.js';
import { planCollections } from '../../src/discord/place.js';

const plain: MessageFacts = {
  isByBot: false,
  isDirect: false,
  mentionsBot: false,
  isToOthers: false,
  repliesToBot: false,
  inOwnThread: false,
  isForumStarter: false,
  isForum: false,
  mode: 'mention',
  hasText: true,
};

describe('a message', () => {
  test.each([
    { name: 'of a bot is nothing to answer', facts: { isByBot: true, mentionsBot: true }, reply: 'ignore' },
    { name: 'in a channel is left alone', facts: {}, reply: 'ignore' },
    { name: 'that mentions the bot is answered', facts: { mentionsBot: true }, reply: 'answer' },
    { name: 'that mentions the bot and others is answered', facts: { mentionsBot: true, isToOthers: true }, reply: 'answer' },
    { name: 'that only mentions the bot gets help', facts: { mentionsBot: true, hasText: false }, reply: 'help' },
    { name: 'in direct messages is answered', facts: { isDirect: true }, reply: 'answer' },
    {
      name: 'that replies to the bot without notifying is answered where its words can be read',
      facts: { repliesToBot: true },
      reply: 'answer',
    },
    { name: 'whose words cannot be read is left alone', facts: { repliesToBot: true, inOwnThread: true, hasText: false }, reply: 'ignore' },
    { name: 'in a thread of the bot is answered', facts: { inOwnThread: true }, reply: 'answer' },
    { name: 'between people in a thread of the bot is left alone', facts: { inOwnThread: true, isToOthers: true }, reply: 'ignore' },
    { name: 'in an automatic channel is answered', facts: { mode: 'auto' }, reply: 'answer' },
    { name: 'between people in an automatic channel is left alone', facts: { mode: 'auto', isToOthers: true }, reply: 'ignore' },
    {
      name: 'that opens a post of an automatic forum is answered',
      facts: { mode: 'auto', isForum: true, isForumStarter: true },
      reply: 'answer',
    },
    { name: 'under a post of an automatic forum is left alone', facts: { mode: 'auto', isForum: true }, reply: 'ignore' },
  ] as const)('$name', ({ facts, reply }) => {
    expect(planReply({ ...plain, ...facts })).toBe(reply);
  });
});

describe('collections that may be asked', () => {
  const channel = { scope: 's', channel: 'c', on: true, mode: 'mention', roles: [], private: false } as const;
  test.each([
    { name: 'are all where nothing is set', own: undefined, defaults: [], wanted: undefined, asked: undefined },
    { name: 'are the bot’s default ones where the channel names none', own: undefined, defaults: ['a'], wanted: undefined, asked: ['a'] },
    { name: 'are the channel’s own before the defaults', own: ['b'], defaults: ['a'], wanted: undefined, asked: ['b'] },
    { name: 'narrow to the one that is wanted', own: ['a', 'b'], defaults: [], wanted: 'b', asked: ['b'] },
    { name: 'never widen', own: ['a'], defaults: ['b'], wanted: 'b', asked: 'refused' },
  ])('$name', ({ own, defaults, wanted, asked }) => {
    expect(planCollections({ ...channel, collections: own }, defaults, wanted)).toEqual(asked);
  });
});

describe('rights of maintainers', () => {
  const nobody = { isOperator: false, manages: false, hasMaintainerRole: false, isHome: true };
  test.each([
    { name: 'members have none', right: 'server', facts: {}, outcome: 'maintainers-only' },
    { name: 'who manages the server reviews it', right: 'server', facts: { manages: true, isHome: false }, outcome: 'granted' },
    { name: 'a maintainer role reviews it', right: 'server', facts: { hasMaintainerRole: true }, outcome: 'granted' },
    {
      name: 'a maintainer of the home server changes the index',
      right: 'everywhere',
      facts: { hasMaintainerRole: true },
      outcome: 'granted',
    },
    {
      name: 'a maintainer of another server does not',
      right: 'everywhere',
      facts: { manages: true, isHome: false },
      outcome: 'operators-only',
    },
    { name: 'the application’s owner does, anywhere', right: 'everywhere', facts: { isOperator: true, isHome: false }, outcome: 'granted' },
  ] as const)('$name', ({ right, facts, outcome }) => {
    expect(planRight(right, { ...nobody, ...facts })).toBe(outcome);
  });
});

test('the language of a message is guessed from its script', () => {
  expect(['什麼是鷹架？', 'What is scaffolding?', 'GPU 是什麼'].map(guessLocale)).toEqual(['zh-TW', 'en', 'zh-TW']);
});
