/** The look-alike's gateway: hello, identify, heartbeat, ready, dispatch, resume, reconnect, and cutting the line. */
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { wireGuild, wireUser } from './wire.js';
import type { World } from './world.js';

const intentBits = { guilds: 1 << 0, guildMessages: 1 << 9, directMessages: 1 << 12, messageContent: 1 << 15 } as const;
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
/** Bytes of one payload to the gateway, and payloads in a minute. Source: Discord docs, events/gateway. */
const PAYLOAD_LIMIT = 4_096;
const PAYLOADS_PER_MINUTE = 120;

type Session = {
  id: string;
  shard: [number, number];
  intents: number;
  socket: WebSocket | undefined;
  sequence: number;
  sent: { s: number; json: string }[];
};

export class Gateway {
  readonly identifies: { at: number; shard: [number, number]; intents: number }[] = [];
  readonly resumes: number[] = [];
  heartbeats = 0;
  answersHeartbeats = true;
  heartbeatIntervalMs = 41_250;
  /** Privileged intents switched on in the application's page. */
  allowedIntents = 0;
  readonly #sessions = new Map<string, Session>();
  readonly #server: WebSocketServer;
  readonly #world: World;
  readonly #token: string;
  readonly #violate: (what: string) => void;

  constructor(server: Server, world: World, token: string, violate: (what: string) => void) {
    this.#world = world;
    this.#token = token;
    this.#violate = violate;
    this.#server = new WebSocketServer({ server, path: '/gateway' });
    this.#server.on('connection', (socket) => this.#serve(socket));
  }

  url(port: number): string {
    return `ws://127.0.0.1:${port}/gateway`;
  }

  connected(): number {
    return [...this.#sessions.values()].filter(({ socket }) => socket !== undefined).length;
  }

  /** Sends an event to the shard of its server; direct messages and the like go to shard 0. */
  dispatch(event: string, data: unknown, guildId?: string): void {
    for (const session of this.#sessions.values())
      if (this.#shardOf(guildId, session) === session.shard[0]) this.#send(session, event, data);
  }

  /** Breaks every connection without a word; sessions stay and collect what happens. */
  cut(): void {
    for (const session of this.#sessions.values()) session.socket?.terminate();
  }

  /** Asks every client to connect again and resume. */
  askToReconnect(): void {
    for (const session of this.#sessions.values()) session.socket?.send(JSON.stringify({ op: 7, d: null }));
  }

  /** Forgets every session, so that a resume fails and clients identify anew. */
  forgetSessions(): void {
    for (const session of this.#sessions.values()) session.socket?.terminate();
    this.#sessions.clear();
  }

  intentsOf(): number {
    return [...this.#sessions.values()].at(-1)?.intents ?? 0;
  }

  hasIntent(name: keyof typeof intentBits): boolean {
    return (this.intentsOf() & intentBits[name]) !== 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #shardOf(guildId: string | undefined, { shard }: Session): number {
    return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shard[1]));
  }

  #serve(socket: WebSocket): void {
    const payloadTimes: number[] = [];
    let session: Session | undefined;
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: this.heartbeatIntervalMs } }));
    socket.on('message', (raw: Buffer) => {
      if (raw.length > PAYLOAD_LIMIT) this.#violate(`A gateway payload of ${raw.length} bytes.`);
      payloadTimes.push(Date.now());
      if (payloadTimes.filter((at) => at > Date.now() - 60_000).length > PAYLOADS_PER_MINUTE) this.#violate('Too many gateway payloads.');
      const { op, d } = JSON.parse(raw.toString('utf8'));
      if (op === 1) this.#acknowledgeHeartbeat(socket);
      else if (op === 2) session = this.#identify(socket, d);
      else if (op === 6) session = this.#resume(socket, d);
    });
    socket.on('close', (code) => {
      if (session?.socket === socket) session.socket = undefined;
      if (session !== undefined && (code === 1000 || code === 1001)) this.#sessions.delete(session.id);
      this.#world.changed();
    });
  }

  #acknowledgeHeartbeat(socket: WebSocket): void {
    this.heartbeats += 1;
    if (this.answersHeartbeats) socket.send(JSON.stringify({ op: 11 }));
    this.#world.changed();
  }

  #identify(socket: WebSocket, data: { token: string; intents: number; shard?: [number, number] }): Session | undefined {
    const shard = data.shard ?? [0, 1];
    this.identifies.push({ at: this.#world.now(), shard, intents: data.intents });
    this.#world.changed();
    if (data.token !== this.#token) {
      socket.close(4004, 'Authentication failed.');
      return undefined;
    }
    if ((data.intents & PRIVILEGED & ~this.allowedIntents) !== 0) {
      socket.close(4014, 'Disallowed intent(s).');
      return undefined;
    }
    const session: Session = { id: this.#world.createId(), shard, intents: data.intents, socket, sequence: 0, sent: [] };
    this.#sessions.set(session.id, session);
    const guilds = [...this.#world.guilds.values()].filter(({ id }) => this.#shardOf(id, session) === shard[0]);
    this.#send(session, 'READY', {
      v: 10,
      user: { ...wireUser(this.#world.bot), verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: `ws://127.0.0.1:${(this.#server.options.server!.address() as { port: number }).port}/gateway`,
      shard,
      application: { id: this.#world.bot.id, flags: 0 },
    });
    for (const guild of guilds) this.#send(session, 'GUILD_CREATE', wireGuild(this.#world, guild));
    return session;
  }

  #resume(socket: WebSocket, data: { token: string; session_id: string; seq: number }): Session | undefined {
    const session = this.#sessions.get(data.session_id);
    if (session === undefined || data.token !== this.#token) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return undefined;
    }
    this.resumes.push(data.seq);
    session.socket = socket;
    for (const { s, json } of session.sent) if (s > data.seq) socket.send(json);
    this.#send(session, 'RESUMED', {});
    this.#world.changed();
    return session;
  }

  #send(session: Session, event: string, data: unknown): void {
    session.sequence += 1;
    const json = JSON.stringify({ op: 0, t: event, s: session.sequence, d: data });
    session.sent.push({ s: session.sequence, json });
    if (session.sent.length > 2_000) session.sent.shift();
    session.socket?.send(json);
  }
}
