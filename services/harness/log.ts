import { pino, type Logger } from 'pino';

export type { Logger };

/** A service's log: JSON lines on standard output, with whatever could be a credential left out. */
export function createLog(service: string, replica: string, level: string): Logger {
  return pino({
    level,
    base: { service, replica },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'],
  });
}
