import { describe, expect, it } from 'vitest'
import { findIssues } from './references.ts'

const home = { repository: 'home', owner: 'us' }

describe('issues that a text names', () => {
  it.each<[string, string[]]>([
    ['[#246](https://github.com/us/home/issues/246) tuning', ['home#246']],
    ['[private#48](https://github.com/us/home-private/issues/48)', ['home-private#48']],
    ['[`handbook#54`](https://github.com/us/handbook/pull/54)', ['handbook#54']],
    ['see https://github.com/us/handbook/pull/89.', ['handbook#89']],
    ['(https://github.com/us/home/issues/131#issuecomment-612831069)', ['home#131']],
    ['github.com/us/home/pull/3/files', ['home#3']],
    ['#440 and #441, #442/#443', ['home#440', 'home#441', 'home#442', 'home#443']],
    ['#12-#15 and #16- closing', ['home#12', 'home#15', 'home#16']],
    ['private#48 private #49 #private/50', ['home-private#48', 'home-private#49', 'home-private#50']],
    ['hypha.coop#5 el: still', ['hypha.coop#5']],
    ['home-private#120', ['home-private#120']],
    ['inventory-private#7', ['inventory-private#7']],
    ['them/there#7', ['them/there#7']],
    [
      '[#190](https://github.com/us/home/issues/190) handbook#13 [#155](https://github.com/us/home/issues/155) done',
      ['home#190', 'handbook#13', 'home#155'],
    ],
    ['PR #12 and issue #13, for #14', ['home#12', 'home#13', 'home#14']],
    ['[see #12](https://pad.example/x#7)', ['home#12']],
    ['https://github.com/them/there/issues/7', ['them/there#7']],
    ['https://git.example/a/b/-/issues/7', ['a/b#7']],
  ])('are found in %s', (text, names) => {
    expect(
      findIssues(text, home).map(({ owner, repo, number }) => `${owner ? `${owner}/` : ''}${repo}#${number}`),
    ).toEqual(names)
  })

  it.each([
    '#2019-07-10',
    'colour #990000;',
    '[x](#5)',
    'https://x/#12/',
    'option #2',
    'a :hash:3 pad',
    'C#',
    '#1234567',
    '&#39;',
    '#12.5',
    'https://github.com/orgs/us/projects/2',
    '#12th',
    'we are #1 priority',
    '<!-- #12 -->',
  ])('are not invented in %s', (text) => {
    expect(findIssues(text, home)).toEqual([])
  })

  it('stand where they are found', () => {
    const text = 'so private #49, then #5.'
    expect(findIssues(text, home).map(({ start, end }) => text.slice(start, end))).toEqual(['private #49', '#5'])
  })
})
