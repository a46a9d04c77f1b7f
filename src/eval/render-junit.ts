/** A run as JUnit XML, which every CI shows: one test a case, one a check of the gate. Pure. */
import type { GateResult } from './gate.js';
import type { RunCase, RunDocument } from './run-document.js';
import { kindOf } from './test-set.js';

const named: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** For text and attributes; what XML 1.0 cannot hold at all becomes U+FFFD. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"'\n\r\t]/g, (character) => named[character]!);

function explain({ answerable, status, text, citations }: RunCase): string {
  if (!answerable) return `It should have been declined, and was answered: ${text}`;
  if (status === 'not-in-articles') return 'The articles answer it, and it was declined.';
  return `No citation stands on the evidence. Answer: ${text}\nCited: ${citations.map(({ articleId, quote }) => `${articleId}: ${quote}`).join('\n')}`;
}

function renderCase(each: RunCase): string {
  const seconds = ((each.scores.latency ?? 0) / 1000).toFixed(3);
  const open = `    <testcase classname="${escapeXml(kindOf(each))}" name="${escapeXml(`${each.id}: ${each.question}`)}" time="${seconds}"`;
  if (each.scores.right === 1) return `${open}/>`;
  return `${open}>\n      <failure message="${escapeXml(each.answerable ? 'not answered rightly' : 'not declined')}">${escapeXml(explain(each))}</failure>\n    </testcase>`;
}

export function renderJunit(run: RunDocument, gate?: GateResult): string {
  const wrong = run.cases.filter(({ scores }) => scores.right !== 1).length;
  const checks = gate?.checks ?? [];
  const failedChecks = checks.filter(({ held, warning }) => !held && !warning);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="yingjia eval" tests="${run.cases.length + run.failures.length + checks.length}" failures="${wrong + failedChecks.length}" errors="${run.failures.length}" time="${run.seconds.toFixed(3)}">`,
  ];
  if (gate !== undefined) {
    lines.push(`  <testsuite name="gate" tests="${checks.length}" failures="${failedChecks.length}">`);
    for (const check of checks) {
      const open = `    <testcase classname="gate" name="${escapeXml(`${check.metric} ${check.rule}`)}"`;
      const failed = !check.held && !check.warning;
      lines.push(failed ? `${open}><failure message="${escapeXml(check.explanation)}"/></testcase>` : `${open}/>`);
    }
    lines.push('  </testsuite>');
  }
  lines.push(
    `  <testsuite name="${escapeXml(run.set)}" tests="${run.cases.length + run.failures.length}" failures="${wrong}" errors="${run.failures.length}">`,
  );
  lines.push(...run.cases.map(renderCase));
  for (const { id, problem } of run.failures) {
    lines.push(`    <testcase classname="failed" name="${escapeXml(id)}"><error message="${escapeXml(problem)}"/></testcase>`);
  }
  return [...lines, '  </testsuite>', '</testsuites>', ''].join('\n');
}
