// Runs every group of tests that this machine can run, then says what it did not run and why.
import { groups, inWords, lacks, runTests } from './groups.ts'

const filters = process.argv.slice(2)
const result = runTests(
  groups.filter((group) => lacks(group) === undefined),
  filters,
)

for (const group of groups) {
  const why = lacks(group)
  if (why) console.log(`not run: the ${group} tests: ${why}`)
}
const ran = result.passed + result.failed + result.skipped > 0
if (!ran) console.log(`no test matches ${filters.join(' ')}`)
console.log(inWords(result))
process.exitCode = result.ok && ran ? 0 : 1
