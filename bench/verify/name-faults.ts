/** Faults of names: exchanged, replaced by another of the collection, by one of the quotes, or by one that nobody mentions. Pure. */
import type { GlossaryRow } from '../../src/text/glossary.js';
import type { FaultContext, TrueClaim } from './faults.js';
import { isToldOfBoth, stateOneFact } from './same-facts.js';

type Form = { form: string; row: number };

/** Names of the collection as they stand in a text, longest first at each place. */
function namesIn(text: string, glossary: readonly GlossaryRow[]): (Form & { at: number })[] {
  const forms: Form[] = glossary
    .flatMap(({ zh, en }, row) => (isActor(en) ? [...zh, ...en].map((form) => ({ form, row })) : []))
    .sort((one, other) => other.form.length - one.form.length);
  const found: (Form & { at: number })[] = [];
  for (const { form, row } of forms) {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      const inWord =
        /[A-Za-z0-9]/.test(form) && (/[A-Za-z0-9]/.test(text[at - 1] ?? '') || /[A-Za-z0-9]/.test(text[at + form.length] ?? ''));
      if (!inWord && !found.some((other) => at < other.at + other.form.length && at + form.length > other.at))
        found.push({ form, row, at });
    }
  }
  return found.sort((one, other) => one.at - other.at);
}

const isActor = (english: readonly string[]) =>
  english.every((form) => /^[A-Z]/.test(form)) &&
  !english.some((form) =>
    /\d|^(?:GPU|ERP|Q4|Moore|Trojan|The Pause|Autonomous|Mission|January|June|October|November|ChatGPT|SmartNIC|Copilot)/.test(form),
  );

export function swapSubjects({ text }: TrueClaim, { glossary }: FaultContext): string[] {
  const names = [...namesIn(text, glossary), ...latinActors(text)].sort((one, other) => one.at - other.at);
  const swapped: string[] = [];
  for (let first = 0; first < names.length; first++) {
    for (let second = first + 1; second < names.length; second++) {
      const [one, other] = [names[first]!, names[second]!];
      if (
        one.row === other.row ||
        areOneParty(one.form, other.form) ||
        areListed(text, names, first, second) ||
        areMutual(text, one, other)
      )
        continue;
      // A name that stands there twice would stand in its own way.
      if (names.filter(({ row }) => row === one.row || row === other.row).length > 2) continue;
      swapped.push(
        text.slice(0, one.at) +
          other.form +
          text.slice(one.at + one.form.length, other.at) +
          one.form +
          text.slice(other.at + other.form.length),
      );
    }
  }
  return swapped;
}

const latinNames = ['OpenAI', 'Implicator', 'SemiAnalysis', 'The Decoder', 'The Register', 'Signalcast', 'CoreWeave'];

function latinActors(text: string): (Form & { at: number })[] {
  return latinNames.flatMap((form, index) =>
    [...text.matchAll(new RegExp(`\\b${form}\\b`, 'g'))].map((match) => ({ form, row: -1 - index, at: match.index })),
  );
}

/** Oracle and Oracle's cloud; Azure and Microsoft. */
const areOneParty = (one: string, other: string) => parties.some((party) => party.test(one) && party.test(other));
const parties = [/Oracle|OCI|甲骨文/, /Copilot|GitHub/, /Nadella|納德拉/, /Ellison|艾里森/];

/** "A, B and C announced": an exchange within a list changes nothing. */
function areListed(text: string, names: readonly (Form & { at: number })[], first: number, second: number): boolean {
  for (let index = first; index < second; index++) {
    const between = text.slice(names[index]!.at + names[index]!.form.length, names[index + 1]!.at);
    if (!/^(?:[\s,、，和與及跟（）()]|and\b|CoreWeave|Nscale|SB Energy)*$/.test(between)) return false;
  }
  return true;
}

/** "The alliance of A with B" is B's with A, too. */
function areMutual(text: string, one: Form & { at: number }, other: Form & { at: number }): boolean {
  const between = text.slice(one.at + one.form.length, other.at);
  const around = text.slice(Math.max(0, one.at - 24), other.at + other.form.length + 24);
  return (
    /interview|訪|提問/.test(text) ||
    /alliance|partnership|contract|合約|joint|together|collide|clash|between|separate|聯盟|結盟|夥伴|聯合|衝突|共同|合作|交鋒|之間|簽/.test(
      around,
    ) ||
    /^\s*(?:with|and|與|和|跟)\s*$/.test(between) ||
    /sign/.test(between)
  );
}

