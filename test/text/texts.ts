/** Texts for property tests: what articles look like, and what nobody would write. */
import fc from 'fast-check';

const ends = ['。', '！', '？', '!', '?', '…', '……', '.', '；', ';', '，', ', ', '、', ': '];
const closing = ['」', '』', '”', '’', '）', ')', '"', "'"];
const opening = ['「', '『', '“', '（', '(', '"', '> ', '- ', '* ', '1. ', '# ', '## ', '| ', '```', '~~~', '[^S1]', '[^', '---'];
const words = ['微軟', '資料中心', '的', '𠮷野', 'cloud', 'Mr.', 'U.S.', 'e.g.', '3.5', 'iPhone', 'A', 'naïve', 'Ĳ', 'สวัสดี', '한글', 'का'];
const joined = ['e\u0301', '👩‍👩‍👧', '👍🏽', '🇹🇼', '❤️', '\u0301', '\ufe0f', '\u200d', '🏻', '각', '\u0e33'];
const blanks = [' ', '  ', '\n', '\n\n', '\t', '　', '\n    '];

const piece = fc.oneof(
  ...[words, ends, blanks, closing, opening, joined].map((list) => fc.constantFrom(...list)),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);

/** Well-formed text with `\n` line ends, as the corpus room hands it out; of no particular form beside that. */
export const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('').toWellFormed().replace(/\r\n?/g, '\n'));

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Every offset between two characters as a person counts them, both ends included. */
export function marksIn(text: string): Set<number> {
  const marks = new Set([0, text.length]);
  for (const { index } of segmenter.segment(text)) marks.add(index);
  return marks;
}

/** What makes a careless pattern take forever. */
export function hostileText(units: number): { name: string; text: string }[] {
  const repeat = (part: string) => part.repeat(Math.ceil(units / part.length)).slice(0, units);
  return [
    { name: 'one word', text: repeat('a') },
    { name: 'Chinese without an end', text: repeat('鷹架') },
    { name: 'exclamation marks', text: repeat('!') },
    { name: 'full stops', text: repeat('.') },
    { name: 'closing brackets', text: `.${repeat(')')}` },
    { name: 'footnotes that do not close', text: repeat('。[^') },
    { name: 'footnotes that do not close, in words', text: repeat('a.[^') },
    { name: 'a heading of spaces', text: `# ${repeat(' \t')}x` },
    { name: 'a heading of marks', text: `# ${repeat('# ')}x` },
    { name: 'rules that are none', text: `${repeat('- ')}x` },
    { name: 'table bars', text: repeat('|') },
    { name: 'fences that do not close', text: repeat('```\n') },
    { name: 'headings alone', text: repeat('# a\n') },
    { name: 'blank lines between letters', text: repeat(`a${'\n'.repeat(400)}`) },
    { name: 'one line that wraps for ever', text: repeat('the words go on and on and on without an end,\n') },
    { name: 'one letter with a tower of accents', text: `a${repeat('\u0301')}` },
    { name: 'families', text: repeat('👩‍👩‍👧‍') },
  ];
}
