/** The few words of our own around what the articles say, in the asker's language and script. Pure. */

export type Phrases = {
  /** A quoted claim and where it is from. */
  quoted(title: string, quote: string): string;
  /** One side of a disagreement. */
  reported(source: string, date: string | undefined, quote: string): string;
  /** The same, told in other words than the source's. */
  said(source: string, date: string | undefined, claim: string): string;
  disagreement: string;
  notFound: string;
  nearest(topics: readonly string[]): string;
  help(topics: readonly string[]): string;
  thanks: string;
  asOf(date: string): string;
  otherLanguage(language: string): string;
  partly(missing: string): string;
  /** Sentences of a model that were not shown. */
  withheld(count: number): string;
};

const english: Phrases = {
  quoted: (title, quote) => (title === '' ? `“${quote}”` : `According to “${title}”: “${quote}”`),
  reported: (source, date, quote) => `${source}${date === undefined ? '' : ` (${date})`}: “${quote}”`,
  said: (source, date, claim) => `${source}${date === undefined ? '' : ` (${date})`}: ${claim}`,
  disagreement: 'The sources do not agree; here is what each reports.',
  notFound: 'The articles do not answer this question.',
  nearest: (topics) => `What they do cover: ${topics.join('; ')}.`,
  help: (topics) =>
    `I answer questions about a collection of articles, and quote the passages that each answer stands on.${topics.length > 0 ? ` You could ask about: ${topics.join('; ')}.` : ''}`,
  thanks: 'You are welcome. Ask on whenever you like.',
  asOf: (date) => `As of ${date}, the newest date among the sources of this answer.`,
  otherLanguage: (language) =>
    `No article in your language answers this; the quoted words are in ${language === 'en' ? 'English' : 'Chinese'}.`,
  partly: (missing) => `The articles say nothing about: ${missing}.`,
  withheld: (count) =>
    count === 1
      ? 'One more sentence could not be verified in the articles and was left out.'
      : `${count} more sentences could not be verified in the articles and were left out.`,
};

const traditional: Phrases = {
  quoted: (title, quote) => (title === '' ? `「${quote}」` : `〈${title}〉寫道：「${quote}」`),
  reported: (source, date, quote) => `${source}${date === undefined ? '' : `（${date}）`}：「${quote}」`,
  said: (source, date, claim) => `${source}${date === undefined ? '' : `（${date}）`}：${claim}`,
  disagreement: '各來源的說法不一致，以下並列：',
  notFound: '這些文章沒有回答這個問題。',
  nearest: (topics) => `文章談到的相近主題：${topics.join('；')}。`,
  help: (topics) => `我根據一批文章回答問題，每句話都附上原文段落。${topics.length > 0 ? `可以問我：${topics.join('；')}。` : ''}`,
  thanks: '不客氣，還想知道什麼都可以再問。',
  asOf: (date) => `資料截至 ${date}（本回答所引來源中最新的日期）。`,
  otherLanguage: (language) => `沒有以您的語言寫成的文章回答這個問題，引文為${language === 'en' ? '英文' : '中文'}原文。`,
  partly: (missing) => `文章沒有提到：${missing}。`,
  withheld: (count) => `另有 ${count} 句無法在文章中查證，未列出。`,
};

const simplified: Phrases = {
  quoted: (title, quote) => (title === '' ? `“${quote}”` : `《${title}》写道：“${quote}”`),
  reported: (source, date, quote) => `${source}${date === undefined ? '' : `（${date}）`}：“${quote}”`,
  said: (source, date, claim) => `${source}${date === undefined ? '' : `（${date}）`}：${claim}`,
  disagreement: '各来源的说法不一致，以下并列：',
  notFound: '这些文章没有回答这个问题。',
  nearest: (topics) => `文章谈到的相近主题：${topics.join('；')}。`,
  help: (topics) => `我根据一批文章回答问题，每句话都附上原文段落。${topics.length > 0 ? `可以问我：${topics.join('；')}。` : ''}`,
  thanks: '不客气，还想知道什么都可以再问。',
  asOf: (date) => `资料截至 ${date}（本回答所引来源中最新的日期）。`,
  otherLanguage: (language) => `没有以您的语言写成的文章回答这个问题，引文为${language === 'en' ? '英文' : '中文'}原文。`,
  partly: (missing) => `文章没有提到：${missing}。`,
  withheld: (count) => `另有 ${count} 句无法在文章中查证，未列出。`,
};

/** BCP 47 in, phrases out; languages that have none of their own are spoken to in English. */
export function phrasesFor(language: string): Phrases {
  if (language === 'zh-Hans') return simplified;
  return language.startsWith('zh') ? traditional : english;
}