/** Another name of the collection that the quotes do not hold. */
export function foreignNames({ text, quotes }: TrueClaim, { glossary, random }: FaultContext): string[] {
  const rows = glossary.map((row, index) => ({ ...row, index })).filter(({ en }) => isActor(en));
  const quoted = quotes.map(({ words }) => words).join(' ');
  return namesIn(text, glossary).flatMap(({ form, row, at }) => {
    const strangers = rows.filter(({ zh, en, index }) => index !== row && ![...zh, ...en].some((each) => quoted.includes(each)));
    const stranger = strangers[Math.floor(random() * strangers.length)];
    if (stranger === undefined) return [];
    const to = /[A-Za-z]/.test(form) ? stranger.en[0]! : stranger.zh[0]!;
    return [text.slice(0, at) + to + text.slice(at + form.length)];
  });
}

/** A name that the quotes hold, its own or those of a fact beside it, in the place of one that the claim has. */
export function quotedNames(claim: TrueClaim, beside: TrueClaim, { glossary }: FaultContext): string[] {
  const { text, quotes } = claim;
  const named = namesIn(text, glossary);
  const own = beside === claim ? [] : namesIn(quotes.map(({ words }) => words).join(' '), glossary);
  const others = namesIn(beside.quotes.map(({ words }) => words).join(' '), glossary).filter(
    ({ form, row }) => ![...named, ...own].some((each) => each.row === row || areOneParty(each.form, form)),
  );
  if (beside !== claim && stateOneFact(claim, beside)) return [];
  return named
    .filter(({ row, at }) => named.filter((each) => each.row === row).length === 1 && !sharedBy.test(text.slice(0, at)))
    .flatMap((name) =>
      others
        .filter(({ form }) => !isToldOfBoth(text, name.form, form))
        .map(({ row }) => text.slice(0, name.at) + inScriptOf(name.form, glossary[row]!) + text.slice(name.at + name.form.length)),
    );
}

/** The interview with A is the one with B, where both spoke. */
const sharedBy = /interview with $/;

const inScriptOf = (form: string, { zh, en }: GlossaryRow) => (/[A-Za-z]/.test(form) ? en[0]! : zh[0]!);

const strangersEnglish = ['Apple', 'Tesla', 'Zentrix', 'Samsung', 'Elon Musk', 'Meta', 'Quorvane Labs', 'Anthropic', 'Sam Altman'];
const strangersChinese = ['蘋果', '特斯拉', '三星', '馬斯克', '華為', '阿里巴巴', '奧特曼', '黃仁勳'];

export function unknownNames({ text }: TrueClaim, { glossary, random }: FaultContext): string[] {
  return namesIn(text, glossary).map(({ form, at }) => {
    const strangers = /[A-Za-z]/.test(form) ? strangersEnglish : strangersChinese;
    return text.slice(0, at) + strangers[Math.floor(random() * strangers.length)]! + text.slice(at + form.length);
  });
}

/** Any word of telling, in a quote: written apart from the verifier's own list. */
const told =
  /say|said|tell|told|report|accord|claim|argu|announc|estimat|expect|project|forecast|describ|call|writ|note|analys|rebut|repl|answer|clarif|view|usage|blog|reason|dates|place|insist|maintain|explain|sees|counts|admit|holds that|figure|chart|回答|說|指出|報導|表示|認為|主張|宣布|估計|預|寫|記載|描述|形容|稱|比喻|點名|歸納|整理|意思|看法|分析|筆記|部落格|口中|看來|理由|原因|坦言|反駁|澄清|列出|提到|告訴|放在|看到/i;

/** Somebody of the quotes who is made to say what nobody says there, and who says it, in the place of whom it is told of. */
export function inventedSpeakers(claim: TrueClaim, { glossary }: FaultContext): string[] {
  const { text, quotes, language } = claim;
  const said = quotes.map(({ words }) => words).join(' ');
  if (told.test(said) || told.test(text)) return [];
  return namesIn(said, glossary).flatMap(({ form, row }) => {
    const name = language === 'en' ? glossary[row]!.en[0]! : /[A-Za-z]/.test(form) ? form : glossary[row]!.zh[0]!;
    return language === 'en'
      ? [`${name} said that ${text}`, `According to ${name}, ${text}`, `${name} reported that ${text}`]
      : [`${name}表示，${text}`, `據${name}報導，${text}`];
  });
}
