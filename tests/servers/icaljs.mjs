// Reads one line of JSON at a time, {"do": "read" or "expand", "data": base64 of iCalendar}, and answers with
// one: {"calendars": [...]}, {"dates": [[start, end], ...]} or {"error": "..."}.
import { createInterface } from 'node:readline'
import ICAL from 'ical.js'

const MOST_DATES = 1000

const property = ([name, params, type, ...values]) =>
  ({ name, params, type, value: values.length === 1 ? values[0] : values })

const component = ([name, properties, components]) =>
  ({ name, properties: properties.map(property), components: components.map(component) })

function read (text) {
  const parsed = ICAL.parse(text) // one calendar, or an array of them
  return { calendars: (typeof parsed[0] === 'string' ? [parsed] : parsed).map(component) }
}

const utc = time => time.convertToZone(ICAL.Timezone.utcTimezone).toString()

function dates (master, exceptions) {
  const event = new ICAL.Event(master, { exceptions })
  const iterator = event.iterator()
  const found = []
  for (let next = iterator.next(); next; next = iterator.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(next)
    if (found.push([utc(startDate), utc(endDate)]) > MOST_DATES) throw new Error('a series without end')
  }
  return found
}

function expand (text) {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
  const uid = event => event.getFirstPropertyValue('uid')
  const [masters, exceptions] = [false, true].map(is => events.filter(each => each.hasProperty('recurrence-id') === is))
  return { dates: masters.flatMap(each => dates(each, exceptions.filter(other => uid(other) === uid(each)))) }
}

const actions = { read, expand }

for await (const line of createInterface({ input: process.stdin })) {
  let answer
  try {
    const { do: action, data } = JSON.parse(line)
    answer = actions[action](new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64')))
  } catch (error) {
    answer = { error: `${error.name}: ${error.message}` }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
