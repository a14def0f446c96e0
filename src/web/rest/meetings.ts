import { z } from 'zod'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import { endByOperator, requireLiveMeeting } from '../../meetings/end-by-operator.ts'
import { requireServer } from '../../meetings/registry.ts'
import { requireSeen } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures } from './api.ts'
import { meetingDetails, meetingView, toMeetingDetails, toMeetingView } from './meeting-view.ts'

const tags = ['meetings']
const params = z.object({
  organisation: z.string(),
  meetingId: z.string().describe('The ID that the client gave it, percent-encoded.'),
})

export function serveMeetings(api: Api, installation: Installation): void {
  serveList(api, installation)
  serveOne(api, installation)
}

function serveList(api: Api, { gateway: { context } }: Installation): void {
  api.get(
    '/meetings',
    {
      config: { right: 'self' },
      schema: {
        summary: 'The live meetings that you may see',
        tags,
        querystring: z.strictObject({ organisation: z.string().optional(), server: z.string().optional() }),
        response: { 200: z.object({ meetings: z.array(meetingView) }), ...failures },
      },
    },
    async ({ query: { organisation, server }, caller }) => {
      const now = context.clock.elapsed()
      const all = organisation === undefined ? context.directory.all() : context.directory.inOrganisation(organisation)
      const found = [...all].filter(
        (meeting) =>
          (server === undefined || meeting.server === server) && caller.may('meetings.see', meeting.organisation),
      )
      // A misspelt name must not look like an empty server; one that was removed may still have meetings.
      if (found.length === 0 && organisation !== undefined) requireSeen(caller, organisation)
      if (found.length === 0 && organisation !== undefined) requireOrganisation(context, organisation)
      if (found.length === 0 && server !== undefined && caller.may('installation.see')) requireServer(context, server)
      return { meetings: found.map((meeting) => toMeetingView(meeting, now)) }
    },
  )
}

function serveOne(api: Api, { gateway: { context } }: Installation): void {
  api.get(
    '/meetings/:organisation/:meetingId',
    {
      config: { right: 'meetings.see' },
      schema: {
        summary: 'One live meeting, and why it is where it is',
        tags,
        params,
        response: { 200: meetingDetails, ...failures },
      },
    },
    async ({ params: { organisation, meetingId } }) =>
      toMeetingDetails(requireLiveMeeting(context, organisation, meetingId), context.clock.elapsed()),
  )
  api.delete(
    '/meetings/:organisation/:meetingId',
    {
      config: { right: 'meetings.manage' },
      schema: {
        summary: 'End a meeting; it is over once its server confirms it',
        tags,
        params,
        response: { 202: meetingView, ...failures },
      },
    },
    async ({ params: { organisation, meetingId }, actor }, reply) => {
      const meeting = requireLiveMeeting(context, organisation, meetingId)
      await endByOperator(context, organisation, meetingId, actor)
      return await reply.code(202).send(toMeetingView(meeting, context.clock.elapsed()))
    },
  )
}
