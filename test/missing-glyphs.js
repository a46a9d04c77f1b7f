/* Evaluated in a page. Gives the characters that are drawn just as one that no font has. */
(() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const draw = (character, font) => {
    pen.clearRect(0, 0, 48, 48);
    pen.font = `32px ${font}`;
    pen.fillText(character, 4, 36);
    return pen.getImageData(0, 0, 48, 48).data.join();
  };
  const fontByCharacter = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.checkVisibility() || parent.closest('script, style, noscript') !== null) continue;
    for (const character of node.textContent)
      if (!/[\s\p{Cf}\p{M}]/u.test(character)) fontByCharacter.set(character, getComputedStyle(parent).fontFamily);
  }
  const unknownByFont = new Map();
  const isUnknown = (character, font) => {
    if (!unknownByFont.has(font)) unknownByFont.set(font, draw('\u{10fffd}', font));
    return draw(character, font) === unknownByFont.get(font);
  };
  return [...fontByCharacter].filter(([character, font]) => isUnknown(character, font)).map(([character]) => character);
})();
