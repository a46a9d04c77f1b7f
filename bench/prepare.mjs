/** node bench/prepare.mjs SQUAD.json FOLDER: a SQuAD-style file -> passages.jsonl, questions.jsonl and abstain.json for bench:quality. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [source, folder] = process.argv.slice(2);
if (source === undefined || folder === undefined) {
  process.stderr.write('Usage: node bench/prepare.mjs SQUAD.json FOLDER\n');
  process.exit(2);
}

const passages = new Map();
const questions = [];
JSON.parse(readFileSync(source, 'utf8')).data.forEach((article, articleNumber) => {
  article.paragraphs.forEach((paragraph, paragraphNumber) => {
    const text = paragraph.context.trim();
    const id = passages.get(text)?.id ?? `${articleNumber}-${paragraphNumber}`;
    if (!passages.has(text)) passages.set(text, { id, article: articleNumber, title: (article.title ?? '').replaceAll('_', ' '), text });
    for (const { id: questionId, question, answers } of paragraph.qas) {
      questions.push({ id: questionId, question, answers: [...new Set(answers.map((answer) => answer.text))], passage_ids: [id] });
    }
  });
});

/** Half of them, by a fixed multiplicative hash: the same on every machine. */
const isKept = (number, salt) => (Math.imul(number + salt, 0x9e3779b1) >>> 16) % 2 === 0;

/** Index the passages that `keep` chooses; a question is answerable when its passage is among them and `ask` lets it in otherwise. */
function split(keep, ask) {
  const index = new Set([...passages.values()].filter(keep).map((passage) => passage.id));
  const inside = questions.filter((question) => index.has(question.passage_ids[0]));
  const outside = questions.filter((question) => !index.has(question.passage_ids[0]) && ask(question, index));
  const ids = (list) => list.map((question) => question.id);
  return { index: [...index], answerable: ids(inside), unanswerable: ids(outside) };
}

const numberOf = new Map([...passages.values()].map((passage, number) => [passage.id, number]));
const articleOf = new Map([...passages.values()].map((passage) => [passage.id, passage.article]));
const abstain = {
  easy: split(
    (passage) => isKept(passage.article, 11),
    () => true,
  ),
  hard: split(
    (passage) => isKept(numberOf.get(passage.id), 23),
    (question, index) => [...index].some((id) => articleOf.get(id) === articleOf.get(question.passage_ids[0])),
  ),
};

mkdirSync(folder, { recursive: true });
const lines = (values) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
writeFileSync(join(folder, 'passages.jsonl'), lines([...passages.values()].map(({ id, title, text }) => ({ id, title, text }))));
writeFileSync(join(folder, 'questions.jsonl'), lines(questions));
writeFileSync(join(folder, 'abstain.json'), `${JSON.stringify(abstain)}\n`);
process.stdout.write(`${passages.size} passages, ${questions.length} questions\n`);
