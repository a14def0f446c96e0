import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { defineCheck } from './check.ts'
import { defineDecisions } from './decisions.ts'
import { defineIndex } from './index-notes.ts'
import { defineNext } from './next.ts'
import { defineParse } from './parse.ts'
import { definePublish } from './publish.ts'
import { defineTasks } from './tasks.ts'

/** `mycel notes`: the minutes of meetings. */
export function define(command: Command, terminal: Terminal): void {
  command.description('The minutes of meetings, and what follows from them.')
  defineParse(command, terminal)
  defineTasks(command, terminal)
  definePublish(command, terminal)
  defineNext(command, terminal)
  defineCheck(command, terminal)
  defineIndex(command, terminal)
  defineDecisions(command, terminal)
}
