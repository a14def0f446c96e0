import { z } from 'zod'

const price = z.int().min(0).max(100_000_000)

const shape = {
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'write three capital letters, such as EUR')
    .describe('ISO 4217.'),
  listening: price.describe('For 1,000 participant-minutes without microphone and camera.'),
  speaking: price.describe('For 1,000 participant-minutes with a microphone.'),
  camera: price.describe('For 1,000 participant-minutes with a camera.'),
  recording: price.describe('For 1,000 GB-days.'),
  base: price.describe('For a month.'),
  free: z.int().min(0).max(1_000_000_000).describe('Participant-minutes of a month that cost nothing.'),
  solidarity: z.int().min(0).max(1000).describe('What is due, in percent of the sum.'),
}

/** A price list in an answer; money is in the currency's smallest unit, such as cents. */
export const shownPrices = z
  .object(shape)
  .describe("What its meetings cost, in the currency's smallest unit, for a thousand of each thing.")

/** The same in a request, where only the currency must be said. */
export const prices = z
  .strictObject({
    currency: shape.currency,
    listening: shape.listening.default(0),
    speaking: shape.speaking.default(0),
    camera: shape.camera.default(0),
    recording: shape.recording.default(0),
    base: shape.base.default(0),
    free: shape.free.default(0),
    solidarity: shape.solidarity.default(100),
  })
  .describe('What its meetings cost. Default: the prices of the organisation that it is part of.')
