/** What each REST route of the look-alike does. */
import type { Gateway } from './gateway.js';
import { fieldsOf } from './interactions.js';
import type { Handler, Interactions, Reply, Request, Route } from './rest.js';
import { faultsOfCommands, faultsOfMessage, type MessageBody } from './rules.js';
import { wireChannel, wireGuild, wireMember, wireMessage, wireRole, wireUser } from './wire.js';
import { type Channel, type Message, permissionBits, type World } from './world.js';

export type Surroundings = {
  world: World;
  interactions: Interactions;
  gateway: () => Gateway;
  port: () => number;
  shards: () => number;
  /** Registered commands by application or "application/guild". */
  commands: Map<string, Record<string, unknown>[]>;
  files: Map<string, Buffer>;
};

const fail = (status: number, code: number, message: string): Reply => ({ status, body: { code, message } });
const unknownMessage = fail(404, 10008, 'Unknown Message');
const forbidden = fail(403, 50013, 'Missing Permissions');

export function createRoutes(around: Surroundings): Route[] {
  return [
    ...accountRoutes(around),
    ...commandRoutes(around),
    ...channelRoutes(around),
    ...messageRoutes(around),
    ...interactionRoutes(around),
  ];
}

function accountRoutes({ world, port, shards, gateway, files }: Surroundings): Route[] {
  const guildOr404 = (id: string | undefined, found: (guild: NonNullable<ReturnType<typeof world.guilds.get>>) => unknown): Reply => {
    const guild = world.guilds.get(id!);
    return guild === undefined ? fail(404, 10004, 'Unknown Guild') : { status: 200, body: found(guild) };
  };
  const limit = () => ({ total: 1000, remaining: 1000 - gateway().identifies.length, reset_after: 86_400_000, max_concurrency: 1 });
  const application = () => ({
    id: world.bot.id,
    name: 'Yingjia',
    icon: null,
    description: '',
    bot_public: true,
    flags: 0,
    owner: wireUser(world.applicationOwner),
    team: null,
  });
  return [
    get('/gateway/bot', () => ({ status: 200, body: { url: gateway().url(port()), shards: shards(), session_start_limit: limit() } })),
    get('/users/@me', () => ({ status: 200, body: wireUser(world.bot) })),
    get('/users/@me/guilds', () => ({
      status: 200,
      body: [...world.guilds.values()].map(({ id, name }) => ({ id, name, icon: null, owner: false, permissions: '0' })),
    })),
    get('/applications/@me', () => ({ status: 200, body: application() })),
    get('/oauth2/applications/@me', () => ({ status: 200, body: application() })),
    get('/guilds/{guild_id}', ({ guild_id }) => guildOr404(guild_id, (guild) => wireGuild(world, guild))),
    get('/guilds/{guild_id}/channels', ({ guild_id }) =>
      guildOr404(guild_id, (guild) => [...guild.channels.values()].map((each) => wireChannel(world, each))),
    ),
    get('/guilds/{guild_id}/roles', ({ guild_id }) => guildOr404(guild_id, (guild) => [...guild.roles.values()].map(wireRole))),
    get('/guilds/{guild_id}/members/{user_id}', ({ guild_id, user_id }) =>
      guildOr404(guild_id, (guild) => wireMember(world, guild, world.users.get(user_id!)!)),
    ),
    get('/attachments/{id}/{name}', ({ id }) => {
      const bytes = files.get(id!);
      return bytes === undefined ? fail(404, 0, 'Not Found') : { status: 200, raw: { type: 'application/octet-stream', bytes } };
    }),
  ];
}

function commandRoutes({ commands, world }: Surroundings): Route[] {
  const list: Handler = ({ application_id, guild_id }) => ({ status: 200, body: commands.get(keyOf(application_id!, guild_id)) ?? [] });
  const replace: Handler = ({ application_id, guild_id }, { body, violate }) => {
    const definitions = body as unknown as Record<string, unknown>[];
    for (const fault of faultsOfCommands(definitions as never)) violate(fault);
    for (const each of definitions) {
      if (guild_id !== undefined && (each.contexts !== undefined || each.integration_types !== undefined))
        violate('contexts or integration_types on a command of one server');
    }
    const stored = definitions.map((each) => ({ ...each, id: world.createId(), application_id, version: world.createId(), guild_id }));
    commands.set(keyOf(application_id!, guild_id), stored);
    return { status: 200, body: stored };
  };
  return ['/applications/{application_id}/commands', '/applications/{application_id}/guilds/{guild_id}/commands'].flatMap((template) => [
    get(template, list),
    { method: 'PUT', template, handle: replace },
  ]);
}

