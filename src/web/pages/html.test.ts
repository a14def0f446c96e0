import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html } from './html.ts'

test('text is escaped, HTML is not, and nothing is nothing', () => {
  const bold = html`<b>${'1 < 2 & "so"'}</b>`
  expect(String(html`<p title="${`"'`}">${bold}${[bold, bold]}${undefined}${7}</p>`)).toBe(
    '<p title="&quot;&#39;"><b>1 &lt; 2 &amp; &quot;so&quot;</b><b>1 &lt; 2 &amp; &quot;so&quot;</b><b>1 &lt; 2 &amp; &quot;so&quot;</b>7</p>',
  )
})

test('no text whatever opens a tag or leaves an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(String(html`<i title="${text}">${text}</i>`)).toMatch(/^<i title="[^"<>]*">[^<>]*<\/i>$/)
    }),
  )
})
