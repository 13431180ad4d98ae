import { customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant. Millisecond precision, that of a JavaScript date, so that a value read back is equal and may be a cursor. */
export const instant = () => timestamp({ withTimezone: true, precision: 3 });

/** Raw bytes, e.g. a keyed blind index. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
