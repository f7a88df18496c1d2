import { beforeEach } from '@jest/globals';
import { SimulatedBus, SimulatedChannels } from './bus.ts';
import { describeBusContract } from './bus-contract.ts';
import { Tasks } from './tasks.ts';

const tasks = new Tasks();
let channels: SimulatedChannels;
beforeEach(() => {
  channels = new SimulatedChannels(tasks);
});

describeBusContract('the simulated Redis', () => ({
  open: async (onEntry, onReturn) => new SimulatedBus(channels, tasks, { state: 'alive' }, onEntry, onReturn),
  leave: async () => {
    channels.away = true;
  },
  comeBack: async () => {
    channels.away = false;
  },
}));
