/** Articles are split in two by a hash of their title: the ranker and the decision are trained on one half, and reported on the other. */
export type Half = 'trained' | 'held-out';

/** FNV-1a over code points. */
export function halfOf(title: string): Half {
  let hash = 0x811c9dc5;
  for (const character of title) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  hash ^= hash >>> 15;
  return (hash >>> 0) % 2 === 0 ? 'trained' : 'held-out';
}
