/** Words of weight that a claim brings of its own: "only", "all", another currency. Each must stand in the quotes in some form. Pure. */
import { countMatches, retoldSentences } from './anchors.js';
import type { Reading } from './reading.js';
import type { Check, Evidence, Fault } from './verify.js';

/** A word of the claim, and what in the quotes carries it. Folded text: Simplified characters, lower case. */
type Addition = { what: string; stated: RegExp; carried: RegExp; kind: Fault['kind'] };

const additions: readonly Addition[] = [
  {
    what: 'that it is the only one',
    kind: 'addition',
    stated: /\b(?:only(?! one\b)|solely|exclusively|nobody else|no one else|no other)\b(?!-)|只有|唯一|仅有|独家|唯独/,
    carried:
      /\b(?:only|solely|exclusive|exclusively|sole|alone|single|just|merely|mere|no other|except|exception|unless|one (?:customer|client|reason|way))\b|只|唯|仅|独|单|专|除了|以外|之外|例外|一家/,
  },
  {
    what: 'that it holds for all',
    kind: 'addition',
    stated:
      /\b(?:(?<!at )all|every|always|everyone|everybody)\b(?! (?:at once|in all))|所有|全部|一切|总是|永远|每(?!天|年|月|日|一美元|美元|顆|颗)/,
    carried:
      /\b(?:all|every|each|always|any|anywhere|anything|everything|everyone|everybody|anyone|entire|entirely|whole|wholly|both|per|across|never|none|no|full|fully|total)\b|所有|全部|一切|总|永远|每|任何|整个|整座|都|皆|各|全|凡|无不|单位|随/,
  },
];

/** Currencies by name; each must be the quotes' own. */
const currencies: readonly RegExp[] = [
  /\b(?:euros?|eur)\b|欧元|€/,
  /\b(?:pounds? sterling|sterling|gbp)\b|英镑|£/,
  /\b(?:yen|jpy)\b|日元|日圆|円/,
  /\b(?:yuan|renminbi|rmb|cny)\b|人民币/,
  /\b(?:nt dollars?|new taiwan dollars?|twd)\b|\bnt\$|新台币|台币/,
  /\b(?:hong kong dollars?|hkd)\b|\bhk\$|港元|港币/,
  /\b(?:won|krw)\b(?= |$)(?<=\d won)|韩元|韩圆/,
  /(?:\bus )?\bdollars?\b|\busd\b|美元|美金/,
];
/** A bare sign of dollars names none of them. */
const anyDollar = /\$/;

/** "Only" right before a name, and words that single somebody out. */
const before = /(?:\bonly|只有|唯有|仅有)\s*(?:the\s)?$/;
const singled = /\b(?:only|alone|sole|solely|exclusive|exclusively|except|exception)\b|只有|只(?=[供给让为服])|唯|仅|独家|除/;
const owning = /^(?:'s\b|'|\s?的)/;

/** Whom a claim singles out, the quotes must single out in the clause that names him; for what is his it may stand in another. */
function singlesOut({ claim, quotes }: Evidence): boolean {
  const names = claim.tokens.filter(({ actor, start }) => actor === true && before.test(claim.plain.slice(0, start)));
  return names.some((name) => !quotes.some((quote) => isSingledIn(quote, owning.test(claim.plain.slice(name.end)) ? undefined : name.key)));
}

function isSingledIn({ tokens, plain }: Reading, key: string | undefined): boolean {
  if (key === undefined) return singled.test(plain);
  const clauses = new Set(tokens.filter((token) => token.key === key || token.inner === key).map(({ clause }) => clause));
  return [...clauses].some((clause) => {
    const own = tokens.filter((token) => token.clause === clause);
    return singled.test(plain.slice(own[0]!.start, own.at(-1)!.end));
  });
}

export const checkAdditions: Check = (evidence) => {
  const { claim, quotes } = evidence;
  const found = additions.find(
    ({ stated, carried }) =>
      stated.test(claim.plain) && (!quotes.some(({ plain }) => carried.test(plain)) || addsOneMore(stated, evidence)),
  );
  if (found !== undefined) return { kind: found.kind, detail: `The quotes do not say ${found.what}.` };
  if (singlesOut(evidence)) return { kind: 'addition', detail: 'The quotes do not say that it is the only one.' };
  return bringsCurrency(evidence) ? { kind: 'number', detail: 'The quotes name another currency.' } : undefined;
};

/** A claim that says a sentence all but word for word may not say "all" more often. */
function addsOneMore(stated: RegExp, { claim, quotes }: Evidence): boolean {
  const retold = quotes.flatMap((quote) => retoldSentences(claim, quote));
  return retold.length > 0 && countMatches(stated, claim.plain) > retold.reduce((sum, { text }) => sum + countMatches(stated, text), 0);
}

function bringsCurrency({ claim, quotes }: Evidence): boolean {
  const isNamed = (currency: RegExp) => quotes.some(({ plain }) => currency.test(plain));
  return currencies.some(
    (currency, index) =>
      currency.test(claim.plain) &&
      !isNamed(currency) &&
      !(index === currencies.length - 1 && quotes.some(({ plain }) => anyDollar.test(plain))),
  );
}
