export const templateNames = ['working-group', 'all-hands', 'standup'] as const
export type TemplateName = (typeof templateNames)[number]

/** The templates that come with the program. `YYYY-MM-DD` becomes the day; empty roles are filled in. */
export const templates = {
  'working-group': `# YYYY-MM-DD TITLE

Time:       ...
Location:   ...
Attending:  ...
Cultivator: ...
Notetaker:  ...

## Agenda

| Item                                      | Time (min) |
|:------------------------------------------|-----------:|
| [Personal Checkins](#Personal-Checkins)   |          5 |
| [Announcements](#Announcements)           |          5 |
| [Task Board Review](#Task-Board-Review)   |         15 |
| [Discussions](#Discussions)               |         30 |
| [Process Checkout](#Process-Checkout)     |          5 |

## Notes

### Personal Checkins

### Announcements

### Task Board Review

### Discussions

### Process Checkout

### Action Items for Cultivator

- [ ] Carry the tasks over to the task board: \`mycel notes tasks\`
- [ ] Publish the notes: \`mycel notes publish\`
- [ ] Make the next pad: \`mycel notes next\`
`,
  'all-hands': `# YYYY-MM-DD TITLE

Time:       ...
Location:   ...
Attending:  ...
Cultivator: ...
Notetaker:  ...

## Agenda

| Item                                          | Time (min) |
|:----------------------------------------------|-----------:|
| [Personal Checkins](#Personal-Checkins)       |         10 |
| [Announcements](#Announcements)               |          5 |
| [Working Group Updates](#Working-Group-Updates) |       20 |
| [Discussions](#Discussions)                   |         20 |
| [Process Checkout](#Process-Checkout)         |          5 |

## Notes

### Personal Checkins

### Announcements

### Working Group Updates

### Discussions

### Process Checkout

### Action Items for Cultivator

- [ ] Carry the tasks over to the task board: \`mycel notes tasks\`
- [ ] Publish the notes: \`mycel notes publish\`
- [ ] Make the next pad: \`mycel notes next\`
`,
  standup: `# YYYY-MM-DD TITLE

Time:       ...
Attending:  ...
Cultivator: ...
Notetaker:  ...

## Agenda

| Item                            | Time (min) |
|:--------------------------------|-----------:|
| [Round](#Round)                 |         10 |
| [Discussions](#Discussions)     |          5 |

## Notes

### Round

### Discussions
`,
} as const satisfies Readonly<Record<TemplateName, string>>
