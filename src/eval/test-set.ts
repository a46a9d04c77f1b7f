/**
 * Test sets: JSON lines of `TestCase`. Cases hold quotes, never passage ids, and so outlive every chunker and embedder.
 * In: the text of a file. Out: cases, or one error that names every bad line.
 */
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import type { TestCase } from '../types.js';

const evidenceSchema = z
  .object({ articleId: z.string().min(1).optional(), quote: z.string(), grade: z.number().optional() })
  .refine(({ articleId, quote }) => quote.trim() !== '' || articleId !== undefined, 'needs a quote, or an articleId for a whole article');

const turnSchema = z.object({
  question: z.string(),
  answer: z.string().optional(),
  citations: z
    .array(z.object({ articleId: z.string(), articleVersion: z.string().optional(), start: z.number(), end: z.number() }))
    .optional(),
});

export const testCaseSchema = z
  .object({
    id: z.string().min(1),
    question: z.string().refine((question) => question.trim() !== '', 'is empty'),
    answerable: z.boolean(),
    evidence: z.array(evidenceSchema),
    answers: z.array(z.string()).optional(),
    history: z.array(turnSchema).optional(),
    tags: z.array(z.string()).optional(),
  })
  .refine((testCase) => testCase.answerable || testCase.evidence.length === 0, 'is not answerable, and so can have no evidence');

export type LineProblem = { line: number; reason: string };

/** Keys that no program here reads stay out of the cases. */
export function parseTestCases(text: string): { cases: TestCase[]; problems: LineProblem[] } {
  const cases: TestCase[] = [];
  const problems: LineProblem[] = [];
  const lineById = new Map<string, number>();
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((content, index) => {
      if (content.trim() === '') return;
      const line = index + 1;
      const parsed = parseLine(content);
      if ('reason' in parsed) {
        problems.push({ line, reason: parsed.reason });
        return;
      }
      const earlier = lineById.get(parsed.testCase.id);
      if (earlier !== undefined) problems.push({ line, reason: `id "${parsed.testCase.id}" stands already on line ${earlier}` });
      lineById.set(parsed.testCase.id, line);
      cases.push(parsed.testCase);
    });
  return { cases, problems };
}

function parseLine(content: string): { testCase: TestCase } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    return { reason: `is no JSON: ${(cause as Error).message}` };
  }
  const parsed = testCaseSchema.safeParse(value);
  if (parsed.success) return { testCase: parsed.data };
  return { reason: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; ') };
}

const SHOWN_PROBLEMS = 10;

export const renderLineProblems = (problems: readonly LineProblem[]): string =>
  problems
    .slice(0, SHOWN_PROBLEMS)
    .map(({ line, reason }) => `line ${line}: ${reason}`)
    .concat(problems.length > SHOWN_PROBLEMS ? [`and ${problems.length - SHOWN_PROBLEMS} more`] : [])
    .join('; ');

/** @throws YingjiaError EVAL naming every line that is no case, or when there is no case at all. */
export function parseTestSet(text: string, name: string): TestCase[] {
  const { cases, problems } = parseTestCases(text);
  if (problems.length > 0) {
    throw new YingjiaError('EVAL', {
      problem: `${name} is no test set: ${renderLineProblems(problems)}.`,
      fix: 'Correct these lines, or turn a file of another tool into a test set with "npx yingjia eval import".',
    });
  }
  if (cases.length === 0) {
    throw new YingjiaError('EVAL', {
      problem: `${name} holds no case.`,
      fix: 'Add one with "npx yingjia eval add", or propose some with "npx yingjia eval suggest".',
    });
  }
  return cases;
}

/** Whether a file holds a case of a test set: something to keep. */
export const isTestSet = (text: string): boolean => parseTestCases(text).cases.length > 0;

export const renderTestSet = (cases: readonly TestCase[]): string => cases.map((testCase) => `${JSON.stringify(testCase)}\n`).join('');

/** First tag; cases without tags are of the kind "other". */
export const kindOf = (testCase: Pick<TestCase, 'tags'>): string => testCase.tags?.[0] ?? 'other';
