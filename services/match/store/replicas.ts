import type { Beat } from '../room/heartbeat.ts';
import type { Outage } from '../room/heart.ts';
import type { Pool } from './pool.ts';

/** Beats for a replica: see the function `beat` in the migrations. @throws when the database is away. */
export async function beat(pool: Pool, replicaId: string, name: string, afterOutageId: number): Promise<Beat> {
  const [row] = await pool.query<{ beat: { alive: string[]; outages: Outage[] } }>('beat', 'select beat($1, $2, $3)', [
    replicaId,
    name,
    afterOutageId,
  ]);
  return { alive: new Set(row!.beat.alive), outages: row!.beat.outages };
}

/** The database's time in milliseconds since 1970. */
export async function databaseTime(pool: Pool): Promise<number> {
  const text = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now';
  const [row] = await pool.query<{ now: number }>('database_time', text, []);
  return row!.now;
}
