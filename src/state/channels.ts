/** What maintainers set for a channel and for a server. */
import type { ChannelSettings, ServerSettings } from './records.js';
import type { Table } from './table.js';

export type ChannelStore = {
  /** @returns the channel's settings, else those of `parent` (the channel that a thread belongs to), else the defaults. */
  get(place: { scope: string; channel: string; parent?: string }): Promise<ChannelSettings>;
  set(place: { scope: string; channel: string }, change: Partial<Omit<ChannelSettings, 'scope' | 'channel'>>): Promise<ChannelSettings>;
  /** Channels of a server that differ from the defaults. */
  list(scope: string): Promise<ChannelSettings[]>;
  server(scope: string): Promise<ServerSettings>;
  setServer(scope: string, change: Partial<Omit<ServerSettings, 'scope'>>): Promise<ServerSettings>;
};

const defaults = { on: true, mode: 'mention', roles: [], private: false } as const;

export function createChannelStore(channels: Table<ChannelSettings>, servers: Table<ServerSettings>): ChannelStore {
  const keyOf = (scope: string, channel: string) => `${scope}/${channel}`;
  return {
    async get({ scope, channel, parent }) {
      const own = await channels.get(keyOf(scope, channel));
      const inherited = own === undefined && parent !== undefined ? await channels.get(keyOf(scope, parent)) : own;
      return inherited ?? { scope, channel, ...defaults };
    },
    async set({ scope, channel }, change) {
      return (await channels.update(keyOf(scope, channel), (current) => ({ ...(current ?? { scope, channel, ...defaults }), ...change })))!;
    },
    async list(scope) {
      return (await channels.find('scope', scope)).map(({ value }) => value);
    },
    async server(scope) {
      return (await servers.get(scope)) ?? { scope, maintainerRoles: [] };
    },
    async setServer(scope, change) {
      return (await servers.update(scope, (current) => ({ ...(current ?? { scope, maintainerRoles: [] }), ...change })))!;
    },
  };
}
