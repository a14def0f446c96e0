import type { NotePerson } from '../src/notes/model.ts'

/** The people whom the note names. */
export const notePeople: readonly NotePerson[] = [
  { id: 'al', name: 'Ada Lovelace', initials: 'al', aliases: ['ada'] },
  { id: 'mw', name: 'Max Weber', initials: 'mw', aliases: ['max'] },
  { id: 'gh', name: 'Grace Hopper', initials: 'gh', aliases: ['grace'] },
]

/** The same as in coop.yaml. */
export const notePeopleYaml = `people:
  al: { name: Ada Lovelace, aliases: [ada], handles: { github: ada, forgejo: ada } }
  mw: { name: Max Weber, aliases: [max], handles: { github: max, forgejo: max } }
  gh: { name: Grace Hopper, aliases: [grace] }
`

/**
 * Minutes as a co-op writes them, with what a note can ask for: tasks in three spellings, moves (one of which closes), a move
 * that is only a state, a decision that is called one, one by votes, bare references, and an item that was skipped.
 */
export const aNote = `# 2026-03-02 Example Co-op: Infrastructure

Time:       3:30-4:30pm ET
Attending:  al, mw, gh
Cultivator: al
Notetaker:  mw

## Agenda

| Item                                    | Time (min) |
|:----------------------------------------|-----------:|
| [Personal Checkins](#Personal-Checkins) |          5 |
| [Task Board Review](#Task-Board-Review) |         15 |
| [Discussions](#Discussions)             |         30 |

## Notes

### Personal Checkins

- al: rested

### Task Board Review

- TODO
    - [#239](https://github.com/example-coop/organizing/issues/239) storage for projects
        - no updates.
        - #movedto backlog
        - #todo ring up the supplier (ada)
    - #253 internal servers
        - #moved to DOING
    - private#68 joining the federation
        - current status: move to BACKLOG
    - #175 password store
        - #moved to DONE. closed

### Discussions

- Keys
    - mw: should keys be on laptops?
        - gh: no, keys never leave the deployment server (al, mw: +1)
    - decision: the code is published after stripping secrets
    - #todo gh: write down how a key is replaced
    - #todo:mw+gh ask what the hosting costs
    - #todo infra-wg: order a disk

### Backups

_skipped_

### Process Checkout

- mw: too long
`
