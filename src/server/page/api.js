/** Talks to this server. Failures come back as `Refused`, with what to tell the reader. */
import { readChoice } from './stored.js';

/**
 * @typedef {import('../../types.js').AnswerEvent} AnswerEvent
 * @typedef {import('../../types.js').Turn} Turn
 */

export class Refused extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The maintainers' token: for this tab, until it closes. @type {{ token: string | undefined }} */
export const maintainer = { token: undefined };

/** @param {Record<string, string>} [more] */
function headers(more = {}) {
  const key = readChoice('key');
  return {
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(maintainer.token === undefined ? {} : { 'x-yingjia-admin': maintainer.token }),
    ...more,
  };
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} @throws {Refused} */
async function request(path, options = {}) {
  const response = await fetch(path, options).catch((cause) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Refused('OFFLINE', '');
  });
  if (response.ok) return response;
  const { error } = await response.json().catch(() => ({ error: { code: 'INTERNAL', problem: `HTTP ${response.status}`, fix: '' } }));
  throw new Refused(error.code, `${error.problem} ${error.fix}`);
}

/** @param {string} path @returns {Promise<any>} */
export const getJson = async (path) => (await request(path, { headers: headers() })).json();

/** @param {string} path @returns {Promise<Blob>} */
export const getFile = async (path) => (await request(path, { headers: headers() })).blob();

/** @param {string} path @param {object} body @returns {Promise<any>} */
export const postJson = async (path, body) =>
  (await request(path, { method: 'POST', headers: headers({ 'content-type': 'application/json' }), body: JSON.stringify(body) })).json();

/** @param {string} id @param {string} [version] */
export const readArticle = (id, version) =>
  getJson(`/api/articles/${encodeURIComponent(id)}${version === undefined ? '' : `/versions/${encodeURIComponent(version)}`}`);

/**
 * Asks, and hands on each event as it comes.
 *
 * @param {{ question: string, history: Turn[], locale: string }} question
 * @param {(event: AnswerEvent) => void} onEvent
 * @param {AbortSignal} signal
 */
export async function ask(question, onEvent, signal) {
  const response = await request('/api/ask', {
    method: 'POST',
    headers: headers({ 'content-type': 'application/json', accept: 'text/event-stream' }),
    body: JSON.stringify(question),
    signal,
  });
  const decoder = /** @type {ReadableWritablePair<string, Uint8Array>} */ (new TextDecoderStream());
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).pipeThrough(decoder).getReader();
  const parser = createEventParser();
  let done = false;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const { event, data } of parser(part.value)) {
      if (event === 'error') throw new Refused(data.error.code, `${data.error.problem} ${data.error.fix}`);
      done ||= event === 'done';
      onEvent(data);
    }
  }
  if (!done) throw new Refused('OFFLINE', '');
}

/** Server-sent events out of text that comes in pieces of any size. @returns {(text: string) => { event: string, data: any }[]} */
export function createEventParser() {
  let rest = '';
  return (text) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    return parts.map((part) => ({
      event: /^event: ?(.*)$/m.exec(part)?.[1] ?? 'message',
      data: JSON.parse([...part.matchAll(/^data: ?(.*)$/gm)].map((match) => match[1]).join('\n')),
    }));
  };
}
