/** What a host's robots.txt (RFC 9309) lets this program fetch; read once for each host and run. */
import robotsParser from 'robots-parser';
import { type Fetcher, type FetchOutcome, userAgent } from './fetch.js';

/** RFC 9309, 2.5: at least 500 kibibytes must be read. */
const MAX_BYTES = 512 * 1024;

/** A host may ask for pauses; more than this is not waited. */
const MAX_DELAY_MS = 10_000;

export type RobotsAnswer =
  | { kind: 'open'; delayMs: number }
  /** The host does not want it. */
  | { kind: 'closed' }
  /** Not known: the file could not be read, which means no (RFC 9309, 2.3.1.4). */
  | { kind: 'unknown'; reason: string };

type Rules = { isAllowed(url: string, agent: string): boolean | undefined; getCrawlDelay(agent: string): number | undefined };

/** @returns asks for an address; never throws but when aborted. */
export function createRobots(fetcher: Fetcher): (url: string, signal?: AbortSignal) => Promise<RobotsAnswer> {
  const answers = new Map<string, Promise<FetchOutcome>>();
  return async (url, signal) => {
    const file = new URL('/robots.txt', url).href;
    let asked = answers.get(file);
    if (asked === undefined) {
      asked = fetcher.fetch({ url: file, maxBytes: MAX_BYTES, truncate: true, signal });
      answers.set(file, asked);
    }
    const outcome = await asked;
    switch (outcome.kind) {
      case 'fetched':
        return judge(createRules(file, outcome.bytes.toString('utf8')), url);
      case 'gone':
      // Where this file may not be fetched no other one of the host may: who fetches it is told so.
      case 'refused':
        return { kind: 'open', delayMs: 0 };
      case 'failed':
        if (outcome.status !== undefined && outcome.status < 500) return { kind: 'open', delayMs: 0 };
        return { kind: 'unknown', reason: `its robots.txt ${outcome.reason}` };
      case 'unchanged':
        return { kind: 'unknown', reason: 'its robots.txt was not sent' };
    }
  };
}

function judge(rules: Rules, url: string): RobotsAnswer {
  if (rules.isAllowed(url, userAgent) === false) return { kind: 'closed' };
  return { kind: 'open', delayMs: Math.min(MAX_DELAY_MS, (rules.getCrawlDelay(userAgent) ?? 0) * 1000) };
}

/** robots-parser's ES module type is wrong: the function is its default export in fact. */
const createRules = (file: string, text: string): Rules => (robotsParser as unknown as (file: string, text: string) => Rules)(file, text);
