/**
 * Claims of a model that differ on the same value: told apart as the extractive answer tells sentences apart, so that each stands with its source
 * and date. In: verified claims with their citations. Out: groups of claims, by index, and who reports each. Pure.
 */
import { termsOf } from '../text/terms.js';
import type { Answer, Citation, Claim, Retrieval } from '../types.js';
import { dateFollows } from './dates.js';
import { alike, answeringValues, type Difference, differenceOf, reporterOf, type Stated, splitSides } from './disagree.js';
import { amountsDiffer, datesDiffer } from './values.js';

/** Share of the shorter claim's terms that two claims have in common where the question asks for no value: told of the same thing. */
const SAME_MATTER = 0.6;

export type WrittenConflict = { claims: readonly number[] };
export type Reporter = { source: string; date: string | undefined };

type Statement = Stated & { index: number };

/** @returns no group where the claims agree, or come from one source. */
export function findConflicts(
  { claims, citations }: Pick<Answer, 'claims' | 'citations'>,
  retrieval: Retrieval,
  question: string,
): WrittenConflict[] {
  if (retrieval.asks === 'reason') return [];
  const statements = claims.flatMap((claim, index) => statementOf(claim, index, citations, retrieval, question));
  const asked = differenceOf(retrieval.asks, question);
  const areRivals = (one: Statement, other: Statement) =>
    asked === undefined ? differsAnyhow(one, other) : asked(one.values, other.values) && alike(one, other);
  const agree = (one: Statement, other: Statement) => agrees(one, other, asked);
  return groupsOf(statements, areRivals, agree).map((group) => ({ claims: group.map(({ index }) => index) }));
}

/** Claims may differ on more than one value: each that is in no group yet is tried as the one that others differ from. */
function groupsOf(statements: readonly Statement[], areRivals: Comparison, agree: Comparison): Statement[][] {
  const [first, ...rest] = statements;
  if (first === undefined) return [];
  const group = splitSides(statements, { areRivals, agree })?.flat() ?? [];
  const others = group.length === 0 ? rest : statements.filter((each) => !group.includes(each));
  return [...(group.length === 0 ? [] : [group]), ...groupsOf(others, areRivals, agree)];
}

type Comparison = (one: Statement, other: Statement) => boolean;

/** The same value of the same thing. */
function agrees(one: Statement, other: Statement, asked: Difference): boolean {
  return alike(one, other) && shareValue(one, other) && !(asked ?? valuesDiffer)(one.values, other.values);
}

function shareValue({ values: one }: Statement, { values: other }: Statement): boolean {
  const dated = one.dates.some(({ date }) => other.dates.some((each) => dateFollows(date, each.date) || dateFollows(each.date, date)));
  return dated || one.quantities.some((a) => other.quantities.some((b) => a.unit === b.unit && a.value === b.value));
}

const valuesDiffer: NonNullable<Difference> = (one, other) =>
  datesDiffer(one.dates, other.dates) || amountsDiffer(one.quantities, other.quantities, new Set());

/** Where no value is asked for, two claims differ on one only if they say the same but for it. */
function differsAnyhow(one: Statement, other: Statement): boolean {
  const common = [...one.terms].filter((term) => other.terms.has(term)).length;
  return common >= SAME_MATTER * Math.min(one.terms.size, other.terms.size) && valuesDiffer(one.values, other.values);
}

function statementOf(claim: Claim, index: number, citations: readonly Citation[], retrieval: Retrieval, question: string): Statement[] {
  const reporter = reporterOfClaim(claim, citations, retrieval);
  if (reporter === undefined) return [];
  return [
    {
      index,
      sourceKey: reporter.source,
      values: answeringValues(claim.text, reporter.date, question),
      terms: new Set(termsOf(claim.text)),
    },
  ];
}

/** Who reports what a claim says: whom its first quote names. */
export function reporterOfClaim(claim: Claim, citations: readonly Citation[], { sections }: Retrieval): Reporter | undefined {
  const citation = citations.find(({ marker }) => marker === claim.citations[0]);
  const article = sections.find(
    (section) => section.article.id === citation?.articleId && section.article.version === citation.articleVersion,
  )?.article;
  return citation === undefined || article === undefined ? undefined : reporterOf(article, citation.start, citation.end);
}
