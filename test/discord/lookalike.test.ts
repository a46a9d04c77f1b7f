/** The look-alike itself: a check that cannot fail is none. */
import { describe, expect, test } from 'vitest';
import { Interaction } from './lookalike/interactions.js';
import { Lookalike } from './lookalike/lookalike.js';
import { faultsOfCommands, faultsOfDeferral, faultsOfMessage, faultsOfModal } from './lookalike/rules.js';
import { faultsOfSchema, hasOpenApi, openApiMissing } from './lookalike/schema.js';
import { World } from './lookalike/world.js';

const safe = { allowed_mentions: { parse: [], replied_user: false } };
const V2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (custom_id: string) => ({ type: 2, style: 1, custom_id, label: 'x' });

describe('rules that the document does not express', () => {
  test.each([
    { name: 'a plain message', body: { content: 'hello', ...safe }, faults: [] },
    { name: 'a components message', body: { flags: V2, components: [text('hello')], ...safe }, faults: [] },
    { name: 'nothing said about mentions', body: { content: 'hello' }, faults: ['allowed_mentions is missing'] },
    {
      name: 'mentions let through',
      body: { content: 'hello', allowed_mentions: { parse: ['users'] } },
      faults: [/lets somebody be pinged/],
    },
    { name: '2,001 characters', body: { content: 'x'.repeat(2_001), ...safe }, faults: [/2001 characters/] },
    {
      name: 'embeds of 6,001 characters',
      body: { embeds: [1, 2].map(() => ({ description: 'x'.repeat(3_001) })), ...safe },
      faults: [/6002 characters/],
    },
    { name: 'nothing at all', body: { content: ' ', ...safe }, faults: ['an empty message'] },
    { name: 'a link that unfolds', body: { content: 'https://a.example', ...safe }, faults: [/may unfurl/] },
    { name: 'content beside components', body: { flags: V2, content: 'x', components: [text('y')], ...safe }, faults: [/with content/] },
    {
      name: '41 components',
      body: { flags: V2, components: Array.from({ length: 41 }, () => text('x')), ...safe },
      faults: [/41 components/],
    },
    {
      name: '4,001 characters in components',
      body: { flags: V2, components: [text('x'.repeat(4_001))], ...safe },
      faults: [/4001 characters/],
    },
    { name: 'components of the new kind without their flag', body: { components: [text('x')], ...safe }, faults: [/without their flag/] },
    {
      name: 'one id twice',
      body: { flags: V2, components: [{ type: 1, components: [button('a'), button('a')] }], ...safe },
      faults: [/custom_id a twice/],
    },
  ])('$name', ({ body, faults }) => {
    expect(faultsOfMessage(body)).toEqual(faults.map((fault) => expect.stringMatching(fault)));
  });

  test('a message of components stays one when it is edited', () => {
    expect(faultsOfMessage({ content: 'x', ...safe }, { flags: V2 })).toContainEqual(expect.stringContaining('with content'));
  });

  test('a deferral carries EPHEMERAL alone, a form five inputs, a command 8,000 characters', () => {
    expect(faultsOfDeferral({ flags: 64 })).toEqual([]);
    expect(faultsOfDeferral({ flags: V2 })).toHaveLength(1);
    expect(faultsOfModal({ components: Array.from({ length: 6 }, () => text('x')) })).toHaveLength(1);
    const options = Array.from({ length: 25 }, (_, index) => ({
      name: `o${index}`,
      description: 'x',
      description_localizations: { 'zh-TW': '字'.repeat(400) },
    }));
    expect(faultsOfCommands([{ name: 'a', description: 'b', options }])).toHaveLength(1);
  });
});

describe('the document', () => {
  test.skipIf(!hasOpenApi && !process.env.YINGJIA_REQUIRE_ALL).each([
    { name: 'a good message', route: 'POST /channels/{channel_id}/messages', body: { content: 'x', flags: 4 }, good: true },
    {
      name: 'a custom_id of 101 characters',
      route: 'POST /channels/{id}/messages',
      body: { components: [{ type: 1, components: [button('x'.repeat(101))] }] },
      good: false,
    },
    {
      name: 'six buttons in a row',
      route: 'POST /channels/{id}/messages',
      body: { components: [{ type: 1, components: Array.from({ length: 6 }, (_, index) => button(`b${index}`)) }] },
      good: false,
    },
    {
      name: '26 choices',
      route: 'POST /interactions/{id}/{token}/callback',
      body: { type: 8, data: { choices: Array.from({ length: 26 }, () => ({ name: 'x', value: 'x' })) } },
      good: false,
    },
    {
      name: 'a form title of 46 characters',
      route: 'POST /interactions/{id}/{token}/callback',
      body: { type: 9, data: { custom_id: 'x', title: 'x'.repeat(46), components: [] } },
      good: false,
    },
    {
      name: 'a command name of 33 characters',
      route: 'PUT /applications/{id}/commands',
      body: [{ name: 'x'.repeat(33), description: 'x' }],
      good: false,
    },
    {
      name: 'permissions as digits',
      route: 'PUT /applications/{id}/commands',
      body: [{ name: 'x', description: 'x', default_member_permissions: '32' }],
      good: true,
    },
    { name: 'a route that Discord does not have', route: 'POST /channels/{id}/spells', body: {}, good: false },
  ])(`judges $name (${openApiMissing})`, ({ route, body, good }) => {
    expect(faultsOfSchema(route, body).length === 0).toBe(good);
  });
});

describe('interactions', () => {
  const open = (world = new World()) => {
    const guild = world.addGuild('g');
    return new Interaction(world, 2, world.addChannel(guild, 'c'), world.addUser('ann'), true, undefined);
  };

  test('take one response, in three seconds', () => {
    const violations: string[] = [];
    const interaction = open();
    expect(interaction.respond({ type: 5 }, (what) => violations.push(what))).toBeUndefined();
    expect(interaction.respond({ type: 5 }, (what) => violations.push(what))).toBe(40060);
    const late = open();
    Object.defineProperty(late, 'elapsedMs', { value: 3_001 });
    expect(late.respond({ type: 5 }, (what) => violations.push(what))).toBe(10062);
    expect(violations).toEqual([expect.stringContaining('late acknowledgement')]);
  });

  test('have a token for fifteen minutes', () => {
    const world = new World();
    const interaction = open(world);
    world.advance(14 * 60_000);
    expect(interaction.isExpired).toBe(false);
    world.advance(61_000);
    expect(interaction.isExpired).toBe(true);
  });

  test('outside the bot’s servers take five follow-ups', () => {
    const violations: string[] = [];
    const world = new World();
    const interaction = new Interaction(world, 2, world.addChannel(world.addGuild('g'), 'c'), world.addUser('ann'), false, undefined);
    interaction.respond({ type: 4, data: { content: 'x', ...safe } }, (what) => violations.push(what));
    for (let count = 0; count < 6; count += 1) interaction.followUp({ content: 'x', ...safe }, (what) => violations.push(what));
    expect(violations).toEqual([expect.stringContaining('five follow-ups')]);
  });
});

describe('over HTTP', () => {
  test('requests without the token are refused, and limits come with headers', async () => {
    const discord = await Lookalike.open();
    const channel = discord.world.addChannel(discord.world.addGuild('g'), 'c');
    const send = (token: string) =>
      fetch(`${discord.apiUrl}/v10/channels/${channel.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content: 'x', ...safe }),
      });
    expect((await send('wrong')).status).toBe(401);
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push(await send(discord.token));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[4]!.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(answers[5]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(discord.violations).toEqual([]);
    await discord.close();
  });
});