const keyOf = (application: string, guild: string | undefined) => (guild === undefined ? application : `${application}/${guild}`);

function channelRoutes(around: Surroundings): Route[] {
  const { world, gateway } = around;
  return [
    get('/channels/{channel_id}', ({ channel_id }) => {
      const channel = world.channels.get(channel_id!);
      return channel === undefined ? fail(404, 10003, 'Unknown Channel') : { status: 200, body: wireChannel(world, channel) };
    }),
    post('/channels/{channel_id}/typing', ({ channel_id }) => withSendRight(world, channel_id, () => ({ status: 204 }))),
    post('/users/@me/channels', (_, { body }) => {
      const user = world.users.get(String(body.recipient_id));
      return user === undefined
        ? fail(400, 50033, 'Invalid Recipient')
        : { status: 200, body: wireChannel(world, world.directChannel(user)) };
    }),
    post('/channels/{channel_id}/messages/{message_id}/threads', ({ channel_id, message_id }, { body }) => {
      const parent = world.channels.get(channel_id!)!;
      const guild = world.guilds.get(parent.guild_id ?? '');
      if (guild === undefined || (world.permissionsOf(world.bot, parent) & permissionBits.createPublicThreads) === 0n) return forbidden;
      if (world.channels.has(message_id!)) return fail(400, 160004, 'A thread has already been created for this message');
      const thread = world.addChannel(guild, String(body.name), 11, { id: message_id!, parent_id: parent.id, owner_id: world.bot.id });
      gateway().dispatch('THREAD_CREATE', { ...wireChannel(world, thread), newly_created: true }, guild.id);
      return { status: 201, body: wireChannel(world, thread) };
    }),
  ];
}

function messageRoutes({ world, gateway }: Surroundings): Route[] {
  const find = (channel: Channel, id: string | undefined) => channel.messages.get(id!);
  const edit = (message: Message, { body, violate }: Request): Reply => {
    if (message.author.id !== world.bot.id) return fail(403, 50005, 'Cannot edit a message authored by another user');
    for (const fault of faultsOfMessage(body as MessageBody, message)) violate(fault);
    world.editMessage(message, fieldsOf(body as MessageBody, message, message.flags));
    return { status: 200, body: wireMessage(world, message) };
  };
  return [
    get('/channels/{channel_id}/messages/{message_id}', ({ channel_id, message_id }) => {
      const message = find(world.channels.get(channel_id!)!, message_id);
      return message === undefined
        ? unknownMessage
        : { status: 200, body: wireMessage(world, message, gateway().hasIntent('messageContent')) };
    }),
    post('/channels/{channel_id}/messages', ({ channel_id }, request) =>
      withSendRight(world, channel_id, (channel) => create(world, channel, request)),
    ),
    {
      method: 'PATCH',
      template: '/channels/{channel_id}/messages/{message_id}',
      handle: ({ channel_id, message_id }, request) =>
        withSendRight(world, channel_id, (channel) => {
          const message = find(channel, message_id);
          return message === undefined ? unknownMessage : edit(message, request);
        }),
    },
  ];
}

function create(world: World, channel: Channel, { body, violate }: Request): Reply {
  for (const fault of faultsOfMessage(body as MessageBody)) violate(fault);
  const reference = body.message_reference as { message_id: string; fail_if_not_exists?: boolean } | undefined;
  const repliedTo = reference === undefined ? undefined : channel.messages.get(reference.message_id);
  if (reference !== undefined && repliedTo === undefined && reference.fail_if_not_exists !== false)
    return fail(400, 50035, 'Unknown message reference');
  if (reference !== undefined && (world.permissionsOf(world.bot, channel) & permissionBits.readMessageHistory) === 0n)
    return fail(400, 160002, 'Cannot reply without permission to read message history');
  const same =
    body.enforce_nonce === true && [...channel.messages.values()].find((each) => (each as { nonce?: unknown }).nonce === body.nonce);
  if (same) return { status: 200, body: wireMessage(world, same) };
  const message = world.addMessage(channel, world.bot, {
    ...fieldsOf(body as MessageBody, undefined, Number(body.flags ?? 0)),
    ...(repliedTo === undefined
      ? {}
      : {
          message_reference: { message_id: repliedTo.id, channel_id: channel.id, guild_id: channel.guild_id },
          referenced_message: repliedTo,
        }),
  });
  Object.assign(message, { nonce: body.nonce });
  return { status: 200, body: wireMessage(world, message) };
}

