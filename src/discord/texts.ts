/** Chooses the language in which the bot itself speaks. */

import { english, type Texts } from './texts-en.js';
import { chinese } from './texts-zh.js';

export type { Texts };

/** @param locale BCP 47, as Discord's clients, answers or `/config` name it; anything but Chinese is English. */
export const textsFor = (locale: string | undefined): Texts => (/^zh\b/i.test(locale ?? '') ? chinese : english);
