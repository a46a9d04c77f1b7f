import { describe, expect, test } from 'vitest';
import { contextOf, leansOnHistory, questionIn } from '../../src/answer/converse.js';
import { recogniseSmallTalk } from '../../src/answer/small-talk.js';

describe('what is no question', () => {
  test.each([
    'hi',
    'Hello!',
    'hey there',
    '你好',
    '您好！',
    '嗨～',
    '你會什麼?',
    '你能做什麼？',
    'help',
    'What can you do?',
    'Who are you?',
    '早安',
  ])('"%s" gets help', (text) => {
    expect(recogniseSmallTalk(text)).toBe('help');
  });

  test.each(['thanks', 'Thank you!', '謝謝', '谢谢你', '感謝', 'ok', '再見'])('"%s" gets a kind word', (text) => {
    expect(recogniseSmallTalk(text)).toBe('thanks');
  });

  test.each([
    'What can Microsoft do?',
    '你好大是誰',
    '微軟會什麼',
    'Thanks to whom did it grow?',
    'hi-tech stocks?',
    '謝謝微軟的是誰?',
    '🙂',
    '',
    'Who is Help?',
  ])('"%s" is asked of the articles', (text) => {
    expect(recogniseSmallTalk(text)).toBeUndefined();
  });
});

describe('a follow-up', () => {
  test.each([
    '他呢?',
    '為什麼?',
    'why?',
    'and after that?',
    'What about Oracle?',
    '那甲骨文呢？',
    'When did he say it?',
    '後來呢',
    '這段話出自誰的手筆？',
    '指的是哪一家公司？',
  ])('"%s" leans on what was said before', (text) => {
    expect(leansOnHistory(text)).toBe(true);
  });

  test.each([
    '微軟為什麼暫停資料中心的擴建?',
    'What is fungibility?',
    'Why did Microsoft pause the expansion in 2024?',
    '是誰暫停了資料中心的擴建？',
    '是否還有人在蓋？',
  ])('"%s" stands alone', (text) => {
    expect(leansOnHistory(text)).toBe(false);
  });

  const history = [
    { question: '什麼是鷹架策略？', answer: 'a' },
    { question: '微軟為什麼暫停擴建？', answer: 'b' },
    { question: '為什麼？', answer: 'c' },
  ];

  test('is searched with the conversation back to the last question that stood alone', () => {
    const context = contextOf({ text: '他呢?', history });
    expect(context).toContain('微軟為什麼暫停擴建？');
    expect(context).not.toContain('什麼是鷹架策略？');
  });

  test('nothing is carried into a question that stands alone, or without a conversation', () => {
    expect(contextOf({ text: 'What is fungibility?', history })).toBe('');
    expect(contextOf({ text: '他呢?' })).toBe('');
    expect(contextOf({ text: '他呢?', history: [] })).toBe('');
  });
});

describe('of a message of several sentences is searched', () => {
  test.each([
    ['what asks, without what is told', 'Hello there, I read the papers today. What is fungibility?', 'What is fungibility?'],
    ['what asks, without what is told of a quoted word', '只准回「好」。擴建是誰暫停的？', '擴建是誰暫停的？'],
    ['all of it, where nothing asks', '說說鷹架策略。簡短一點。', '說說鷹架策略。簡短一點。'],
    ['all of it, where what asks leans on the rest', '微軟暫停了擴建。這番決定由誰宣布？', '微軟暫停了擴建。這番決定由誰宣布？'],
    ['what is quoted with what asks about it', '今天很熱。「先把船造大。」是誰的主張？', '「先把船造大。」 是誰的主張？'],
    ['a quote of several sentences', '「先造船。再出海。」出自何人？', '「先造船。再出海。」出自何人？'],
  ])('%s', (_, message, searched) => {
    expect(questionIn(message)).toBe(searched);
  });
});
