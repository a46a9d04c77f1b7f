import { describe, expect, test } from 'vitest';
import { allComponents, readable } from './lookalike/world.js';
import { withBot } from './open-bot.js';

describe('a question by command', () => {
  test('is answered with its quotes, numbered sources and a button for each', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const asked = ann.uses(channel, 'ask', { question: 'How much does the harbour crane lift?' });
      const answer = await discord.world.until(
        'the answer',
        () => asked.original && /forty tonnes/.test(readable(asked.original)) && asked.original,
      );
      console.log(readable(answer), discord.violations);
      expect(readable(answer)).toContain('Harbour Gazette');
      expect(allComponents(answer.components).filter(({ label }) => label === 'Passage')).toHaveLength(1);
    }));
});
