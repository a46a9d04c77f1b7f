/** Every case, the worst first: question, answer, citations marked in their passages, what was found, and what it was before. Pure. */
import type { Citation, Hit } from '../../types.js';
import { isExactSlice } from '../citations.js';
import type { ChangedCase, Comparison } from '../compare.js';
import { evidenceOverlapped } from '../evidence.js';
import { metricByName, renderMetricValue } from '../metric-list.js';
import type { CaseResult, EvaluationRun } from '../run.js';
import { kindOf } from '../test-set.js';
import { type Html, html } from './html.js';
import { renderMarked } from './marked-text.js';

/** A page of more cases than this would be too heavy for a phone; the others are counted. */
const SHOWN = 400;
/** UTF-16 units shown on each side of a quote that stands in no passage found. */
const AROUND = 160;

/** The larger, the earlier in the list: false quotes, then wrong outcomes by how sure the bot was, then what was right but badly found. */
function badnessOf({ testCase, answer, scores }: CaseResult): number {
  const falseQuote = (scores['quote-validity'] ?? 1) < 1 ? 4 : 0;
  const misled = testCase.answerable ? 1 - answer.confidence : answer.confidence;
  if (scores.right !== 1) return falseQuote + 2 + misled + (testCase.answerable ? 0 : 0.5);
  const quality = [scores['hit@1'], scores['evidence-hit@1'], scores['citation-recall'], scores['nugget-recall']].filter(
    (value) => value !== undefined,
  );
  const lack = quality.reduce((sum, value) => sum + 1 - value, 0) / Math.max(1, quality.length);
  return falseQuote + lack + misled / 10;
}

function explain({ testCase, answer, scores }: CaseResult): string {
  const declined = answer.status === 'not-in-articles';
  if ((scores['quote-validity'] ?? 1) < 1) return 'a quote does not stand where its citation says';
  if (scores.right === 1)
    return testCase.answerable ? (scores['evidence-hit@1'] === 0 ? 'right, but not by its first citation' : 'right') : 'rightly declined';
  if (!testCase.answerable) return 'answered, and should have been declined';
  if (declined) return 'declined, though the articles answer it';
  return scores['passage-hit@5'] === 1 ? 'evidence was found, and not cited' : 'evidence was not found';
}

const idOf = (id: string) => `case-${id}`;

type Found = { text: string; start: number };

/** The passage found that holds the citation, else the words around it in the article. */
function surroundingsOf(citation: Citation, hits: readonly Hit[], run: EvaluationRun): Found {
  const { articleId, articleVersion, start, end } = citation;
  const hit = hits.find(({ passage }) => passage.articleId === articleId && passage.start <= start && end <= passage.end);
  if (hit !== undefined) return { text: hit.passage.text, start: hit.passage.start };
  const text = run.textOf(articleId, articleVersion);
  if (text === undefined) return { text: citation.quote, start };
  const from = Math.max(0, start - AROUND);
  return { text: text.slice(from, end + AROUND), start: from };
}

function renderCitation(citation: Citation, result: CaseResult, run: EvaluationRun): Html {
  const around = surroundingsOf(citation, result.answer.hits, run);
  const evidence = result.ranges.filter(({ articleId, grade }) => articleId === citation.articleId && grade > 0);
  const exact = isExactSlice(citation, run.textOf);
  const meets = evidenceOverlapped(citation, result.ranges).length > 0;
  const origin = [citation.title, ...citation.headings, ...citation.sources.map(({ publisher, title }) => publisher ?? title)].filter(
    (part) => part !== '',
  );
  return html`<div class="passage"><header><span>[${citation.marker}] ${origin.join(' › ')}</span><span class="scores">${
    !exact && html`<span class="chip wrong">no exact slice</span>`
  }${result.testCase.answerable && html`<span class="chip ${meets ? 'right' : 'wrong'}">${meets ? 'on the evidence' : 'beside the evidence'}</span>`}</span></header>${renderMarked(
    around.text,
    around.start,
    { cited: citation, answering: citation.span, evidence },
  )}${!exact && html`\n\nquoted as: ${citation.quote}`}</div>`;
}

function renderEvidence({ testCase, ranges }: CaseResult): Html {
  if (testCase.evidence.length === 0) return html``;
  const located = new Set(ranges.map(({ item }) => item));
  return html`<h3>Expected evidence</h3>${testCase.evidence.map(
    ({ articleId, quote }, item) =>
      html`<div class="passage"><header><span>${articleId ?? 'any article'}</span>${!located.has(item) && html`<span class="chip wrong">stands in no article</span>`}</header>${quote === '' ? 'the whole article' : quote}</div>`,
  )}${testCase.answers !== undefined && html`<p class="note">Expected facts: ${testCase.answers.join(' · ')}</p>`}`;
}

