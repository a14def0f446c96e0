import { z } from 'zod'
import { nameShape } from '../../rooms/names.ts'
import { presets } from '../../rooms/presets.ts'
import { moment } from './fields.ts'

export const roomParams = z.object({ organisation: z.string(), room: z.string().describe('Its id or its short name.') })

const whoStarts = z.enum(['owners', 'members', 'anyone']).describe('Who begins a meeting by entering; others wait.')
const whoModerates = z
  .enum(['owners', 'members'])
  .describe('Who is a moderator, besides those with the moderator code.')
const recording = z
  .enum(['never', 'allowed', 'always'])
  .describe('"always" begins with the meeting, "allowed" leaves it to the moderators.')
const preset = z.enum(presets).describe('What the room is made for; it decides every setting that is not set.')
const guests = z.boolean().describe('Whether people without an account of the organisation may come.')
const lobby = z.boolean().describe('Whether guests wait until a moderator lets them in.')
const muteOnStart = z.boolean().describe('Whether microphones are off at first.')
const joinPage = z.boolean().describe('Whether people enter by the join page.')

const settings = z
  .object({ guests, lobby, mayStart: whoStarts, moderators: whoModerates, recording, muteOnStart, joinPage })
  .describe('What holds in the room.')

const name = z
  .string()
  .trim()
  .toLowerCase()
  .regex(nameShape, 'use 2 to 64 small letters, digits and "-", not at the ends')
  .describe('Short name in its address, unique over the installation.')
const title = z.string().trim().min(2).max(200)
const description = z.string().trim().max(2000)
const code = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]{6,40}$/, 'use 6 to 40 letters, digits and "-"')
  .nullable()
const accessCode = code.describe('What all but the owners must know to come in; null for none.')
const moderatorCode = code.describe('What makes whoever knows it a moderator who may begin; null for none.')
const size = z.int().min(1).max(5000).nullable()
const expectedSize = size.describe('How many people to reserve seats for; null leaves it to the history.')

const orPreset = <Inner extends z.ZodType>(inner: Inner) => inner.nullable().optional()
const changedSettings = z
  .strictObject({
    guests: orPreset(guests),
    lobby: orPreset(lobby),
    mayStart: orPreset(whoStarts),
    moderators: orPreset(whoModerates),
    recording: orPreset(recording),
    muteOnStart: orPreset(muteOnStart),
    joinPage: orPreset(joinPage),
  })
  .describe('What is set otherwise than by the preset; null leaves it to the preset again.')

export const roomRequest = z.strictObject({
  name: name.optional(),
  title,
  description: description.optional(),
  preset: preset.default('open'),
  settings: changedSettings.optional(),
  accessCode: accessCode.optional(),
  moderatorCode: moderatorCode.optional(),
  expectedSize: expectedSize.optional(),
  owners: z.array(z.string()).max(50).optional().describe('Ids of people. Default: you.'),
})

export const roomChange = z
  .strictObject({
    name,
    title,
    description,
    preset,
    settings: changedSettings,
    accessCode,
    moderatorCode,
    expectedSize,
  })
  .partial()

export const roomView = z
  .object({
    id: z.string(),
    organisation: z.string(),
    name: z.string(),
    oldNames: z.array(z.string()).describe('Names it had before; they lead to it still.'),
    url: z.string().describe('Its public page.'),
    title: z.string(),
    description: z.string(),
    preset,
    settings,
    overridden: z.array(z.string()).describe('The settings that are not as the preset has them.'),
    accessCode,
    moderatorCode,
    expectedSize,
    owners: z.array(
      z.object({ id: z.string(), name: z.string().nullable().describe('Null for whoever may not see it.') }),
    ),
    meetingId: z.string().describe('What its meetings are called at the gateway.'),
    running: z.boolean().describe('Whether a meeting goes on in it.'),
    people: z.int().describe('How many are in it now.'),
    runningSince: moment,
    bookings: z.array(z.object({ startsAt: moment, endsAt: moment, people: z.int() })).describe('Those to come.'),
    createdAt: moment,
    changedAt: moment,
  })
  .meta({ id: 'Room' })
