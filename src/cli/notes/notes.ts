import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { defineParse } from './parse.ts'

/** `mycel notes`: the minutes of meetings. */
export function define(command: Command, terminal: Terminal): void {
  command.description('The minutes of meetings, and what follows from them.')
  defineParse(command, terminal)
}