function interactionRoutes({ world, interactions, files, port }: Surroundings): Route[] {
  const withToken = (token: string | undefined, use: (interaction: NonNullable<ReturnType<Interactions['get']>>) => Reply): Reply => {
    const interaction = interactions.get(token!);
    if (interaction === undefined) return fail(404, 10015, 'Unknown Webhook');
    return interaction.isExpired ? fail(401, 50027, 'Invalid Webhook Token') : use(interaction);
  };
  const editOf =
    (pick: (interaction: NonNullable<ReturnType<Interactions['get']>>, id: string | undefined) => Message | undefined): Handler =>
    ({ token, message_id }, request) =>
      withToken(token, (interaction) => {
        const message = pick(interaction, message_id);
        if (message === undefined) return unknownMessage;
        keepFiles(request, files, port());
        return { status: 200, body: wireMessage(world, interaction.edit(message, request.body as MessageBody, request.violate)) };
      });
  return [
    post('/interactions/{id}/{token}/callback', ({ token }, request) => {
      const interaction = interactions.get(token!);
      if (interaction === undefined) return fail(404, 10062, 'Unknown interaction');
      const code = interaction.respond(request.body as never, request.violate);
      if (code !== undefined) return fail(code === 40060 ? 400 : 404, code, 'Interaction cannot be responded to');
      const resource = interaction.original && { type: interaction.response, message: wireMessage(world, interaction.original) };
      const told = {
        id: interaction.id,
        type: interaction.type,
        response_message_id: interaction.original?.id,
        response_message_ephemeral: interaction.original?.ephemeralFor !== undefined,
      };
      return request.query.get('with_response') === 'true' ? { status: 200, body: { interaction: told, resource } } : { status: 204 };
    }),
    post('/webhooks/{application_id}/{token}', ({ token }, request) =>
      withToken(token, (interaction) => {
        keepFiles(request, files, port());
        return { status: 200, body: wireMessage(world, interaction.followUp(request.body as MessageBody, request.violate)) };
      }),
    ),
    { method: 'PATCH', template: '/webhooks/{application_id}/{token}/messages/@original', handle: editOf(({ original }) => original) },
    {
      method: 'PATCH',
      template: '/webhooks/{application_id}/{token}/messages/{message_id}',
      handle: editOf(({ followUps, original }, id) => [original, ...followUps].find((each) => each?.id === id)),
    },
    get('/webhooks/{application_id}/{token}/messages/@original', ({ token }) =>
      withToken(token, ({ original }) => (original === undefined ? unknownMessage : { status: 200, body: wireMessage(world, original) })),
    ),
  ];
}

/** Uploaded files become attachments with addresses here. */
function keepFiles({ body, files }: Request, store: Map<string, Buffer>, port: number): void {
  const attachments = files.map(({ name, text }, index) => {
    const id = `${Date.now()}${index}`;
    store.set(id, Buffer.from(text));
    const url = `http://127.0.0.1:${port}/api/v10/attachments/${id}/${encodeURIComponent(name)}`;
    return { id, filename: name, size: text.length, url, proxy_url: url };
  });
  if (attachments.length > 0) body.attachments = attachments;
}

function withSendRight(world: World, channelId: string | undefined, act: (channel: Channel) => Reply): Reply {
  const channel = world.channels.get(channelId!);
  if (channel === undefined) return fail(404, 10003, 'Unknown Channel');
  const needed = permissionBits.viewChannel | (channel.type === 11 ? permissionBits.sendMessagesInThreads : permissionBits.sendMessages);
  return (world.permissionsOf(world.bot, channel) & needed) === needed ? act(channel) : forbidden;
}

const get = (template: string, handle: Handler): Route => ({ method: 'GET', template, handle });
const post = (template: string, handle: Handler): Route => ({ method: 'POST', template, handle });
