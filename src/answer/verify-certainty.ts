/**
 * How sure a claim is: what the quotes call possible, planned, expected or somebody's opinion, a claim may not tell as done and true. Held against the
 * clause of the quotes that it shares most with, so that it may leave the rest away. Pure.
 */
import { contentOf, countMatches, isContent, retoldSentences, weightOf } from './anchors.js';
import type { Reading, Token } from './reading.js';
import type { Check, Fault } from './verify.js';

/** Folded text: Simplified characters, lower case. */
const possible =
  /\b(?:may|might|could|possibl[ey]|possibility|perhaps|maybe|potential|potentially|likely|probably|whether|can|would|risks?|if|worr(?:y|ies|ied)|fears?|feared|concern\w*|doubts?)\b|可能|也许|或许|恐怕|潜在|有望|说不定|未必|不一定|会不会|若|如果|假如|要是|倘|假使|是否|还是|风险|疑问|问题|担心|烦恼|忧|怕|能够|能(?=扩|用|在|让|做|使|提|成)/;
/** Of these a claim must keep one where its quote has one. */
const open = /(?<!wherever it )\b(?:may|might|could|possibly|perhaps|potential|potentially)\b|可能|也许|或许|恐怕|潜在/;
const planned =
  /\b(?:plan|plans|planned|planning|intend|intends|intended|aim|aims|aimed|hope|hopes|hoped|want|wants|wanted|wishes|wish|seek|seeks|meant|means to|designed (?:so|to)|supposed|has to|have to|needs? to|set to|going to|(?:is|are|was|were) (?:together |due |about |yet )?to|will|would|shall|should|must|goal|target|ambition|strategy|commit|commits|committed|promise|promises|promised|pledge|pledged|yet to)\b|'ll\b|打算|计[划画]|规[划画]|希望|想|目标|将|(?<!不)会(?![计议员社话长])|预定|预计|准备|(?<!主|重|需|必|不)要(?!求|素|点)|承诺|答应|必须|应该|须|可(?=扩|供|让)/;
const expected =
  /\b(?:expect|expects|expected|project|projects|projected|projection|estimate|estimates|estimated|estimation|forecast|forecasts|predict|predicts|predicted|foresee|foresees|foresaw|anticipates?|anticipated|outlook|reckons?|puts?|sees?)\b|预期|预测|预估|预料|估计|推估|估算|看好|认为/;
/** A source's own view, not what it reports. */
const opinion =
  /\b(?:claims?|claimed|argues?|argued|argument|maintains?|maintained|contends?|contended|believes?|believed|thinks|thought|warns?|warned|asserts?|asserted|insists?|insisted|alleges?|alleged)\b|\b(?:holds|held) that\b|主张|宣称|声称|认为|自称|辩称|警告/;
/** Says that a thing is over and done. */
const done =
  /\balready\b|(?<!\bto )\bha(?:s|ve|d) (?:(?:already|since|now|just) )?(?!been\b|plann|intend|promis|committ|expect|project|estimat)(?:\w+(?:ed|en|wn)|begun|built|made|put|sold|bought|left|lost|won|held|kept|led|met|paid|set|spent|gone|done|become|run|cut|sent|told|found)\b|已经|已(?=完成|做到|建成)|做到了/;
/** The same in a quote, where a simple past does, other than that of who plans or tells. */
const happened =
  /(?<!规[划画]|计[划画]|打算|承诺|答应|宣布|为)了|(?<!\b(?:be|been) )\b(?!(?:plann|intend|hop|want|expect|project|estimat|announc|stat|report|promis|commit|claim|call|explain)\w*ed\b)\w{2,}ed\b/;
/** Allowed or able to: none of it says that it is done. */
const able = /(?<!wherever it )\b(?:can|could|may|might|be able to)\b(?! not)|(?<!不)可以|可(?=供|让|扩)/;
const enabled =
  /(?<!wherever it )\b(?:can|cannot|could|may|might|able|ability|allow\w*|let|lets|permit\w*|access|rights?|free|freely|\w+[ai]ble|enabl\w*|any|use[ds]? as|worth|would|will|potential\w*|scal\w+|up to|suit\w*|fit|fits|support\w*)\b|可|能|得以|会|将|任何|得到|取得|权|最多|用于|支援|让/;
/** Any word by which a claim tells that somebody says so. */
const told =
  /\b(?:say|says|said|saying|tells?|told|according|per|view|views|opinion|words|report\w*|writes?|wrote|explain\w*|describ\w*|called|calls?|stat(?:e|es|ed)|not(?:es|ed)|suggest\w*|promis\w*|usage|for (?:him|her|them)|sees?|regard\w*|insist\w*|claim\w*|reckon\w*|rebut\w*|repl(?:y|ies|ied)|answer\w*|telling|stated|mean[st]?|put it|announc\w*)\b|说|宣布|公布|表示|依|据|照|看来|看法|观点|指出|报道|报导|强调|坦言|提到|写道|口中|形容|称|眼中|理由|意思|推销|来说/;

/** Share of a clause of the quotes that a claim must hold to tell what the clause tells. */
const TOLD_SHARE = 0.5;

