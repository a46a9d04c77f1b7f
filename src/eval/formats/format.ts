/** What a format of another tool is: files in, cases out, and what got lost on the way; and back. All pure: commands read and write. */
import type { Answer, Article, TestCase } from '../../types.js';

/** `path` is relative to the folder or file that was named, with "/". */
export type InputFile = { path: string; text: string };

/** Something that the other side cannot hold, or a row that could not be used. Lines count from 1. */
export type Loss = { path: string; line?: number; reason: string };

export type Imported = { cases: TestCase[]; losses: Loss[] };
export type Exported = { files: InputFile[]; losses: Loss[] };

export type ExportRequest = {
  cases: readonly TestCase[];
  /** By case id: with these, what was answered and found is written too. */
  answers?: ReadonlyMap<string, Answer>;
  /** The collection, for formats that bring their documents. */
  articles?: readonly Article[];
};

export type Format = {
  name: string;
  title: string;
  /** By content, never by file name alone. */
  recognizes(files: readonly InputFile[]): boolean;
  /** `known` are cases that judgments without questions are put to. */
  parse(files: readonly InputFile[], known: readonly TestCase[]): Imported;
  render(request: ExportRequest): Exported;
};

/** Gives each case an id of its own: the one it brings, or a number. A second case of the same id is a loss. */
export class CaseCollector {
  readonly cases: TestCase[] = [];
  readonly losses: Loss[] = [];
  private readonly ids = new Set<string>();

  constructor(private readonly path: string) {}

  lose(line: number | undefined, reason: string): void {
    this.losses.push({ path: this.path, ...(line === undefined ? {} : { line }), reason });
  }

  add(line: number | undefined, testCase: Omit<TestCase, 'id'> & { id?: string }): void {
    let id = testCase.id?.trim() || `case-${this.cases.length + 1}`;
    if (this.ids.has(id)) {
      const wanted = id;
      for (let copy = 2; this.ids.has(id); copy++) id = `${wanted}-${copy}`;
      this.lose(line, `the id "${wanted}" stands twice; this case is now "${id}"`);
    }
    this.ids.add(id);
    this.cases.push({ ...testCase, id });
  }

  finish(): Imported {
    return { cases: this.cases, losses: this.losses };
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const asRecord = (value: unknown): Record<string, unknown> | undefined => (isRecord(value) ? value : undefined);

/** A string that says something, else undefined; numbers and booleans are written out. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export const asTexts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map(asText).filter((text) => text !== undefined);

/** The message lists of chat tools -> the question asked last, and the turns before it. Roles as OpenAI, LangChain and Ragas name them. */
export function parseMessages(
  messages: readonly unknown[],
): { question: string; history: { question: string; answer?: string }[] } | undefined {
  const turns: { question: string; answer?: string }[] = [];
  for (const message of messages) {
    const record = asRecord(message);
    const data = asRecord(record?.data) ?? record;
    const role = asText(record?.role) ?? asText(record?.type);
    const content = asText(data?.content);
    if (content === undefined) continue;
    if (role === 'user' || role === 'human') turns.push({ question: content });
    else if ((role === 'assistant' || role === 'ai') && turns.length > 0) turns.at(-1)!.answer = content;
  }
  const last = turns.pop();
  return last === undefined ? undefined : { question: last.question, history: turns };
}
