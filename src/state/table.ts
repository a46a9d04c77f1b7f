/**
 * A keyed table kept as a log of JSON lines, `{"key":...,"value":...}`; a null value is a deletion, the last line of a
 * key wins. In: a path and a zod schema. Out: `Table`. Every store of this room stands on it.
 *
 * All entries are held in memory; what other processes append is read before each answer. Writes of the same moment share
 * one lock, one write and one fsync. The log is rewritten where most of its lines are dead.
 */
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import { LogFile } from './log-file.js';

export type Entry<Value> = { key: string; value: Value };

export type Table<Value> = {
  /** @returns undefined when nothing is stored under this key. */
  get(key: string): Promise<Value | undefined>;
  /** In the order in which the keys were first stored. */
  entries(): Promise<Entry<Value>[]>;
  /** Entries whose index of this name yields this term, oldest first. */
  find(index: string, term: string): Promise<Entry<Value>[]>;
  put(key: string, value: Value): Promise<void>;
  /**
   * Reads, changes and writes as one step, also against other processes.
   * @param change pure; gets what is stored now; undefined as its result deletes.
   * @returns what is stored afterwards.
   */
  update(key: string, change: (current: Value | undefined) => Value | undefined): Promise<Value | undefined>;
  /** Takes what was deleted or replaced off the disk. */
  purge(): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
};

export type TableOptions<Value> = {
  path: string;
  schema: z.ZodType<Value>;
  /** Terms by which `find` looks entries up. */
  indexes?: Readonly<Record<string, (value: Value) => readonly string[]>>;
  /** Lines for the operator: what was cut off or could not be read. */
  onNotice: (line: string) => void;
  /** Dead lines that are borne before the log is rewritten, however few are alive. */
  compactAfter?: number;
};

type Operation<Value> = {
  key: string;
  change: (current: Value | undefined) => Value | undefined;
  resolve: (value: Value | undefined) => void;
  reject: (reason: unknown) => void;
};

const lineSchema = z.object({ key: z.string(), value: z.unknown() });

const COMPACT_AFTER = 1_000;

/** @throws YingjiaError STATE where the log cannot be read. */
export async function openTable<Value>(options: TableOptions<Value>): Promise<Table<Value>> {
  const table = new LogTable(options);
  await table.entries();
  return table;
}

class LogTable<Value> implements Table<Value> {
  readonly #file: LogFile;
  readonly #schema: z.ZodType<Value>;
  readonly #indexes: readonly [string, (value: Value) => readonly string[]][];
  readonly #onNotice: (line: string) => void;
  readonly #compactAfter: number;

  readonly #values = new Map<string, Value>();
  /** "index\0term" -> keys. */
  readonly #keysByTerm = new Map<string, Set<string>>();
  /** Lines that do not fit the schema: kept as they are, so that a newer program's lines survive an older one. */
  #unreadable: string[] = [];
  #lineCount = 0;

