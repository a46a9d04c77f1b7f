/** HTML in which every value is escaped unless it is HTML made here: articles, questions and answers are hostile. Pure. */

const made = Symbol('html');

/** Made by `html` or, from markup that is known to be safe, by `trusted`. */
export type Html = { readonly [made]: string };
type Value = Html | string | number | undefined | false | readonly Value[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and for attributes in quotes. Characters that reorder or hide text are shown by their code. */
export const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => entities[character]!)
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return made in value ? value[made] : value.map(render).join('');
}

export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  [made]: strings.reduce((text, part, index) => text + render(values[index - 1]) + part),
});

/** For markup of our own and of the plotting library, never for text. */
export const trusted = (markup: string): Html => ({ [made]: markup });

export const toMarkup = (value: Html): string => value[made];
