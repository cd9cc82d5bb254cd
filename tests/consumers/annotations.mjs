// Fails unless the report in the github format is what @actions/core writes for the findings of the JSON report, byte for
// byte, and the problem matcher reads the concise report as the same findings: annotations.mjs REPORTS MATCHER
import { spawnSync } from 'node:child_process'
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import * as core from '@actions/core'

const [reports, matcher, child] = process.argv.slice(2)
const read = (name) => readFileSync(`${reports}/${name}`, 'utf8')
const { findings } = JSON.parse(read('json'))
const ranks = ['error', 'warning', 'info']

if (child) {
  const write = { error: core.error, warning: core.warning, info: core.notice }
  for (const rank of ranks) {
    for (const { severity, rule, message, help, location: { file, start, end } } of findings) {
      if (severity !== rank) continue
      write[rank](`${file}:${start.line}:${start.column}: ${message}${help ? `; help: ${help}` : ''}`, {
        title: rule,
        file,
        startLine: start.line,
        endLine: end.line,
        startColumn: start.column,
        endColumn: end.column,
      })
    }
  }
} else {
  const { stdout } = spawnSync(process.execPath, [process.argv[1], reports, matcher, 'child'], { encoding: 'utf8' })
  assert.ok(findings.length > 0)
  assert.equal(read('github'), stdout)

  const [{ pattern: [pattern] }] = JSON.parse(readFileSync(matcher, 'utf8')).problemMatcher
  const lines = read('concise').trimEnd().split('\n')
  assert.equal(lines.length, findings.length)
  for (const [index, { severity, rule, message, location: { file, start } }] of findings.entries()) {
    for (const line of [lines[index], `\x1b[31m${lines[index]}\x1b[0m`]) {
      const found = new RegExp(pattern.regexp).exec(line)
      const part = (name) => found[pattern[name]]
      assert.deepEqual(
        ['file', 'line', 'column', 'severity', 'code'].map(part),
        [file, `${start.line}`, `${start.column}`, severity, rule],
      )
      // Behind the message stands in brackets how sure it is and where else it holds.
      assert.ok(part('message').startsWith(message))
      assert.match(part('message').slice(message.length), /^( \(.+\))?$/)
    }
  }
}