  #waiting: Operation<Value>[] = [];
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ path, schema, indexes = {}, onNotice, compactAfter = COMPACT_AFTER }: TableOptions<Value>) {
    this.#file = new LogFile(path, onNotice);
    this.#schema = schema;
    this.#indexes = Object.entries(indexes);
    this.#onNotice = onNotice;
    this.#compactAfter = compactAfter;
  }

  async get(key: string): Promise<Value | undefined> {
    await this.#serially(() => this.#catchUp());
    return this.#values.get(key);
  }

  async entries(): Promise<Entry<Value>[]> {
    await this.#serially(() => this.#catchUp());
    return [...this.#values].map(([key, value]) => ({ key, value }));
  }

  async find(index: string, term: string): Promise<Entry<Value>[]> {
    await this.#serially(() => this.#catchUp());
    const keys = this.#keysByTerm.get(`${index}\0${term}`) ?? new Set<string>();
    return [...keys].map((key) => ({ key, value: this.#values.get(key)! }));
  }

  async put(key: string, value: Value): Promise<void> {
    await this.update(key, () => value);
  }

  update(key: string, change: (current: Value | undefined) => Value | undefined): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, change, resolve, reject });
      if (this.#waiting.length === 1) void this.#serially(() => this.#flush());
    });
  }

  async purge(): Promise<void> {
    await this.#serially(() =>
      this.#file.whileLocked(async () => {
        await this.#catchUp();
        await this.#file.cutTornLine();
        await this.#rewrite();
      }),
    );
  }

  async close(): Promise<void> {
    await this.#serially(async () => undefined);
  }

  #serially<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Writes all that waits as one batch; its errors go to those who wait. */
  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      await this.#file.whileLocked(async () => {
        await this.#catchUp();
        await this.#file.cutTornLine();
        await this.#write(batch);
      });
    } catch (cause) {
      const error = this.#stateError('written', cause);
      for (const operation of batch) operation.reject(error);
    }
  }

  async #write(batch: readonly Operation<Value>[]): Promise<void> {
    const changed = new Map<string, Value | undefined>();
    const lines: string[] = [];
    const settled: (() => void)[] = [];
    for (const { key, change, resolve, reject } of batch) {
      try {
        const current = changed.has(key) ? changed.get(key) : this.#values.get(key);
        const wanted = change(current);
        const next = wanted === undefined || wanted === current ? wanted : this.#schema.parse(wanted);
        settled.push(() => resolve(next));
        if (next === current) continue;
        changed.set(key, next);
        lines.push(JSON.stringify({ key, value: next ?? null }));
      } catch (error) {
        reject(error);
      }
    }
    if (lines.length > 0) {
      await this.#file.append(lines);
      this.#lineCount += lines.length;
      for (const [key, value] of changed) this.#apply(key, value);
      const aliveCount = this.#values.size + this.#unreadable.length;
      if (this.#lineCount - aliveCount > Math.max(this.#compactAfter, aliveCount)) await this.#rewrite();
    }
    for (const settle of settled) settle();
  }

  async #catchUp(): Promise<void> {
    try {
      const { lines, restarted } = await this.#file.readNew();
      if (restarted) {
        this.#values.clear();
        this.#keysByTerm.clear();
        this.#unreadable = [];
        this.#lineCount = 0;
      }
      for (const line of lines) this.#replay(line);
    } catch (cause) {
      throw this.#stateError('read', cause);
    }
  }

  #replay(line: string): void {
    this.#lineCount += 1;
    const record = lineSchema.safeParse(parseJson(line));
    const deleted = record.success && record.data.value === null;
    const value = record.success && !deleted ? this.#schema.safeParse(record.data.value) : undefined;
    if (deleted) this.#apply(record.data.key, undefined);
    else if (record.success && value?.success) this.#apply(record.data.key, value.data);
    else {
      this.#unreadable.push(line);
      this.#onNotice(`${this.#file.path}: a line that cannot be read is passed over and kept: ${line.slice(0, 80)}`);
    }
  }

  #apply(key: string, value: Value | undefined): void {
    const before = this.#values.get(key);
    for (const [name, termsOf] of this.#indexes) {
      if (before !== undefined) for (const term of termsOf(before)) this.#unlist(`${name}\0${term}`, key);
      if (value !== undefined) for (const term of termsOf(value)) this.#list(`${name}\0${term}`, key);
    }
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
  }

  #list(term: string, key: string): void {
    const keys = this.#keysByTerm.get(term);
    if (keys === undefined) this.#keysByTerm.set(term, new Set([key]));
    else keys.add(key);
  }

  #unlist(term: string, key: string): void {
    const keys = this.#keysByTerm.get(term);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysByTerm.delete(term);
  }

  async #rewrite(): Promise<void> {
    const lines = [...this.#values].map(([key, value]) => JSON.stringify({ key, value }));
    await this.#file.rewrite([...lines, ...this.#unreadable]);
    this.#lineCount = lines.length + this.#unreadable.length;
  }

  #stateError(verb: 'read' | 'written', cause: unknown): unknown {
    if (cause instanceof YingjiaError) return cause;
    return new YingjiaError('STATE', {
      problem: `${this.#file.path} cannot be ${verb}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'Check the space and the rights of that folder, or set YINGJIA_STATE to another one.',
      cause,
    });
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
