/**
 * What models cost, by day (UTC), person and channel, and the caps on it. In: estimates before a call and what was used after it. Out:
 * leave to call. Kept in a log of its own below the state folder, shared by all processes: a restart forgets nothing.
 */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import type { Budget, Reservation, Spending } from '../types.js';
import { openTable, type Table } from './table.js';

/** US dollars. */
export type BudgetCaps = { dailyUsd?: number | undefined; userDailyUsd?: number | undefined };

/** `reservedUsd`: of calls under way, and of those that a crash cut off: they may have been charged. */
const accountSchema = z.object({
  day: z.string(),
  requests: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  usd: z.number(),
  reservedUsd: z.number(),
});
export type Account = z.infer<typeof accountSchema>;

export type BudgetStore = Budget & {
  /** Today's sums: of all, of a person or of a channel. */
  today(of?: { user: string } | { channel: string }): Promise<Account>;
  close(): Promise<void>;
};

export type BudgetOptions = { directory: string; caps: BudgetCaps; onNotice?: (line: string) => void; now?: () => Date };

/** @throws YingjiaError STATE where the log cannot be read. */
export async function openBudget({
  directory,
  caps,
  onNotice = () => undefined,
  now = () => new Date(),
}: BudgetOptions): Promise<BudgetStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const table = await openTable({ path: join(directory, 'spending.jsonl'), schema: accountSchema, onNotice });
  const accounts = new Accounts(table, () => now().toISOString().slice(0, 10));
  /** A cap that cannot be written down is a cap that says no: the answer comes without a model. */
  const unlessBroken = async <Value>(work: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof YingjiaError)) throw error;
      onNotice(`${error.problem} ${error.fix}`);
      return undefined;
    }
  };
  return {
    async reserve(estimate, asker = {}) {
      const usd = estimate.costUsd ?? 0;
      const names = await unlessBroken(accounts.reserveAll(accountsOf(asker, caps), usd));
      return names === undefined
        ? undefined
        : settleOnce(async (used) => void (await unlessBroken(accounts.settleAll(names, usd, used, 1))));
    },
    today: (of) => accounts.today(of === undefined ? TOTAL : 'user' in of ? userName(of.user) : channelName(of.channel)),
    close: () => table.close(),
  };
}

const nothing: Spending = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
const TOTAL = 'total';
/** People and channels are counted, not known: their names are hashed. */
const hashed = (id: string) => createHash('sha256').update(id).digest('base64url').slice(0, 16);
const userName = (id: string) => `user:${hashed(id)}`;
const channelName = (id: string) => `channel:${hashed(id)}`;

type Charged = { name: string; cap: number | undefined };

function accountsOf({ user, channel }: { user?: string; channel?: string }, caps: BudgetCaps): Charged[] {
  return [
    { name: TOTAL, cap: caps.dailyUsd },
    ...(user === undefined ? [] : [{ name: userName(user), cap: caps.userDailyUsd }]),
    ...(channel === undefined ? [] : [{ name: channelName(channel), cap: undefined }]),
  ];
}

function settleOnce(settle: (used: Spending) => Promise<void>): Reservation {
  let settled = false;
  return {
    async settle(used) {
      if (settled) return;
      settled = true;
      await settle(used);
    },
  };
}

class Accounts {
  constructor(
    private readonly table: Table<Account>,
    private readonly day: () => string,
  ) {}

  async today(name: string): Promise<Account> {
    return this.current(await this.table.get(name));
  }

  /** @returns the names that were charged; undefined, and nothing charged, where a cap would be passed. */
  async reserveAll(charged: readonly Charged[], usd: number): Promise<string[] | undefined> {
    const reserved: string[] = [];
    for (const { name, cap } of charged) {
      if (!(await this.reserve(name, usd, cap))) {
        await this.settleAll(reserved, usd, nothing, 0);
        return undefined;
      }
      reserved.push(name);
    }
    return reserved;
  }

  /** What was reserved yesterday and comes back today counts for today. */
  async settleAll(names: readonly string[], reservedUsd: number, used: Spending, requests: number): Promise<void> {
    const settle = (stored: Account | undefined): Account => {
      const account = this.current(stored);
      return {
        day: account.day,
        requests: account.requests + requests,
        inputTokens: account.inputTokens + used.inputTokens,
        outputTokens: account.outputTokens + used.outputTokens,
        usd: account.usd + (used.costUsd ?? 0),
        reservedUsd: Math.max(0, account.reservedUsd - reservedUsd),
      };
    };
    await Promise.all(names.map((name) => this.table.update(name, settle)));
  }

  /** A cap is passed only by what would come on top: a call of no known price is always let through. */
  private async reserve(name: string, usd: number, cap: number | undefined): Promise<boolean> {
    let allowed = true;
    await this.table.update(name, (stored) => {
      const account = this.current(stored);
      allowed = cap === undefined || usd === 0 || account.usd + account.reservedUsd + usd <= cap;
      return allowed ? { ...account, reservedUsd: account.reservedUsd + usd } : stored;
    });
    return allowed;
  }

  private current(stored: Account | undefined): Account {
    const day = this.day();
    return stored?.day === day ? stored : { day, requests: 0, inputTokens: 0, outputTokens: 0, usd: 0, reservedUsd: 0 };
  }
}
