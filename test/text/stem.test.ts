import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stem } from '../../src/text/stem.js';

describe('forms of one word meet', () => {
  test.each([
    ['pause', ['paused', 'pauses', 'pausing']],
    ['center', ['centers', 'centered']],
    ['company', ['companies']],
    ['stop', ['stops', 'stopped', 'stopping']],
    ['box', ['boxes']],
    ['class', ['classes']],
    ['launch', ['launches', 'launched', 'launching']],
    ['plan', ['plans', 'planned', 'planning']],
    ['carry', ['carries', 'carried']],
  ])('%s', (word, forms) => {
    expect(new Set([word, ...forms].map(stem))).toEqual(new Set([stem(word)]));
  });
});

describe('what is no form of another word stays', () => {
  test.each(['this', 'bus', 'ring', 'red', 'gpt', '2024', 'glass', 'analysis', '微软', 'café', 'a'])('%s', (word) => {
    expect(stem(word)).toBe(word);
  });
});

test('a stem is a word of small letters, never empty and never longer than its word', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{4,12}$/), (word) => {
      expect(stem(`qz${word}`)).toMatch(/^[a-z]+$/);
      expect(stem(`qz${word}`).length).toBeLessThanOrEqual(word.length + 2);
    }),
  );
});
