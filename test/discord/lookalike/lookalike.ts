/**
 * A Discord look-alike on loopback: gateway, REST, and people who use it. Every request is checked; `violations` must be
 * empty at the end of a test.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway } from './gateway.js';
import type { Interaction } from './interactions.js';
import { Person } from './person.js';
import { RateLimits } from './rate-limits.js';
import { Rest } from './rest.js';
import { createRoutes } from './routes.js';
import { wireChannel, wireMessage } from './wire.js';
import { type Channel, type Guild, World } from './world.js';

export class Lookalike {
  readonly token = 'MTAwMDAwMDAwMDAwMDAwMDAw.loopback.not-a-real-token';
  readonly world = new World();
  readonly limits = new RateLimits();
  readonly violations: string[] = [];
  readonly interactions = new Map<string, Interaction>();
  readonly commands = new Map<string, Record<string, unknown>[]>();
  readonly files = new Map<string, Buffer>();
  /** What /gateway/bot recommends. */
  shards = 1;
  readonly #server = createServer((request, response) => void this.rest.serve(request, response));
  readonly rest = new Rest(
    this.world,
    this.limits,
    this.token,
    createRoutes({
      world: this.world,
      interactions: this.interactions,
      gateway: () => this.gateway,
      port: () => this.#port,
      shards: () => this.shards,
      commands: this.commands,
      files: this.files,
    }),
    (what) => this.violations.push(what),
  );
  readonly gateway = new Gateway(this.#server, this.world, this.token, (what) => this.violations.push(what));

  static async open(): Promise<Lookalike> {
    const lookalike = new Lookalike();
    await new Promise<void>((resolve) => lookalike.#server.listen(0, '127.0.0.1', resolve));
    return lookalike;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What DISCORD_API_URL is set to. */
  get apiUrl(): string {
    return `http://127.0.0.1:${this.#port}/api`;
  }

  async close(): Promise<void> {
    await this.gateway.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** A person, a member of these servers. */
  addPerson(
    name: string,
    { locale = 'en-US', guilds = [], roles = [] }: { locale?: string; guilds?: Guild[]; roles?: string[] } = {},
  ): Person {
    const user = this.world.addUser(name, { locale });
    for (const guild of guilds) guild.members.set(user.id, roles);
    return new Person(this, user);
  }

  /** The application's owner, who is a member of every server. */
  get owner(): Person {
    return new Person(this, this.world.applicationOwner);
  }

  /** Puts a file where attachments are downloaded from. */
  addFile(filename: string, bytes: Buffer): { id: string; filename: string; size: number; url: string; proxy_url: string } {
    const id = this.world.createId();
    this.files.set(id, bytes);
    const url = `http://127.0.0.1:${this.#port}/api/v10/attachments/${id}/${encodeURIComponent(filename)}`;
    return { id, filename, size: bytes.length, url, proxy_url: url };
  }

  /** A message reaches the bot as its intents allow. */
  dispatchMessage(channel: Channel, message: Parameters<typeof wireMessage>[1], pingsBot: boolean): void {
    const isDirect = channel.guild_id === undefined;
    const readable = isDirect || pingsBot || this.gateway.hasIntent('messageContent');
    if (!this.gateway.hasIntent(isDirect ? 'directMessages' : 'guildMessages')) return;
    const member = isDirect
      ? {}
      : {
          member: {
            roles: this.world.guilds.get(channel.guild_id!)!.members.get(message.author.id) ?? [],
            joined_at: message.timestamp,
            deaf: false,
            mute: false,
            flags: 0,
          },
        };
    this.gateway.dispatch(
      'MESSAGE_CREATE',
      { ...wireMessage(this.world, message, readable), ...member, channel_type: channel.type },
      channel.guild_id,
    );
  }

  /** A thread that a person started, such as a forum post. */
  dispatchThread(thread: Channel): void {
    this.gateway.dispatch('THREAD_CREATE', { ...wireChannel(this.world, thread), newly_created: true }, thread.guild_id);
  }

  /** Acknowledgements in milliseconds, in the order of the interactions. */
  acknowledgements(): number[] {
    return [...this.interactions.values()].flatMap(({ acknowledgedAfterMs }) =>
      acknowledgedAfterMs === undefined ? [] : [acknowledgedAfterMs],
    );
  }
}
