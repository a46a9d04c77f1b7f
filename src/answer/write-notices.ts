/** Lines for the reader where a model did not write, or not to the end. Pure. */
import type { Trouble } from '../provider/trouble.js';
import type { writingLanguage } from './draft.js';

export type Reason = Trouble['kind'] | 'budget' | 'unverified' | 'cut' | 'key' | 'unknown';

type Lines = Readonly<Record<Reason, string>>;

const english: Lines = {
  budget: "Today's budget for the language model is spent; this answer quotes the articles directly.",
  busy: 'The language model is busy; this answer quotes the articles directly.',
  paused: 'The language model cannot be reached at the moment; this answer quotes the articles directly.',
  late: 'The language model took too long; this answer quotes the articles directly.',
  stopped: 'The answer was stopped.',
  refused: 'The language model refused the request; this answer quotes the articles directly.',
  key: 'The language model does not accept the key it was given; this answer quotes the articles directly.',
  unknown: 'The server does not know the language model that is set; this answer quotes the articles directly.',
  failed: 'The language model cannot be reached at the moment; this answer quotes the articles directly.',
  unverified: 'What the language model wrote could not be verified in the articles; this answer quotes them directly.',
  cut: 'The answer was interrupted and may be incomplete.',
};

const traditional: Lines = {
  budget: '今天的語言模型預算已用完，以下直接引用文章。',
  busy: '語言模型正忙，以下直接引用文章。',
  paused: '目前連不上語言模型，以下直接引用文章。',
  late: '語言模型逾時未回應，以下直接引用文章。',
  stopped: '回答已停止。',
  refused: '語言模型拒絕了這次請求，以下直接引用文章。',
  key: '語言模型不接受設定的金鑰，以下直接引用文章。',
  unknown: '伺服器沒有所設定的語言模型，以下直接引用文章。',
  failed: '目前連不上語言模型，以下直接引用文章。',
  unverified: '語言模型寫的內容無法在文章中查證，以下直接引用文章。',
  cut: '回答中斷，內容可能不完整。',
};

const simplified: Lines = {
  budget: '今天的语言模型预算已用完，以下直接引用文章。',
  busy: '语言模型正忙，以下直接引用文章。',
  paused: '目前连不上语言模型，以下直接引用文章。',
  late: '语言模型超时未回应，以下直接引用文章。',
  stopped: '回答已停止。',
  refused: '语言模型拒绝了这次请求，以下直接引用文章。',
  key: '语言模型不接受设置的密钥，以下直接引用文章。',
  unknown: '服务器没有所设置的语言模型，以下直接引用文章。',
  failed: '目前连不上语言模型，以下直接引用文章。',
  unverified: '语言模型写的内容无法在文章中查证，以下直接引用文章。',
  cut: '回答中断，内容可能不完整。',
};

/** A key or a name that is wrong is told apart: whoever runs the program can mend it. */
export function reasonOf(trouble: Trouble): Reason {
  if (trouble.status === 401 || trouble.status === 403) return 'key';
  return trouble.status === 404 ? 'unknown' : trouble.kind;
}

export function noticeFor(reason: Reason, language: ReturnType<typeof writingLanguage>): string {
  return (language === 'en' ? english : language === 'zh-Hant' ? traditional : simplified)[reason];
}
