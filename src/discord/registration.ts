/** Registers the commands with Discord, only where their definition changed: 200 creations a day are allowed. */
import { createHash } from 'node:crypto';
import { type REST, Routes } from 'discord.js';
import type { Table } from '../state/table.js';
import { createCommands } from './commands.js';

export type Registration = { rest: REST; applicationId: string; guildId: string | undefined; memos: Table<string> };

/** @returns whether anything was sent. */
export async function registerCommands({ rest, applicationId, guildId, memos }: Registration): Promise<boolean> {
  const route = guildId === undefined ? Routes.applicationCommands(applicationId) : Routes.applicationGuildCommands(applicationId, guildId);
  const commands = createCommands(guildId === undefined);
  const memo = `commands ${applicationId} ${guildId ?? 'global'}`;
  const digest = createHash('sha256').update(JSON.stringify(commands)).digest('hex');
  const present = (await rest.get(route)) as { name: string }[];
  const isComplete = commands.every(({ name }) => present.some((each) => each.name === name)) && present.length === commands.length;
  if (isComplete && (await memos.get(memo)) === digest) return false;
  await rest.put(route, { body: commands });
  await memos.put(memo, digest);
  return true;
}
