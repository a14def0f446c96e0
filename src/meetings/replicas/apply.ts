import type { Context } from '../context.ts'
import { lastCertain } from '../ending.ts'
import type { CreateAnswer, Meeting } from '../meeting.ts'
import { addInPlace, type Row, takeAnswer, toMeeting } from '../store-rows.ts'
import type { News } from './news.ts'

/** What `applyNews` must know beyond memory. */
export interface Listener {
  /** The greatest token seen: a deposed replica's looks are not believed. */
  token: number
  reloadRegistry(): void
}

/** Takes in what another replica told, into memory alone: it has written down what must be. */
export function applyNews(context: Context, news: News, listener: Listener): void {
  const { directory } = context
  switch (news.kind) {
    case 'confirmed':
      return confirm(context, news.meeting)
    case 'moved':
      return withMeeting(context, news.instance, (meeting) => directory.move(meeting, news.server))
    case 'gone':
      return withMeeting(context, news.instance, (meeting) => forget(context, meeting))
    case 'ending':
      return withMeeting(context, news.instance, (meeting) => {
        meeting.ending = true
      })
    case 'lost':
      return lose(context, news)
    case 'found':
      return withMeeting(context, news.instance, (meeting) => {
        meeting.lostAt = undefined
      })
    case 'touched':
      for (const instance of news.instances) withMeeting(context, instance, (meeting) => touch(context, meeting))
      return
    case 'expected':
      return withMeeting(context, news.instance, (meeting) => context.arrivals.expect(meeting, news.userId))
    case 'seen':
      return withMeeting(context, news.instance, (meeting) => see(context, meeting, news))
    case 'breakouts':
      return withMeeting(context, news.instance, (meeting) => {
        meeting.breakouts.clear()
        for (const [id, xml] of news.rooms) meeting.breakouts.set(id, Buffer.from(xml))
        directory.changed(meeting)
      })
    case 'looked':
      return look(context, news, listener)
    case 'registry':
      return listener.reloadRegistry()
  }
}

function forget(context: Context, meeting: Meeting): void {
  const leftAt = lastCertain(context, meeting)
  context.directory.remove(meeting)
  context.attendance.close(meeting, leftAt)
  context.history.note(meeting)
}

function withMeeting(context: Context, instance: string, fn: (meeting: Meeting) => void): void {
  const meeting = context.directory.byInstance(instance)
  if (meeting) fn(meeting)
}

/**
 * Takes in a meeting as the database has it. By our own clock: those of two machines differ, and what counts is what was
 * known here and when.
 */
export function confirm(context: Context, row: Row): void {
  const { directory, clock } = context
  const known = directory.byInstance(row.instance)
  const meeting = known ?? toMeeting(row, clock)
  if (!known) addInPlace(directory, meeting)
  if (meeting.server !== row.server) directory.move(meeting, row.server)
  if (row.state !== 'running') return
  if (known) takeAnswer(meeting, (row.answer ?? []) as CreateAnswer)
  meeting.state = 'running'
  meeting.confirmedAt = clock.elapsed()
  if (meeting.facts) directory.name(meeting, meeting.facts.internalId)
  directory.changed(meeting)
}

function see(context: Context, meeting: Meeting, { facts, xml }: Extract<News, { kind: 'seen' }>): void {
  meeting.facts = facts
  meeting.peak = Math.max(meeting.peak, facts.participants)
  meeting.peakVideos = Math.max(meeting.peakVideos, facts.videos)
  meeting.xml = Buffer.from(xml)
  meeting.confirmedAt = context.clock.elapsed()
  context.directory.name(meeting, facts.internalId)
  context.directory.changed(meeting)
  context.attendance.follow(meeting, 'event', context.clock.elapsed())
}

function lose(context: Context, news: Extract<News, { kind: 'lost' }>): void {
  const now = context.clock.elapsed()
  const server = context.pool.find(news.server)
  if (server) server.forgotAt = now
  for (const instance of news.instances) {
    withMeeting(context, instance, (meeting) => {
      meeting.lostAt ??= now
      context.directory.changed(meeting)
    })
  }
}

function touch(context: Context, meeting: Meeting): void {
  meeting.touchedAt = context.clock.elapsed()
}

function look(context: Context, news: Extract<News, { kind: 'looked' }>, listener: Listener): void {
  const server = context.pool.find(news.server)
  if (!server || news.token < listener.token) return
  listener.token = news.token
  const barredUntil = news.look.barredMs > 0 ? context.clock.elapsed() + news.look.barredMs : 0
  server.health = { ...news.look.health, noCreateUntil: Math.max(barredUntil, server.health.noCreateUntil) }
  server.foreignUsers = news.look.foreignUsers
  server.foreignMeetings = news.look.foreignMeetings
  server.events = news.look.events
  if (news.look.health.condition !== 'offline') server.offlineSince = undefined
  else server.offlineSince ??= context.clock.elapsed()
  if (news.look.health.failures > 0) {
    server.missedAt = context.clock.elapsed()
    return
  }
  for (const meeting of context.directory.onServer(news.server)) {
    if (meeting.state === 'running' && meeting.lostAt === undefined) meeting.confirmedAt = context.clock.elapsed()
  }
}
