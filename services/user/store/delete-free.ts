import type { EntityManager } from '../../harness/store/database.ts';

/**
 * Deletes the rows of a table that fulfil a condition, but for those that somebody holds: of two who delete many rows,
 * each would else wait for one that the other has. What was left out can be deleted another time.
 */
export async function deleteFree(em: EntityManager, table: string, condition: string): Promise<void> {
  await em.execute(
    `with free as (select ctid from ${table} where ${condition} for update skip locked)
     delete from ${table} using free where ${table}.ctid = free.ctid`,
  );
}
