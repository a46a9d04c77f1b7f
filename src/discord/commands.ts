/** The commands as Discord registers them, with their names in both languages. Pure. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { QUESTION_LIMIT } from './forms.js';

export const ASK_ABOUT = 'Ask about this';

type Words = [name: string, description: string, chineseName: string, chineseDescription: string];

const words = ([name, description, chineseName, chineseDescription]: Words) => ({
  name,
  description,
  name_localizations: { 'zh-TW': chineseName },
  description_localizations: { 'zh-TW': chineseDescription },
});

type Option = APIApplicationCommandBasicOption;

const text = (given: Words, choices?: { name: string; value: string }[]): Option => ({
  type: ApplicationCommandOptionType.String,
  ...words(given),
  ...(choices === undefined ? {} : { choices }),
});
/** Offers what fits while it is typed; what is sent may still be anything. */
const suggested = (given: Words, maxLength: number, required = false): Option => ({
  type: ApplicationCommandOptionType.String,
  ...words(given),
  required,
  autocomplete: true,
  max_length: maxLength,
});
const yesNo = (given: Words): Option => ({ type: ApplicationCommandOptionType.Boolean, ...words(given) });
const wholeNumber = (given: Words): Option => ({ type: ApplicationCommandOptionType.Integer, ...words(given), min_value: 1 });
const role = (given: Words, required = false): Option => ({ type: ApplicationCommandOptionType.Role, ...words(given), required });
const file = (given: Words): Option => ({ type: ApplicationCommandOptionType.Attachment, ...words(given) });
const subcommand = (given: Words, options: Option[] = []): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  ...words(given),
  options,
});

/** Everywhere: servers, direct messages, and what a person has installed for themselves. Only for global commands. */
const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};
const inServers = { integration_types: [ApplicationIntegrationType.GuildInstall], contexts: [InteractionContextType.Guild] };
/** Hidden from members who may not manage the server, until an admin shows them to a role. */
const forMaintainers = { default_member_permissions: String(PermissionFlagsBits.ManageGuild) };

const askOptions = [
  suggested(['question', 'What you want to know', '問題', '你想知道什麼'], QUESTION_LIMIT, true),
  suggested(['collection', 'Only this collection of articles', '文集', '只查這個文集'], 100),
  yesNo(['private', 'Show the answer to you alone', '私密', '答案只給你看']),
];

const indexOptions = [
  subcommand(['status', 'What the index holds', '狀態', '索引裡有什麼']),
  subcommand(
    ['update', 'Bring the index up to date with the articles', '更新', '讓索引跟上文章的變動'],
    [yesNo(['preview', 'Only say what would change', '預覽', '只列出會有哪些變動'])],
  ),
  subcommand(
    ['add', 'Add an article as a file or text, or follow a page or feed', '新增', '以檔案或文字新增文章，或追蹤網頁與 feed'],
    [
      file(['file', 'A .md, .txt, .html, .pdf or .docx file', '檔案', '.md、.txt、.html、.pdf 或 .docx 檔']),
      { ...text(['url', 'Address of a page or feed to follow', '網址', '要追蹤的網頁或 feed 的網址']), max_length: 2_000 } as Option,
      suggested(['collection', 'The collection it belongs to', '文集', '放進哪個文集'], 60),
      yesNo(['replace', 'Replace an article of the same name', '取代', '取代同名的文章']),
    ],
  ),
  subcommand(
    ['rollback', 'Make the content of an older generation live again', '回復', '讓較舊一代的內容重新上線'],
    [wholeNumber(['generation', 'Its number; by default the one before the last change', '世代', '第幾代；預設是上次變動之前'])],
  ),
];

const modes = [
  { name: 'mention: when mentioned', value: 'mention' },
  { name: 'auto: every message, every new forum post', value: 'auto' },
];
const languages = [
  { name: 'each person’s own', value: 'auto' },
  { name: '正體中文', value: 'zh-TW' },
  { name: 'English', value: 'en' },
];
const configOptions = [
  subcommand(['show', 'Show the settings', '顯示', '顯示設定']),
  subcommand(
    ['channel', 'Change the settings of this channel', '頻道', '更改這個頻道的設定'],
    [
      yesNo(['on', 'Whether the bot answers here', '開啟', '機器人是否在這裡回答']),
      text(['mode', 'When it answers', '方式', '什麼時候回答'], modes),
      role(['role', 'Only this role may ask; add one at a time', '身分組', '只有這個身分組可以問，一次加一個']),
      yesNo(['everybody', 'Everybody may ask again', '所有人', '恢復所有人都可以問']),
      text(['language', 'What the bot speaks where it does not know better', '語言', '不確定時機器人用什麼語言'], languages),
      yesNo(['private', 'Answers are shown to the asker alone', '私密', '答案只給發問的人看']),
      suggested(
        [
          'collections',
          'Comma-separated collections that may be asked here; all for all',
          '文集',
          '這裡可以問的文集，以逗號分隔；all 表示全部',
        ],
        300,
      ),
    ],
  ),
  subcommand(
    ['maintainers', 'Add or remove a role of maintainers', '維護者', '加入或移除維護者身分組'],
    [role(['role', 'The role', '身分組', '哪個身分組'], true), yesNo(['remove', 'Remove it instead', '移除', '改為移除'])],
  ),
];

const reviewOptions = [
  subcommand(['feedback', 'Answers that got a thumb', '意見', '收到讚或倒讚的答案']),
  subcommand(['gaps', 'Questions that the articles did not answer', '缺口', '文章沒有回答的問題']),
  subcommand(['log', 'What maintainers did', '紀錄', '維護者做了什麼']),
];

/** @param isGlobal false for the commands of one server, which may not say where they are to be used. */
export function createCommands(isGlobal: boolean): RESTPostAPIApplicationCommandsJSONBody[] {
  const all = isGlobal ? everywhere : {};
  const servers = { ...(isGlobal ? inServers : {}), ...forMaintainers };
  return [
    { ...words(['ask', 'Ask the articles', '提問', '問文章一個問題']), options: askOptions, ...all },
    { type: ApplicationCommandType.Message, name: ASK_ABOUT, name_localizations: { 'zh-TW': '拿這則訊息來問' }, ...all },
    { ...words(['forget', 'End your conversation here', '重新開始', '結束你在這裡的對話']), ...all },
    {
      ...words(['privacy', 'What is stored about you, and how to get or delete it', '隱私', '保存了哪些關於你的資料、如何取得或刪除']),
      ...all,
    },
    { ...words(['index', 'The index of articles', '索引', '文章的索引']), options: indexOptions, ...servers },
    { ...words(['config', 'Settings of this server', '設定', '這個伺服器的設定']), options: configOptions, ...servers },
    {
      ...words(['review', 'What people said about answers, and what was not answered', '審閱', '大家的意見，以及沒有回答的問題']),
      options: reviewOptions,
      ...servers,
    },
  ];
}
