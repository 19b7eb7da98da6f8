/**
 * `System.identityHashCode`.
 * @module
 */

const identityHashes = new WeakMap<object, number>();
let nextIdentityHash = 0x1b28cdfa;

/** The hash of an object without a hash of its own: any number will do, as long as it stays. */
export function identityHash(object: object): number {
  let hash = identityHashes.get(object);
  if (hash === undefined) {
    hash = nextIdentityHash;
    nextIdentityHash = (Math.imul(nextIdentityHash, 48271) >>> 0) & 0x7fffffff;
    identityHashes.set(object, hash);
  }
  return hash;
}
