// Reads one base64 line of iCalendar at a time and answers one line of JSON: {"calendars": [...]} or {"error": "..."}.
import { createInterface } from 'node:readline'
import ICAL from 'ical.js'

const property = ([name, params, type, ...values]) =>
  ({ name, params, type, value: values.length === 1 ? values[0] : values })

const component = ([name, properties, components]) =>
  ({ name, properties: properties.map(property), components: components.map(component) })

function read (text) {
  const parsed = ICAL.parse(text) // one calendar, or an array of them
  return (typeof parsed[0] === 'string' ? [parsed] : parsed).map(component)
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer
  try {
    const bytes = Buffer.from(line, 'base64')
    answer = { calendars: read(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch (error) {
    answer = { error: `${error.name}: ${error.message}` }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
