/** Chinese of one script -> the other, for display: by phrases and with Taiwan's words (软件 -> 軟體), which single characters cannot do. */

export type Convert = (text: string) => string;

let taiwan: Promise<Convert> | undefined;
let mainland: Promise<Convert> | undefined;

/** OpenCC's s2twp. Built with the first use: 0.13 s and about 85 MB. */
export function openTaiwanConverter(): Promise<Convert> {
  taiwan ??= import('opencc-js/cn2t').then(({ Converter }) => Converter({ from: 'cn', to: 'twp' }));
  return taiwan;
}

/** OpenCC's t2s. */
export function openMainlandConverter(): Promise<Convert> {
  mainland ??= import('opencc-js/t2cn').then(({ Converter }) => Converter({ from: 'twp', to: 'cn' }));
  return mainland;
}
