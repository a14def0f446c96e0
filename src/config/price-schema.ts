import { z } from 'zod'
import { about, count } from './schema-parts.ts'

const most = 100_000_000

const price = (description: string, example: number) => count(0, most).default(0).meta(about(description, example))

/** A price list: whole hundredths (or whatever the currency is divided into), for a thousand of each thing. */
export const prices = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'write three capital letters, such as EUR')
      .meta(about('The currency, by its ISO 4217 code.', 'EUR')),
    listening: price(
      'For 1,000 participant-minutes of people who have neither microphone nor camera on, in cents.',
      50,
    ),
    speaking: price('For 1,000 participant-minutes with a microphone, in cents.', 80),
    camera: price('For 1,000 participant-minutes with a camera, in cents.', 150),
    recording: price('For 1,000 days of a kept gigabyte of recordings, in cents.', 70),
    base: price('What every month costs however much is used, in cents.', 1000),
    free: count(0, 1_000_000_000)
      .default(0)
      .meta(about('Participant-minutes of a month that cost nothing; the dearest are taken first.', 1000)),
    solidarity: count(0, 1000)
      .default(100)
      .meta(about('What is due in percent of the sum: 50 pays half, 120 pays for others too.', 100)),
  })
  .meta(
    about('What its meetings cost. Default: the prices of the organisation that it is part of.', {
      currency: 'EUR',
      camera: 150,
    }),
  )
