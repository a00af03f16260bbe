// Members as CSV that a spreadsheet opens as it is.

/** Rows under a header, CRLF after each. */
export function csvOf(header: readonly string[], rows: Iterable<readonly string[]>): string {
  let text = `${header.map(cell).join(",")}\r\n`;
  for (const row of rows) text += `${row.map(cell).join(",")}\r\n`;
  return text;
}

/** A cell; one that a spreadsheet would run as a formula begins with an apostrophe. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
