/**
 * promptfoo's YAML: a whole configuration, or a file of tests. Assertions that name words become expected facts, `is-refusal` a case to be
 * declined; those that need a model or a program are reported. Lists among `vars` make a case of each combination, as in promptfoo.
 */
import { type Document, isMap, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml';
import { YingjiaError } from '../../errors.js';
import type { TestCase } from '../../types.js';
import { asRecord, asText, asTexts, CaseCollector, type Exported, type ExportRequest, type Format, type InputFile } from './format.js';

const questionVariables = ['question', 'query', 'input', 'prompt', 'message', 'user_input'];
/** Assertions whose value must stand in the answer. */
const containing = new Set(['contains', 'icontains', 'contains-all', 'icontains-all', 'equals', 'context-recall']);

type Yaml = { value: unknown; lineOf(path: readonly (string | number)[]): number | undefined };

function parseYaml(text: string): Yaml | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: counter, schema: 'core' });
  if (document.errors.length > 0 || !(isMap(document.contents) || isSeq(document.contents))) return undefined;
  return {
    value: expandAliases(document),
    lineOf(path) {
      const node = document.getIn(path, true) as Node | undefined;
      return node?.range == null ? undefined : counter.linePos(node.range[0]).line;
    },
  };
}

/** A file of a few lines can name itself into billions of nodes. @throws YingjiaError EVAL for one that does. */
function expandAliases(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new YingjiaError('EVAL', {
      problem: `The YAML cannot be expanded: ${(cause as Error).message}.`,
      fix: 'Write its tests out, without aliases within aliases.',
      cause,
    });
  }
}

/** The tests and where they stand, of a configuration or of a bare list. */
function testsOf(yaml: Yaml): { tests: unknown[]; path: readonly string[]; defaults: Record<string, unknown> } | undefined {
  if (Array.isArray(yaml.value)) return { tests: yaml.value, path: [], defaults: {} };
  const record = asRecord(yaml.value);
  const defaults = asRecord(record?.defaultTest) ?? {};
  if (Array.isArray(record?.tests)) return { tests: record.tests, path: ['tests'], defaults };
  return record?.tests === undefined ? undefined : { tests: [record.tests], path: ['tests'], defaults };
}

function expandVariables(variables: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  return Object.entries(variables).reduce<Record<string, unknown>[]>(
    (combinations, [name, value]) =>
      Array.isArray(value) && name !== 'context'
        ? combinations.flatMap((combination) => value.map((each) => ({ ...combination, [name]: each })))
        : combinations.map((combination) => ({ ...combination, [name]: value })),
    [{}],
  );
}

type Assertions = { answers: string[]; refuses: boolean };

function parseAssertions(list: readonly unknown[], line: number | undefined, collector: CaseCollector): Assertions {
  const found: Assertions = { answers: [], refuses: false };
  for (const each of list) {
    const assertion = asRecord(each);
    const type = asText(assertion?.type) ?? 'without type';
    if (type === 'assert-set') {
      const inner = parseAssertions(Array.isArray(assertion?.assert) ? assertion.assert : [], line, collector);
      found.answers.push(...inner.answers);
      found.refuses ||= inner.refuses;
    } else if (type === 'is-refusal') found.refuses = true;
    else if (containing.has(type) && !asTexts(assertion?.value).some((text) => text.startsWith('file://')))
      found.answers.push(...asTexts(assertion?.value));
    else collector.lose(line, `the assertion "${type}" has no counterpart`);
  }
  return found;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function parseTest(given: unknown, defaults: Readonly<Record<string, unknown>>, line: number | undefined, collector: CaseCollector): void {
  const test = asRecord(given);
  if (test === undefined) {
    collector.lose(line, `"${String(given)}" names tests elsewhere, which are not read: import that file`);
    return;
  }
  const { answers, refuses } = parseAssertions([...listOf(defaults.assert), ...listOf(test.assert)], line, collector);
  const metadata = asRecord(test.metadata) ?? {};
  const variables = { ...asRecord(defaults.vars), ...asRecord(test.vars) };
  for (const combination of expandVariables(variables)) {
    const question = questionVariables.map((name) => asText(combination[name])).find((text) => text !== undefined);
    if (question === undefined) {
      collector.lose(line, `has no question among its vars (${Object.keys(variables).join(', ') || 'none'})`);
      continue;
    }
    const answerable = typeof metadata.answerable === 'boolean' ? metadata.answerable : !refuses;
    const kept = Array.isArray(metadata.evidence) ? (metadata.evidence as TestCase['evidence']) : undefined;
    const evidence = kept ?? asTexts(combination.context ?? []).map((quote) => ({ quote }));
    if (answerable && evidence.length === 0) collector.lose(line, 'has no context: its citations cannot be scored');
    const tags = asTexts(metadata.tags ?? metadata.category ?? []);
    collector.add(line, {
      id: asText(metadata.id) ?? asText(test.description),
      question,
      answerable,
      evidence: answerable ? evidence : [],
      ...(answers.length > 0 ? { answers } : {}),
      ...(Array.isArray(metadata.history) ? { history: metadata.history as TestCase['history'] } : {}),
      ...(tags.length > 0 ? { tags } : {}),
    });
  }
}

function parse([file]: readonly InputFile[]) {
  const collector = new CaseCollector(file!.path);
  const yaml = parseYaml(file!.text);
  const found = yaml && testsOf(yaml);
  found?.tests.forEach((test, index) => {
    const path = found.path.length > 0 && !Array.isArray(asRecord(yaml!.value)?.tests) ? found.path : [...found.path, index];
    parseTest(test, found.defaults, yaml!.lineOf(path), collector);
  });
  return collector.finish();
}

function render({ cases }: ExportRequest): Exported {
  const tests = cases.map((testCase) => ({
    description: testCase.id,
    vars: {
      question: testCase.question,
      ...(testCase.evidence.some(({ quote }) => quote !== '') ? { context: testCase.evidence.map(({ quote }) => quote).join('\n') } : {}),
    },
    assert: testCase.answerable ? (testCase.answers ?? []).map((value) => ({ type: 'icontains', value })) : [{ type: 'is-refusal' }],
    metadata: {
      id: testCase.id,
      answerable: testCase.answerable,
      evidence: testCase.evidence,
      ...(testCase.history === undefined ? {} : { history: testCase.history }),
      ...(testCase.tags === undefined ? {} : { tags: testCase.tags }),
    },
  }));
  const losses = cases
    .filter(({ answerable, answers }) => !answerable && (answers?.length ?? 0) > 0)
    .map(({ id }) => ({ path: 'promptfoo-tests.yaml', reason: `${id}: expected words of a case to be declined are left out` }));
  return { files: [{ path: 'promptfoo-tests.yaml', text: stringify(tests, { lineWidth: 0, aliasDuplicateObjects: false }) }], losses };
}

export const promptfoo: Format = {
  name: 'promptfoo',
  title: 'promptfoo (YAML)',
  recognizes(files) {
    if (files.length !== 1 || /^\s*[[{]/.test(files[0]!.text)) return false;
    const yaml = parseYaml(files[0]!.text);
    const found = yaml && testsOf(yaml);
    if (found === undefined) return false;
    return found.path.length > 0 || found.tests.some((test) => asRecord(test)?.vars !== undefined);
  },
  parse,
  render,
};
