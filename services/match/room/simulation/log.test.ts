import { SimulatedDatabase } from './database.ts';
import { describeLogContract } from './log-contract.ts';
import { SimulatedLog } from './log.ts';
import { Tasks } from './tasks.ts';
import { SimulatedTime } from './time.ts';

const database = new SimulatedDatabase(new SimulatedTime());
const log = new SimulatedLog(database, new Tasks(), { state: 'alive' });

describeLogContract('the simulated database', () => ({
  log,
  create: async (first) => database.create(first),
  now: async () => database.time.now,
}));
