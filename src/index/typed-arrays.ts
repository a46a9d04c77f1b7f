/** A copy of twice the length, zeros behind: for arrays whose length nobody knows beforehand. */
export function grown<A extends Float64Array | Uint32Array | Uint16Array>(array: A): A {
  const larger = new (array.constructor as new (length: number) => A)(array.length * 2);
  larger.set(array);
  return larger;
}
