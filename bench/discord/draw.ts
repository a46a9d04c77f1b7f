/** Discord message payloads -> a page that shows them about as Discord does. Pure; what it does not know it shows as text. */
import type { Component, Message } from '../../test/discord/lookalike/world.js';

export type Drawn = {
  author: string;
  initial: string;
  colour: string;
  isBot: boolean;
  message: Pick<Message, 'content' | 'components' | 'flags'>;
  replyTo?: string;
  command?: string;
};

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Emoji as small drawings of our own, since few machines have a font for them; in a view box of 24. */
const icons: Readonly<Record<string, string>> = {
  '✅': '<rect x="2" y="2" width="20" height="20" rx="5" fill="#2e9e6b"/><path d="M6.5 12.5l4 4 7-8.5" fill="none" stroke="#fff" stroke-width="2.6"/>',
  '👍': '<path fill="#ffcc4d" d="M2 11h4v10H2zM8 21V11l4-9c2 0 3 1 3 3l-1 4h6c1.5 0 2.3 1 2 2.4l-1.6 7.2C20 20.2 19.2 21 18 21z"/>',
  '👎': '<path fill="#ffcc4d" transform="rotate(180 12 12)" d="M2 11h4v10H2zM8 21V11l4-9c2 0 3 1 3 3l-1 4h6c1.5 0 2.3 1 2 2.4l-1.6 7.2C20 20.2 19.2 21 18 21z"/>',
  '💬': '<path fill="#dbdee1" d="M3 4h18v12H11l-5 5v-5H3z"/>',
  '🧵': '<path fill="none" stroke="#dbdee1" stroke-width="2.4" d="M4 6h16M4 12h11M4 18h7"/>',
  '📮': '<path fill="none" stroke="#dbdee1" stroke-width="2" d="M3 6h18v13H3zM3 7l9 7 9-7"/>',
};
const drawEmoji = (html: string): string =>
  Object.entries(icons).reduce((drawn, [emoji, shape]) => drawn.replaceAll(emoji, `<svg viewBox="0 0 24 24">${shape}</svg>`), html);

/** A sign after a backslash is set apart before anything else is read. */
const APART = 0xe000;

/** The part of Discord's markdown that the bot writes. */
export function drawMarkdown(markdown: string): string {
  const apart = markdown.replace(/\\([^0-9A-Za-z\s])/g, (_, sign: string) => String.fromCodePoint(APART + sign.codePointAt(0)!));
  const lines = apart.split('\n').map((line) => {
    if (line.startsWith('-# ')) return `<small>${drawLine(line.slice(3))}</small>`;
    if (/^>(?: |$)/.test(line)) return `<q>${drawLine(line.slice(2))}</q>`;
    if (line.startsWith('- ')) return `<li>${drawLine(line.slice(2))}</li>`;
    return line.trim() === '' ? '<p class="gap"></p>' : `<p>${drawLine(line)}</p>`;
  });
  return lines.join('').replace(/[\u{E000}-\u{E07F}]/gu, (sign) => escapeHtml(String.fromCodePoint(sign.codePointAt(0)! - APART)));
}

const drawLine = (line: string): string =>
  line
    .split(/(\[[^\]]*\]\(<[^>]*>\)|<@!?\d+>)/)
    .map((part) => {
      const link = /^\[([^\]]*)\]\(<([^>]*)>\)$/.exec(part);
      if (link !== null) return `<a>${escapeHtml(link[1]!)}</a>`;
      if (/^<@/.test(part)) return '<b class="mention">@鷹架</b>';
      return escapeHtml(part);
    })
    .join('')
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/__(.+?)__/g, '<u>$1</u>');

const buttonStyles = ['', 'main', 'quiet', 'good', 'danger', 'link'];

