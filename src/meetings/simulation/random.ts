/** Random numbers that are the same for the same seed. */
export interface Random {
  /** From 0 to below 1. */
  uniform(): number
  /** Normally distributed, mean 0, standard deviation 1. */
  normal(): number
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  // mulberry32: 32 bits of state are enough for a simulation, and it is the same on every machine.
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (bound) => Math.floor(uniform() * bound),
  }
}
