import type { AppState, Step, WelcomeScreen } from './app-state.ts';
import { moved } from './choices.ts';
import { digitOf, isLetter } from './key.ts';
import type { Key } from './key.ts';
import { openForm } from './opening.ts';
import { show, stay } from './step.ts';

/** What a player who is not signed in can do, in the order shown. */
export const WELCOME_CHOICES = [
  { id: 'guest', label: 'Play as a guest' },
  { id: 'signIn', label: 'Sign in' },
  { id: 'register', label: 'Make an account' },
  { id: 'quit', label: 'Quit' },
] as const;

/** What a key does before somebody has signed in. */
export function keyInWelcome(state: AppState, screen: WelcomeScreen, key: Key): Step {
  if (isLetter(key, 'q')) return stay(state, { kind: 'quit' });
  const selected = moved(screen.selected, WELCOME_CHOICES.length, key, true);
  if (selected !== undefined) return show(state, { ...screen, selected });
  const index = key.kind === 'enter' ? screen.selected : (digitOf(key) ?? 0) - 1;
  const choice = WELCOME_CHOICES[index]?.id;
  if (choice === undefined) return stay(state);
  return choice === 'quit' ? stay(state, { kind: 'quit' }) : show(state, openForm(choice));
}
