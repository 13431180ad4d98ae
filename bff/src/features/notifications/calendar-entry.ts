/** Times in the file are UTC: every calendar shows them in its owner's zone, and no time zone table has to travel along. */
const utc = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '');
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
const HOUR_MS = 3_600_000;

/** Lines are folded at 75 octets, never inside a letter (RFC 5545, 3.1). */
function folded(line: string): string {
  let out = '';
  let length = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (length + size > 73) {
      out += '\r\n ';
      length = 1;
    }
    out += letter;
    length += size;
  }
  return out;
}

/** One event of an hour with a reminder a day before, as an iCalendar file (RFC 5545). */
export function calendarEntry(message: { id: string; title: string; body: string; eventAt: Date; createdAt: Date }): Buffer {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tay Ninh Smart//Inbox//VI',
    'BEGIN:VEVENT',
    `UID:${message.id}@tay-ninh-smart`,
    `DTSTAMP:${utc(message.createdAt)}`,
    `DTSTART:${utc(message.eventAt)}`,
    `DTEND:${utc(new Date(message.eventAt.getTime() + HOUR_MS))}`,
    `SUMMARY:${escaped(message.title)}`,
    `DESCRIPTION:${escaped(message.body)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-P1D',
    `DESCRIPTION:${escaped(message.title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return Buffer.from(`${lines.map(folded).join('\r\n')}\r\n`);
}
