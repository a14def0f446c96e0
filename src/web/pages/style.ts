/** The one style sheet. Colours are those of the practice servers' page, on warmer paper. */
export const style = `
:root{color-scheme:light dark;
--ink:#1f2320;--paper:#faf8f3;--card:#fff;--soft:#59605a;--line:#ddd8cb;--field:#7d7a70;--earth:#6b4a2b;
--note:#fff3c4;--noteink:#4a3500;--main:#0b57d0;--maindeep:#0842a0;--onmain:#fff;--danger:#b3261e;--good:#1a7340;--wait:#8a5a00}
@media (prefers-color-scheme:dark){:root{
--ink:#ecebe6;--paper:#171a18;--card:#1f2320;--soft:#b0b5ad;--line:#3b413c;--field:#8d938c;--earth:#e9c39b;
--note:#4a3b00;--noteink:#ffe9a8;--main:#a8c7fa;--maindeep:#d3e3fd;--onmain:#06203f;--danger:#ffb4ab;--good:#86dba8;--wait:#f2c46d}}

*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;font:1.0625rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
.wide{width:100%;max-width:44rem;margin:0 auto;padding-left:1.25rem;padding-right:1.25rem}
main{flex:1 0 auto;padding-top:2.5rem;padding-bottom:4rem}
main:focus{outline:none}
p{margin:0 0 1rem;max-width:36rem;overflow-wrap:anywhere}
h1{margin:0 0 1rem;font-size:clamp(1.625rem,1.25rem + 1.75vw,2rem);line-height:1.2;letter-spacing:-.015em;text-wrap:balance;overflow-wrap:anywhere}
h2{margin:0 0 1rem;font-size:1.25rem;line-height:1.3}
a{color:var(--main);text-underline-offset:.2em}
a:hover{color:var(--maindeep);text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--main);outline-offset:3px;border-radius:.25rem}
.lede{font-size:1.1875rem;line-height:1.55;color:var(--soft);margin-bottom:2.5rem}

.skip{position:absolute;left:1rem;top:-6rem;padding:.5rem 1rem;background:var(--card);border-radius:.5rem;z-index:1}
.skip:focus{top:1rem}
.notice{padding:.75rem 1.25rem;text-align:center;font-weight:600;background:var(--note);color:var(--noteink)}
.brand{display:inline-flex;align-items:center;gap:.75rem;min-height:2.75rem;margin-top:1.25rem;font-weight:650;color:var(--ink);text-decoration:none;overflow-wrap:anywhere}
.brand:hover{color:var(--ink);text-decoration:underline}
.mark{flex:none;color:var(--earth)}
.logo{flex:none;height:2.5rem;width:auto;max-width:10rem;object-fit:contain}

.card{padding:1.5rem;margin:0 0 1.5rem;border:1px solid var(--line);border-radius:1rem;background:var(--card)}
.card>:last-child,.card form>:last-child{margin-bottom:0}
.state{display:flex;gap:.75rem;align-items:baseline;font-size:1.1875rem;font-weight:600;line-height:1.4;margin-bottom:1.25rem}
.state::before{content:"";flex:none;width:.75rem;height:.75rem;border-radius:50%;background:var(--good)}
.state.starting::before{background:none;border:3px solid var(--wait)}
.state.idle::before{background:none;border:3px solid var(--field)}
.state.down::before{border-radius:2px;background:var(--danger)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(12rem,100%),1fr));gap:1.25rem;margin:0}
.facts div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.facts dt{color:var(--soft)}
.facts dd{margin:0;font-size:1.75rem;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}

.button{display:inline-block;min-height:2.75rem;padding:.625rem 1.25rem;font:inherit;font-weight:600;line-height:1.4;text-align:center;text-decoration:none;border:2px solid var(--main);border-radius:.5rem;background:var(--main);color:var(--onmain);cursor:pointer}
.button:hover{background:var(--maindeep);border-color:var(--maindeep);color:var(--onmain)}
.buttons{display:flex;flex-wrap:wrap;align-items:center;gap:1rem 1.5rem;margin-top:2rem}

.field{margin:0 0 1.25rem}
label,legend{display:block;margin:0 0 .375rem;padding:0;font-weight:600}
input:not([type=radio],[type=checkbox],[type=hidden]),textarea{display:block;width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--field);border-radius:.5rem}
[aria-invalid=true]{border:2px solid var(--danger)}
.hint{margin:.375rem 0 0;font-size:.9375rem;color:var(--soft)}
.wrong{margin:.375rem 0 0;font-weight:600;color:var(--danger)}
.wrong::first-letter{text-transform:uppercase}
fieldset{margin:0 0 1.5rem;padding:0;border:0;min-width:0}
.choice{display:flex;gap:.75rem;align-items:baseline;margin:0;padding:.5rem 0;font-weight:400;cursor:pointer}
.choice input{flex:none;width:1.125rem;height:1.125rem;margin:0;accent-color:var(--main);position:relative;top:.125rem}
.choice span span{color:var(--soft)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.search{margin-bottom:2rem}
.rooms a.small{font-weight:400}
.trap{position:absolute;left:-100rem;width:1px;height:1px;overflow:hidden}
details{margin:0 0 1.25rem}
summary{cursor:pointer;padding:.5rem 0;font-weight:600}
.problems{border:2px solid var(--danger)}
.problems h2{color:var(--danger)}
.problems ul{margin:0;padding-left:1.25rem}

.rooms{list-style:none;margin:0;padding:0}
.rooms li{padding:1rem 0;border-top:1px solid var(--line)}
.rooms li:first-child{padding-top:0;border-top:0}
.rooms li:last-child{padding-bottom:0}
.rooms a{font-weight:600;overflow-wrap:anywhere}
.rooms .on{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin:.125rem 0 0;color:var(--soft);overflow-wrap:anywhere}
.rooms .on strong{color:var(--ink);font-weight:600}
.soft{color:var(--soft)}
main>p>a:only-child:not(.button){display:inline-block;padding:.25rem 0}
.rest{margin-top:1rem}

.provider{margin-bottom:1.5rem}
.qr{display:block;width:min(15rem,100%);height:auto;margin:0 0 1.25rem;border-radius:.5rem}
.key,.codes code,.address{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
.codes{columns:2;column-gap:1.5rem;margin:0;padding:0;list-style:none}
input.away.away{position:absolute;width:1px;height:1px;min-height:0;padding:0;border:0;overflow:hidden;clip-path:inset(50%)}
@media print{:root{color-scheme:light;--ink:#000;--paper:#fff;--card:#fff;--soft:#333;--line:#999;--field:#666;--earth:#000;--main:#000;--good:#000;--wait:#000;--danger:#000}.skip,.brand svg,.foot,.onscreen,.notice{display:none!important}body{background:#fff;color:#000}.card{border:0;padding:0}main{padding-top:1rem}}

.broad .wide{max-width:72rem}
.broad .card{max-width:44rem}
.card form+form,.card form+details{margin-top:1.5rem}
.card>summary{padding:0;font-size:1.25rem}
.card[open]>summary{margin-bottom:1rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.wall{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:1.5rem;margin:2rem 0;padding:0;list-style:none}
.wall a{display:block}
.wall img{display:block;width:100%;height:auto;aspect-ratio:4/3;object-fit:cover;border-radius:.75rem;background:var(--line)}
.wall p{margin:.5rem 0 0;font-size:.9375rem}
.wall strong{color:var(--danger)}
.picture{margin:0 0 2rem}
.picture img{display:block;max-width:100%;height:auto;max-height:80vh;width:auto;border-radius:.75rem}
.picture figcaption{margin-top:1rem}
.takes{padding:1rem;border:2px dashed var(--field);border-radius:.75rem}
.over{border-color:var(--main);border-style:solid}
[data-preview]{display:block;max-width:100%;max-height:15rem;margin:0 0 1.25rem;border-radius:.5rem}
[hidden]{display:none}
.camera{display:none}
@media (pointer:coarse){.camera{display:block}}

.foot{border-top:1px solid var(--line);font-size:.9375rem;color:var(--soft)}
.foot .wide{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.5rem 2rem;padding-top:1.5rem;padding-bottom:1.5rem}
.foot p{margin:0;overflow-wrap:anywhere}
.foot ul{display:flex;gap:1.25rem;margin:0;padding:0;list-style:none}
.foot a{color:inherit;display:inline-block;padding:.125rem 0}
.foot a:hover{color:var(--ink)}
.foot [aria-current]{font-weight:600;text-decoration:none}

@media (max-width:30rem){main{padding-top:1.75rem}.card{padding:1.25rem}.button{width:100%}.codes{columns:1}}
@media (forced-colors:active){.state::before{forced-color-adjust:none}}
`
