import { render } from 'ink';
import { createElement as h } from 'react';
import { createNativeTransport } from '../sdk/src/native.ts';
import { Actions } from './actions/actions.ts';
import { createTokenFile, tokenPath } from './actions/token-file.ts';
import { Screen } from './ink/screen.ts';
import { begin } from './state/update.ts';
import { Store } from './store.ts';

/** How often the time on the screen is looked at anew. */
const TICK_MS = 100;

/** What the client is told when it is started. */
export interface TerminalOptions {
  /** Address of the mesh: http://host:port or https://host:port. */
  readonly server: string;
  /** Under which name tokens are kept. */
  readonly profile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Plays in this terminal until the player quits. The terminal is left as it was found, and seats are kept.
 * @throws what is a fault of the client itself
 */
export async function runTerminal({ server, profile, environment }: TerminalOptions): Promise<void> {
  const actions = new Actions({
    server,
    storage: createTokenFile(tokenPath(server, profile, environment)),
    connect: () => createNativeTransport(server, { userAgent: 'playmesh-terminal' }),
    dispatch: (message) => store.dispatch(message),
    quit: () => screen.unmount(),
  });
  const first = begin(server);
  const store = new Store(first.state, (effect) => actions.perform(effect));
  const screen = render(h(Screen, { store, coloured: !environment['NO_COLOR'] }), {
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true, // whoever plays in a terminal is there, whatever the environment says of CI
  });
  const fault = new Promise<never>((_, reject) => {
    process.once('uncaughtException', reject);
    process.once('unhandledRejection', reject);
  });
  const ticking = setInterval(() => store.dispatch({ kind: 'tick', now: actions.now() }), TICK_MS);
  store.take(first);
  try {
    await Promise.race([screen.waitUntilExit(), fault]);
  } finally {
    clearInterval(ticking);
    actions.close();
    screen.unmount();
    await screen.waitUntilExit().catch(() => {}); // what it rejects with is thrown already
  }
}
