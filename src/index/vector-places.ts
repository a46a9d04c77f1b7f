/** Where the index holds the vectors of given embedded texts, of deleted passages too. */
import { type BaseSegment, readColumns } from './base.js';
import { KEY_BYTES, keyName } from './ledger.js';

/** `name` is of the embedded text (ledger.ts). */
export type Held = { name: string; place: { segment: BaseSegment; ordinal: number } };

type Place = Held['place'];

/** Searches from which on a table of all keys is worth its building: a few small ones scan the keys. */
const SCANS = 32;

export class VectorPlaces {
  private keys: { segment: BaseSegment; keys: Uint8Array }[] | undefined;
  private table: Map<string, Place> | undefined;
  private searches = 0;

  constructor(private readonly segments: readonly BaseSegment[]) {}

  /** @returns those that are held, in no order. */
  async find(names: readonly string[]): Promise<Held[]> {
    this.keys ??= await this.readKeys();
    if (++this.searches <= SCANS) return this.scan(names);
    this.table ??= this.createTable();
    return names.flatMap((name) => {
      const place = this.table!.get(name);
      return place === undefined ? [] : [{ name, place }];
    });
  }

  private async readKeys() {
    const keys: { segment: BaseSegment; keys: Uint8Array }[] = [];
    for (const segment of this.segments) if (!segment.textsOnly) keys.push({ segment, keys: (await readColumns(segment)).keys });
    return keys;
  }

  private scan(names: readonly string[]): Held[] {
    const wanted = new Set(names);
    // By the first two bytes: next to none of the keys are looked at more closely.
    const isStart = new Uint8Array(1 << 16);
    for (const name of names) isStart[name.charCodeAt(0) + 256 * name.charCodeAt(1)] = 1;
    const held: Held[] = [];
    for (const { segment, keys } of this.keys!) {
      for (let at = 0; at < keys.length; at += KEY_BYTES) {
        if (isStart[keys[at]! + 256 * keys[at + 1]!] === 0) continue;
        const ordinal = at / KEY_BYTES;
        const name = keyName(keys, ordinal);
        if (wanted.delete(name)) held.push({ name, place: { segment, ordinal } });
      }
    }
    return held;
  }

  private createTable(): Map<string, Place> {
    const table = new Map<string, Place>();
    for (const { segment, keys } of this.keys!) {
      for (let ordinal = 0; ordinal * KEY_BYTES < keys.length; ordinal++) table.set(keyName(keys, ordinal), { segment, ordinal });
    }
    return table;
  }
}
