import type { Database } from './database.ts';

/** Brings a service's schema up to date and says what it did; for a service's migrate.ts. */
export async function migrate(open: (url: string) => Promise<Database>): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) {
    process.stderr.write('DATABASE_URL must be set.\n');
    process.exit(2);
  }
  const database = await open(url);
  const applied = await database.migrate();
  process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'The schema is up to date.\n');
  await database.close();
}
