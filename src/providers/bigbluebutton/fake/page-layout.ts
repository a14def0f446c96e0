import { escapeXml as escape } from '../../../protocol/xml.ts'

/** What surrounds the content of a page. All but `content` is plain text. */
export interface Layout {
  readonly language: string
  readonly title: string
  readonly heading: string
  readonly notice: string
  readonly footer: string
  /** HTML. */
  readonly content: string
}

/** A whole HTML document that needs nothing from anywhere else. */
export function layout({ language, title, heading, notice, footer, content }: Layout): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<header class="notice">${escape(notice)}</header>
<main>
<h1>${escape(heading)}</h1>
${content}
</main>
<footer><p>${escape(footer)}</p></footer>
</body>
</html>
`
}

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#5a636e;--line:#d5dae0;--note:#fff3c4;--noteink:#4a3500;--main:#0b57d0;--onmain:#fff;--danger:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#16191d;--soft:#a9b1bb;--line:#3a414a;--note:#4a3b00;--noteink:#ffe9a8;--main:#a8c7fa;--onmain:#06203f;--danger:#ffb4ab}}
*{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main,footer{max-width:40rem;margin:0 auto;padding:1rem}
.notice{margin:0;padding:.75rem 1rem;text-align:center;font-weight:600;background:var(--note);color:var(--noteink)}
h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
h2{font-size:1.125rem;margin-top:2rem}
p,li{overflow-wrap:anywhere}
small,footer{color:var(--soft)}
a{color:var(--main)}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
form{flex:1 1 12rem}
button{width:100%;min-height:2.75rem;padding:.5rem 1rem;font:inherit;font-weight:600;border-radius:.5rem;border:2px solid var(--main);background:var(--main);color:var(--onmain);cursor:pointer}
button.danger{background:transparent;border-color:var(--danger);color:var(--danger)}
:focus-visible{outline:3px solid var(--main);outline-offset:3px}
`