function renderHits({ answer, ranges }: CaseResult): Html {
  const best = Math.max(1e-9, ...answer.hits.map(({ score }) => score));
  return html`<h3>Passages found</h3><div class="hits">${answer.hits.map(({ passage, score, lexical, similarity }) => {
    const evidence = ranges.filter(({ articleId, grade }) => articleId === passage.articleId && grade > 0);
    const helps = evidenceOverlapped(passage, ranges).length > 0;
    return html`<details><summary><span class="start">${helps && html`<span class="chip right">evidence</span> `}${passage.articleId} · ${passage.text.slice(0, 90)}</span><span class="number"><span class="bar" style="width:${Math.round((Math.max(0, score) / best) * 48)}px"></span>${score.toFixed(2)}</span></summary>
<div class="passage"><header><span>${[passage.articleId, ...passage.headings].join(' › ')}</span><span class="number">words ${lexical.toFixed(2)} · vectors ${similarity.toFixed(2)}</span></header>${renderMarked(passage.text, passage.start, { evidence })}</div></details>`;
  })}</div>`;
}

function renderBefore(change: ChangedCase): Html {
  const { was } = change;
  return html`<h3>Before, in the baseline</h3><p class="answer declined">${was.status === 'not-in-articles' ? 'Declined.' : was.text}</p>${was.citations.map(
    ({ articleId, quote }) => html`<div class="passage"><header><span>${articleId}</span></header>${quote}</div>`,
  )}`;
}

function renderScores({ scores }: CaseResult): Html {
  const shown = Object.entries(scores).filter(([name]) => metricByName.has(name));
  return html`<h3>Scores</h3><div class="scores number">${shown.map(
    ([name, value]) => html`<span class="chip">${name} ${renderMetricValue(value, metricByName.get(name)!.unit)}</span>`,
  )}</div>`;
}

function renderCase(result: CaseResult, run: EvaluationRun, change: ChangedCase | undefined): Html {
  const { testCase, answer, scores } = result;
  const right = scores.right === 1;
  const declined = answer.status === 'not-in-articles';
  const outcome = [
    right ? 'right' : 'wrong',
    declined ? 'declined' : 'answered',
    ...(change === undefined ? [] : ['changed', change.change]),
  ].join(' ');
  const history = testCase.history ?? [];
  return html`<details class="case ${right ? 'right' : 'wrong'}" id="${idOf(testCase.id)}" data-kind="${kindOf(testCase)}" data-outcome="${outcome}">
<summary><span class="dot"></span><span class="question">${testCase.question}</span><span class="sure number">${(answer.confidence * 100).toFixed(0)} % sure</span>
<span class="why">${testCase.id} · ${(testCase.tags ?? []).join(', ')} · ${explain(result)}${change !== undefined && change.change !== 'other' && html` · <span class="chip ${change.change === 'fixed' ? 'better' : 'worse'}">${change.change}</span>`}</span></summary>
<div class="body">${history.length > 0 && html`<h3>Asked before</h3>${history.map(({ question, answer: said }) => html`<p class="note">${question}${said !== undefined && html`<br>→ ${said}`}</p>`)}`}
<h3>${declined ? 'Declined' : 'Answer'}</h3><p class="answer ${declined && 'declined'}">${answer.text === '' ? '(no words)' : answer.text}</p>
${answer.citations.map((citation) => renderCitation(citation, result, run))}${answer.withheld.length > 0 && html`<p class="note">Withheld: ${answer.withheld.map(({ reason }) => reason).join('; ')}</p>`}
${change !== undefined && renderBefore(change)}${renderEvidence(result)}${renderHits(result)}${renderScores(result)}</div></details>`;
}

export function renderCases(run: EvaluationRun, comparison: Comparison | undefined): Html {
  const worstFirst = [...run.results].sort((left, right) => badnessOf(right) - badnessOf(left));
  const changeById = new Map(comparison?.changed.map((change) => [change.id, change]));
  const kinds = [...new Set(run.results.map(({ testCase }) => kindOf(testCase)))].sort();
  const outcomes = ['wrong', 'right', 'answered', 'declined', ...(comparison === undefined ? [] : ['changed', 'fixed', 'broken'])];
  const option = (name: string) => html`<option value="${name}">${name}</option>`;
  return html`<div class="filter" hidden><input type="search" placeholder="Words in a case…" aria-label="Words in a case">
<select aria-label="Kind of question"><option value="">every kind</option>${kinds.map(option)}</select>
<select aria-label="Outcome"><option value="">every outcome</option>${outcomes.map(option)}</select>
<button type="button">Open or close all</button><output></output></div>
<p class="key"><span><mark>cited</mark></span><span><mark><b>the words that answer</b></mark></span><span class="evidence">evidence of the test set</span></p>
${worstFirst.slice(0, SHOWN).map((result) => renderCase(result, run, changeById.get(result.testCase.id)))}
${worstFirst.length > SHOWN && html`<p class="note">${worstFirst.length - SHOWN} better cases are left out here; "eval --cases" writes them all.</p>`}`;
}
