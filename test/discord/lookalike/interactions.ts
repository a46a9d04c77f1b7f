/** What happens to an interaction: three seconds for the first response, one response, a token for fifteen minutes. */
import { faultsOfDeferral, faultsOfMessage, faultsOfModal, type MessageBody } from './rules.js';
import type { Channel, Component, Message, User, World } from './world.js';

const FIRST_RESPONSE_MS = 3_000;
const TOKEN_LIFE_MS = 15 * 60_000;
/** For a user-installed app where the bot is no member. Source: Discord docs, interactions/receiving-and-responding. */
const FOLLOW_UPS_OUTSIDE = 5;
const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;

export type Modal = { custom_id: string; title: string; components: Component[] };

export class Interaction {
  readonly id: string;
  readonly token: string;
  readonly createdAt: number;
  readonly #sentAtMs = performance.now();
  /** Type of the first response, once there is one. */
  response: number | undefined;
  acknowledgedAfterMs: number | undefined;
  modal: Modal | undefined;
  choices: { name: string; value: string }[] | undefined;
  /** The original response, else the message whose component was used. */
  original: Message | undefined;
  readonly followUps: Message[] = [];

  constructor(
    readonly world: World,
    /** 2 command, 3 component, 4 autocomplete, 5 modal. */
    readonly type: number,
    readonly channel: Channel,
    readonly user: User,
    readonly botIsMember: boolean,
    readonly source: Message | undefined,
  ) {
    this.id = world.createId();
    this.token = `token-${this.id}-${'x'.repeat(80)}`;
    this.createdAt = world.now();
  }

  get isExpired(): boolean {
    return this.world.now() - this.createdAt > TOKEN_LIFE_MS;
  }

  get elapsedMs(): number {
    return performance.now() - this.#sentAtMs;
  }

  /** @returns Discord's error code, or undefined when the response was taken. */
  respond(
    body: { type: number; data?: MessageBody & { choices?: { name: string; value: string }[] } },
    violate: (what: string) => void,
  ): number | undefined {
    if (this.response !== undefined) return 40060;
    if (this.elapsedMs > FIRST_RESPONSE_MS) {
      violate(`A late acknowledgement: ${Math.round(this.elapsedMs)} ms.`);
      return 10062;
    }
    const allowed = { 2: [4, 5, 9], 3: [4, 5, 6, 7, 9], 4: [8], 5: [4, 5, 6, 7] }[this.type]!;
    if (!allowed.includes(body.type)) violate(`Response type ${body.type} to an interaction of type ${this.type}.`);
    this.response = body.type;
    this.acknowledgedAfterMs = this.elapsedMs;
    this.#take(body.type, body.data, violate);
    return undefined;
  }

  followUp(body: MessageBody, violate: (what: string) => void): Message {
    const isLoading = this.original !== undefined && (this.original.flags & LOADING) !== 0;
    if (isLoading) return this.edit(this.original!, body, violate);
    for (const fault of faultsOfMessage(body)) violate(`follow-up: ${fault}`);
    const message = this.#show(body);
    this.followUps.push(message);
    if (!this.botIsMember && this.followUps.length > FOLLOW_UPS_OUTSIDE) violate('More than five follow-ups where the bot is no member.');
    return message;
  }

  edit(message: Message, body: MessageBody, violate: (what: string) => void): Message {
    const before = (message.flags & LOADING) !== 0 ? undefined : message;
    for (const fault of faultsOfMessage(body, before)) violate(`edit of a response: ${fault}`);
    this.world.editMessage(message, fieldsOf(body, message, message.flags & ~LOADING));
    return message;
  }

  #take(type: number, data: MessageBody | undefined, violate: (what: string) => void): void {
    const check = (faults: string[]) => {
      for (const fault of faults) violate(`response: ${fault}`);
    };
    if (type === 4) {
      check(faultsOfMessage(data ?? {}));
      this.original = this.#show(data ?? {});
    } else if (type === 5) {
      check(faultsOfDeferral(data));
      this.original = this.#show({ flags: (data?.flags ?? 0) | LOADING });
    } else if (type === 6) {
      this.original = this.source;
    } else if (type === 7) {
      check(faultsOfMessage(data ?? {}, this.source));
      this.original = this.source;
      if (this.source !== undefined) this.world.editMessage(this.source, fieldsOf(data ?? {}, this.source, this.source.flags));
    } else if (type === 8) {
      this.choices = (data as { choices: { name: string; value: string }[] }).choices;
    } else if (type === 9) {
      this.modal = data as unknown as Modal;
      check(faultsOfModal(this.modal));
    }
  }

  #show(body: MessageBody): Message {
    const isPrivate = ((body.flags ?? 0) & EPHEMERAL) !== 0;
    return this.world.addMessage(this.channel, this.world.bot, {
      ...fieldsOf(body, undefined, body.flags ?? 0),
      ...(isPrivate ? { ephemeralFor: this.user.id } : {}),
    });
  }
}

/** A body's fields as they stand in the message afterwards. */
export function fieldsOf(body: MessageBody, before: Message | undefined, flags: number): Partial<Message> {
  return {
    flags: flags | ((body.flags ?? 0) & ~LOADING) | (before === undefined ? (body.flags ?? 0) & LOADING : 0),
    ...(body.content === undefined ? {} : { content: body.content ?? '' }),
    ...(body.components === undefined ? {} : { components: body.components }),
    ...(body.embeds === undefined ? {} : { embeds: body.embeds }),
    ...(body.attachments === undefined ? {} : { attachments: body.attachments as Message['attachments'] }),
  };
}
