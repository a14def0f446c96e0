// Runs every group of tests that this machine can run, then says what it did not run and why.
import { groups, inWords, lacks, runGroup, sum } from './groups.ts'

const filters = process.argv.slice(2)
const able = groups.filter((group) => lacks(group) === undefined)
const results = able.map((group) => runGroup(group, filters))

for (const group of groups) {
  const why = lacks(group)
  if (why) console.log(`not run: the ${group} tests: ${why}`)
}
console.log(inWords(sum(results)))
process.exitCode = results.every((result) => result.ok) ? 0 : 1
