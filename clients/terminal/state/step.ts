import type { AppState, Effect, Notice, Screen, Step } from './app-state.ts';

/** Nothing changes, though something may have to be done. */
export const stay = (state: AppState, ...effects: Effect[]): Step => ({ state, effects });

/** Another screen, or the same one changed; what was told before is gone. */
export const show = (state: AppState, screen: Screen, ...effects: Effect[]): Step => ({
  state: { ...state, screen, notice: undefined },
  effects,
});

/** The same step with a sentence to the player. */
export const telling = ({ state, effects }: Step, notice: Notice | undefined): Step => ({
  state: { ...state, notice },
  effects,
});

export const good = (text: string): Notice => ({ text, bad: false });
export const bad = (text: string): Notice => ({ text, bad: true });