export const checkCertainty: Check = ({ claim, quotes }) => {
  const has = (pattern: RegExp) => pattern.test(claim.plain);
  if (quotes.some((quote) => losesOne(claim, quote))) return fault('possible');
  const clauses = quotes.flatMap((quote) => clausesOf(quote));
  if (clauses.some((clause) => open.test(clause.text) && losesChance(clause, claim, clauses))) return fault('possible');
  const nearest = nearestTo(contentOf(claim).keys, clauses);
  if (nearest === undefined) return undefined;
  const unreal = has(possible) || has(planned) || has(expected);
  const isPlan = planned.test(nearest.text) || expected.test(nearest.text);
  if (isPlan && !unreal && !has(opinion) && !has(told)) return fault('planned or expected');
  if (clausesOf(claim).some((clause) => has(done) && !has(possible) && done.test(clause.text) && isAhead(deedLike(clause, clauses))))
    return fault('planned or expected');
  const enables = (clause: Clause | undefined) => clause !== undefined && able.test(clause.text);
  if (!has(enabled) && !has(possible) && clausesOf(claim).some((clause) => enables(nearestTo(deedsOf(clause), clauses))))
    return fault('possible');
  if (opinion.test(nearest.sentence) && !has(opinion) && !has(told) && !has(expected)) return fault("somebody's view");
  return undefined;
};

/** A claim that says a sentence all but word for word must say "may" as often. */
function losesOne(claim: Reading, quote: Reading): boolean {
  const hasFewer = (pattern: RegExp, text: string) => countMatches(pattern, claim.plain) < countMatches(pattern, text);
  return retoldSentences(claim, quote).some(({ text }) => hasFewer(possible, text) && hasFewer(open, text));
}

const fault = (what: string): Fault => ({ kind: 'certainty', detail: `The quotes call it ${what}; the claim tells it as a fact.` });

type Clause = { text: string; sentence: string; start: number; end: number; tokens: readonly Token[] };

function clausesOf({ tokens, plain }: Reading): Clause[] {
  const textOf = (among: readonly Token[]) =>
    plain.slice(Math.min(...among.map(({ start }) => start)), Math.max(...among.map(({ end }) => end)));
  const numbers = [...new Set(tokens.map(({ clause }) => clause))];
  return numbers.map((number) => {
    const own = tokens.filter(({ clause }) => clause === number);
    const { start, sentence } = own[0]!;
    return {
      text: textOf(own),
      sentence: textOf(tokens.filter((token) => token.sentence === sentence)),
      start,
      end: own.at(-1)!.end,
      tokens: own.filter(isContent),
    };
  });
}

/** The clause of the quotes that tells what one of the claim tells: that of the deed which it tells as done, else that which shares most. */
function deedLike(clause: Clause, clauses: readonly Clause[]): Clause | undefined {
  const at = clause.start + done.exec(clause.text)!.index;
  const deed = clause.tokens.find(({ start, end, name }) => name !== true && (start >= at || end > at));
  const same = clauses.filter(({ tokens }) => tokens.some(({ key }) => key === deed?.key));
  return nearestTo(new Set(clause.tokens.map(({ key }) => key)), same.length > 0 ? same : clauses);
}

const isAhead = (clause: Clause | undefined) =>
  clause !== undefined &&
  (planned.test(clause.text) || expected.test(clause.text)) &&
  !done.test(clause.text) &&
  !happened.test(clause.text);

const deedsOf = ({ tokens }: Clause) =>
  new Set(tokens.filter(({ name, speech }) => name !== true && speech !== true).map(({ key }) => key));

const sharedWith = ({ tokens }: Clause, keys: ReadonlySet<string>) => weightOf(tokens.filter(({ key }) => keys.has(key)));

function nearestTo(keys: ReadonlySet<string>, clauses: readonly Clause[]): Clause | undefined {
  return clauses.reduce<Clause | undefined>(
    (found, each) => (sharedWith(each, keys) > (found === undefined ? 0 : sharedWith(found, keys)) ? each : found),
    undefined,
  );
}

/** Whether the claim tells what the clause tells without its "may": in the same clause of its own, or before it in the sentence. */
function losesChance(clause: Clause, claim: Reading, clauses: readonly Clause[]): boolean {
  // Who says it stands in a clause of its own: the deed is looked for.
  const keys = deedsOf(clause);
  const own = clausesOf(claim);
  const isNearest = own.some((each) => nearestTo(deedsOf(each), clauses) === clause);
  if (!isNearest && sharedWith(clause, contentOf(claim).keys) < TOLD_SHARE * weightOf(clause.tokens)) return false;
  const told = own.reduce((best, each) => (sharedWith(each, keys) > sharedWith(best, keys) ? each : best));
  const sentence = claim.tokens.find(({ start }) => start === told.start)!.sentence;
  const start = Math.min(...claim.tokens.filter((token) => token.sentence === sentence).map((token) => token.start));
  const text = claim.plain.slice(start, told.end);
  return (done.test(told.text) && !open.test(told.text)) || (!possible.test(text) && !(planned.test(text) && expected.test(text)));
}
