import { describe, expect, test } from 'vitest';
import { checkDiscord } from '../../src/discord/check.js';
import { inviteAddress, missingPermissions } from '../../src/discord/permissions.js';
import { parseSettings } from '../../src/settings.js';
import { Lookalike } from './lookalike/lookalike.js';
import { memberPermissions, permissionBits } from './lookalike/world.js';

async function check(environment: Record<string, string | undefined>, prepare: (discord: Lookalike) => void = () => undefined) {
  const discord = await Lookalike.open();
  prepare(discord);
  const findings = await checkDiscord(parseSettings({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, ...environment }));
  await discord.close();
  expect(discord.violations).toEqual([]);
  return { discord, findings, lines: findings.map(({ outcome, line, fix }) => `${outcome}: ${line} ${fix ?? ''}`).join('\n') };
}

describe('the check of Discord', () => {
  test('of a good set-up finds nothing bad, and gives an invite link with least permissions', async () => {
    const { lines, findings, discord } = await check({}, ({ world }) => void world.addChannel(world.addGuild('Harbour'), 'general'));
    expect(findings.filter(({ outcome }) => outcome === 'bad')).toEqual([]);
    expect(lines).toContain('the token is that of yingjia');
    expect(lines).toContain('Server Harbour: every permission in all 1 channels.');
    expect(lines).toContain(`client_id=${discord.world.bot.id}&scope=bot%20applications.commands&permissions=309237713920`);
    expect(lines).toContain('Commands: 7 are not registered yet.');
  });

  test.each([
    {
      name: 'without a token says how to get one',
      environment: { DISCORD_TOKEN: '' },
      said: /note: Discord: closed[\s\S]*Developer|discord\.com\/developers/,
    },
    {
      name: 'with a refused token says where to reset it',
      environment: { DISCORD_TOKEN: 'wrong' },
      said: /bad: Discord refuses the token\. Reset it/,
    },
    {
      name: 'where nothing answers says what to check',
      environment: { DISCORD_API_URL: 'http://127.0.0.1:1/api' },
      said: /bad: Discord cannot be reached/,
    },
    {
      name: 'with an intent that is off says where to switch it on',
      environment: { YINGJIA_DISCORD_MESSAGE_CONTENT: 'true' },
      said: /bad: The Message Content intent is asked for/,
    },
    {
      name: 'with the id of another application says so',
      environment: { DISCORD_APPLICATION_ID: '42' },
      said: /bad: DISCORD_APPLICATION_ID is 42/,
    },
  ])('$name', async ({ environment, said }) => {
    expect((await check(environment)).lines).toMatch(said);
  });

  test('names the channels that lack a permission', async () => {
    const { lines } = await check({}, ({ world }) => {
      const guild = world.addGuild('Harbour');
      world.addChannel(guild, 'general');
      world.addChannel(guild, 'rules', 0, { denied: permissionBits.sendMessages });
      world.addChannel(guild, 'news', 0, { denied: permissionBits.sendMessages });
      world.addChannel(guild, 'voice', 2, { denied: permissionBits.sendMessages });
    });
    expect(lines).toContain('note: Server Harbour: #rules #news lack Send Messages.');
  });

  test('in no server says to invite it', async () => {
    expect((await check({})).lines).toContain('The bot is in no server yet.');
  });
});

describe('permissions in a channel', () => {
  const guild = {
    id: 'g',
    owner_id: 'o',
    roles: [
      { id: 'g', permissions: '0' },
      { id: 'r', permissions: memberPermissions.toString() },
    ] as never,
  };
  const member = { roles: ['r'], user: { id: 'bot' } };
  const send = permissionBits.sendMessages.toString();
  test.each([
    { name: 'come from roles', overwrites: [], missing: [] },
    { name: 'are taken by the channel', overwrites: [{ id: 'r', type: 0, allow: '0', deny: send }], missing: ['Send Messages'] },
    {
      name: 'are given back to the bot itself',
      overwrites: [
        { id: 'r', type: 0, allow: '0', deny: send },
        { id: 'bot', type: 1, allow: send, deny: '0' },
      ],
      missing: [],
    },
    { name: 'of other roles do not matter', overwrites: [{ id: 'x', type: 0, allow: '0', deny: send }], missing: [] },
  ])('$name', ({ overwrites, missing }) => {
    expect(missingPermissions(guild, member, overwrites)).toEqual(missing);
  });

  test('of administrators and owners are all', () => {
    const administrators = { ...guild, roles: [{ id: 'g', permissions: permissionBits.administrator.toString() }] as never };
    expect(missingPermissions(administrators, { roles: [], user: { id: 'bot' } }, [])).toEqual([]);
    expect(missingPermissions({ ...guild, owner_id: 'bot' }, { roles: [], user: { id: 'bot' } }, [])).toEqual([]);
    expect(inviteAddress('7')).toContain('client_id=7&');
  });
});
