import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import { printable, renderFields, renderTable } from '../lib/table.ts'
import type { MeetingAnswer, MeetingDetailsAnswer } from './answers.ts'
import { explainDecision } from './decision.ts'
import { addExamples, repeatOptions } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface Options extends RemoteOptions {
  readonly organisation?: string
}

/** `mycel meeting`: the meetings that go on now. */
export function define(command: Command, terminal: Terminal): void {
  command.description('The meetings that go on now, and why each is where it is.')
  const list = addRemote(command.command('list'))
    .description('all meetings that go on now')
    .option('--organisation <id>', 'only those of one organisation')
    .option('--server <id>', 'only those on one server')
    .option('--json', 'print JSON')
    .action((options: Options & { server?: string }) => listMeetings(options, terminal))
  addExamples(list, ['mycel meeting list', ''], ['mycel meeting list --server bbb1', 'what a restart would hit'])
  const verbs = [
    ['show', 'everything about one meeting', showMeeting],
    ['why', 'why it is on its server, in plain words', explainMeeting],
    ['end', 'end it for everybody in it', endMeeting],
  ] as const
  for (const [verb, does, act] of verbs) {
    const one = addRemote(command.command(verb))
      .description(does)
      .argument('<id>', 'the meeting ID')
      .option('--organisation <id>', 'whose it is; needed only when several have that ID')
      .action((id: string, options: Options) => act(id, options, terminal))
    if (verb !== 'end') one.option('--json', 'print JSON')
    addExamples(one, [`mycel meeting ${verb} room-7`, ''])
  }
}

async function listMeetings(options: Options & { server?: string }, terminal: Terminal): Promise<void> {
  const query = new URLSearchParams()
  if (options.organisation !== undefined) query.set('organisation', options.organisation)
  if (options.server !== undefined) query.set('server', options.server)
  const path = query.size > 0 ? `/meetings?${query}` : '/meetings'
  const answer = await ask<{ meetings: readonly MeetingAnswer[] }>(terminal, options, 'GET', path)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.meetings.map((one) => [
    one.meetingId,
    one.organisation,
    one.server,
    `${one.people}`,
    `${one.seats}`,
    moment(one.createdAt, terminal),
    one.name,
  ])
  const heading = ['meeting', 'organisation', 'server', 'people', 'seats', 'created', 'name']
  const whose = options.organisation === undefined ? '' : ` of ${options.organisation}`
  const where = options.server === undefined ? '' : ` on ${options.server}`
  printTable(terminal, heading, rows, { right: ['people', 'seats'], none: `No meeting${whose} goes on now${where}.` })
}

async function showMeeting(id: string, options: Options, terminal: Terminal): Promise<void> {
  const meeting = await findMeeting(id, options, terminal)
  if (options.json) return printJson(terminal, meeting)
  print(
    terminal,
    renderFields([
      ['meeting', meeting.meetingId],
      ['name', meeting.name],
      ['organisation', meeting.organisation],
      ['server', meeting.server],
      ['state', meeting.running ? `${meeting.state}, with people in it` : meeting.state],
      ['people', `${meeting.people}`],
      ['seats kept', `${meeting.seats}`],
      ['created', moment(meeting.createdAt, terminal)],
      ['internal ID', meeting.internalId ?? undefined],
      ['there because', meeting.decision.because],
    ]),
  )
}

async function explainMeeting(id: string, options: Options, terminal: Terminal): Promise<void> {
  const meeting = await findMeeting(id, options, terminal)
  if (options.json) return printJson(terminal, meeting.decision)
  print(terminal, ...explainDecision(meeting, terminal))
}

async function endMeeting(id: string, options: Options, terminal: Terminal): Promise<void> {
  const { organisation, meetingId, name, server } = await findMeeting(id, options, terminal)
  await ask(terminal, options, 'DELETE', `/meetings/${segment(organisation)}/${segment(meetingId)}`)
  print(terminal, `${server} ends the meeting ${printable(meetingId)} (${printable(name)}) of ${organisation}.`)
}

/** The meeting of that ID; which organisation's must be said only when several have it. */
async function findMeeting(id: string, options: Options, terminal: Terminal): Promise<MeetingDetailsAnswer> {
  const organisation = options.organisation ?? (await findOrganisation(id, options, terminal))
  const path = `/meetings/${segment(organisation)}/${segment(id)}`
  return await ask<MeetingDetailsAnswer>(terminal, options, 'GET', path)
}

async function findOrganisation(id: string, options: Options, terminal: Terminal): Promise<string> {
  const { meetings } = await ask<{ meetings: readonly MeetingAnswer[] }>(terminal, options, 'GET', '/meetings')
  const [first, ...others] = meetings.filter(({ meetingId }) => meetingId === id)
  if (!first)
    throw new Problem('not-found', `there is no meeting ${id} now`, {
      hint: `see: mycel meeting list${repeatOptions(options)}`,
    })
  if (others.length === 0) return first.organisation
  const table = renderTable(
    ['organisation', 'name'],
    [first, ...others].map((one) => [one.organisation, one.name]),
  )
  throw new Problem('usage', `several organisations have a meeting ${id}:\n${table}`, {
    hint: `say whose: --organisation ${first.organisation}`,
  })
}
