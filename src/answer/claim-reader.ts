/**
 * Claims out of a stream of JSON, each as soon as its closing brace has come. In: pieces of text of any length. Out: the objects of the
 * array "claims", parsed and checked. What stands around the JSON (fences, words) is passed over.
 */
import { z } from 'zod';
import type { DraftClaim } from './verify.js';

/** What a model is asked for: every field required and nothing else allowed, which strict schemas want. Quotes come before the sentence they carry. */
export const draftSchema = z.strictObject({
  claims: z.array(
    z.strictObject({
      quotes: z.array(
        z.strictObject({
          passage: z.string().describe('Label of the passage, such as P1'),
          words: z.string().describe('A whole sentence of that passage, copied letter for letter'),
        }),
      ),
      text: z.string().describe('One sentence that says no more than the quotes'),
    }),
  ),
});

/** Looser, for reading: what else a model writes is dropped. */
const claimSchema = z.object({ text: z.string(), quotes: z.array(z.object({ passage: z.coerce.string(), words: z.string() })) });

/** Characters after which a draft is no answer any more. */
const LIMIT = 100_000;

/** Where the list of claims begins: under its key, or as all there is. */
const opening = /"claims"\s*:\s*\[|^\s*(?:```\w*\s*)?\[(?=\s*[{\]])/;

export class ClaimReader {
  private buffer = '';
  private state: 'before' | 'inside' | 'closed' | 'malformed' = 'before';
  /** Where reading goes on, and where the claim begins that is being read. */
  private at = 0;
  private start = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;

  /** Claims that this piece has completed. */
  push(piece: string): DraftClaim[] {
    this.buffer += piece;
    if (this.buffer.length > LIMIT) this.state = 'malformed';
    if (this.state === 'before') this.find();
    const claims: DraftClaim[] = [];
    while (this.state === 'inside' && this.at < this.buffer.length) this.step(this.buffer[this.at++]!, claims);
    return claims;
  }

  /** `complete`: the list of claims was closed and everything in it could be read. */
  end(): { complete: boolean } {
    return { complete: this.state === 'closed' };
  }

  private find(): void {
    const found = opening.exec(this.buffer);
    if (found === null) return;
    this.state = 'inside';
    this.at = found.index + found[0].length;
  }

  private step(character: string, claims: DraftClaim[]): void {
    if (this.escaped) this.escaped = false;
    else if (this.inString && character === '\\') this.escaped = true;
    else if (character === '"') this.inString = !this.inString;
    else if (this.inString) return;
    else if (character === '{' || character === '[') {
      if (this.depth++ === 0) this.start = this.at - 1;
    } else if (character === '}' || character === ']') this.close(claims);
  }

  private close(claims: DraftClaim[]): void {
    if (this.depth === 0) {
      this.state = 'closed';
      return;
    }
    this.depth--;
    if (this.depth > 0) return;
    const claim = parseClaim(this.buffer.slice(this.start, this.at));
    if (claim === undefined) this.state = 'malformed';
    else claims.push(claim);
  }
}

function parseClaim(json: string): DraftClaim | undefined {
  try {
    const parsed = claimSchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