function drawComponent(component: Component): string {
  const inner = () => (component.components ?? []).map(drawComponent).join('');
  switch (component.type) {
    case 1:
      return `<div class="row">${inner()}</div>`;
    case 2:
      return `<span class="button ${buttonStyles[component.style ?? 2]} ${component.disabled ? 'off' : ''}">${escapeHtml(`${component.emoji?.name ?? ''} ${component.label ?? ''}`.trim())}${component.style === 5 ? ' ↗' : ''}</span>`;
    case 9:
      return `<div class="section"><div>${inner()}</div>${drawComponent(component.accessory!)}</div>`;
    case 10:
      return `<div class="text">${drawMarkdown(component.content ?? '')}</div>`;
    case 14:
      return '<hr>';
    case 17:
      return `<div class="box" style="border-left-color:#${(component.accent_color ?? 0).toString(16).padStart(6, '0')}">${inner()}</div>`;
    default:
      return escapeHtml(JSON.stringify(component));
  }
}

function drawMessage({ author, initial, colour, isBot, message, replyTo, command }: Drawn): string {
  const isPrivate = (message.flags & 64) !== 0;
  const above = replyTo ?? command;
  return `<article>${above === undefined ? '' : `<div class="above">${replyTo === undefined ? '' : '↱ '}${escapeHtml(above)}</div>`}
    <div class="face" style="background:${colour}">${escapeHtml(initial)}</div>
    <div class="body"><header><b style="color:${isBot ? '#fff' : colour}">${escapeHtml(author)}</b>${isBot ? '<i>APP</i>' : ''}</header>
    ${message.content === '' ? '' : drawMarkdown(message.content)}${message.components.map(drawComponent).join('')}
    ${isPrivate ? '<small class="only">只有你看得到這則訊息 · Only you can see this</small>' : ''}</div></article>`;
}

const style = `
  * { box-sizing: border-box; margin: 0 }
  body { background: #313338; color: #dbdee1; font: 16px/1.45 "Liberation Sans", "Noto Sans CJK TC", sans-serif; width: 860px; padding: 20px 20px 26px }
  article { position: relative; padding: 8px 0 8px 60px }
  .above { font-size: 13px; color: #b5bac1; margin-bottom: 4px }
  .face { position: absolute; left: 4px; width: 42px; height: 42px; border-radius: 50%; color: #fff; display: grid; place-items: center; font-weight: 700 }
  header { margin-bottom: 2px } header b { font-weight: 600 } header i { font: 600 11px sans-serif; background: #5865f2; color: #fff; border-radius: 4px; padding: 1px 5px; margin-left: 6px }
  .box { background: #2b2d31; border: 1px solid #3a3c42; border-left: 4px solid; border-radius: 8px; padding: 14px 16px; margin-top: 6px; display: grid; gap: 10px }
  .section { display: flex; gap: 14px; align-items: center; justify-content: space-between } .section > div { min-width: 0 }
  .row { display: flex; flex-wrap: wrap; gap: 8px }
  .button { background: #4e5058; color: #fff; border-radius: 8px; padding: 5px 14px; font-size: 14px; font-weight: 500; white-space: nowrap; flex-shrink: 0; max-width: 100%; overflow: hidden; text-overflow: ellipsis }
  .button.main { background: #5865f2 } .button.danger { background: #da373c } .button.off { opacity: .45 }
  hr { border: 0; border-top: 1px solid #44464d } a { color: #00a8fc } b { font-weight: 700; color: #f2f3f5 } u { text-underline-offset: 3px }
  small { display: block; font-size: 13px; color: #a3a6aa } q { display: block; quotes: none; border-left: 4px solid #4e5058; padding-left: 12px; min-height: 12px } li { margin-left: 20px }
  svg { width: 1.15em; height: 1.15em; vertical-align: -.2em; margin-right: 2px }
  .gap { height: 10px } .mention { background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 3px; font-weight: 500 } .only { margin-top: 6px }`;

export const drawPage = (messages: readonly Drawn[]): string =>
  `<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><title>Discord</title><style>${style}</style><body>${drawEmoji(messages.map(drawMessage).join(''))}</body></html>`;
