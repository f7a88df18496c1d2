import type { AppState, Effect, FormField, FormPurpose, FormScreen, Step } from './app-state.ts';
import type { Key } from './key.ts';
import { openMenu, WELCOME } from './opening.ts';
import { bad, show, stay, telling } from './step.ts';
import { typed } from './text-field.ts';

/** More than any field may have; the service says so where it is too much. */
const MOST_CHARACTERS = 254;

/** What a key does in a form. */
export function keyInForm(state: AppState, screen: FormScreen, key: Key): Step {
  if (key.kind === 'escape') return state.me ? openMenu(state) : show(state, WELCOME, { kind: 'cancel' });
  if (screen.busy) return stay(state);
  const last = screen.fields.length - 1;
  switch (key.kind) {
    case 'enter':
      return screen.focus < last ? focusOn(state, screen, screen.focus + 1) : handIn(state, screen);
    case 'tab':
    case 'down':
      return focusOn(state, screen, screen.focus === last ? 0 : screen.focus + 1);
    case 'backTab':
    case 'up':
      return focusOn(state, screen, screen.focus === 0 ? last : screen.focus - 1);
    default: {
      const write = (field: FormField, index: number): FormField =>
        index === screen.focus ? { ...field, value: typed(field.value, key, MOST_CHARACTERS) } : field;
      return show(state, { ...screen, fields: screen.fields.map(write) });
    }
  }
}

/** The same form after the service has refused it, as it was handed in. */
export const refusedForm = (state: AppState, screen: FormScreen, text: string): Step =>
  telling(show(state, { ...screen, busy: false }), bad(text));

const focusOn = (state: AppState, screen: FormScreen, focus: number): Step => show(state, { ...screen, focus });

function handIn(state: AppState, screen: FormScreen): Step {
  const values = screen.fields.map(({ value }) => value.text);
  const empty = values.findIndex((text, index) => (screen.fields[index]!.secret ? text : text.trim()) === '');
  // A guest without a name gets one from the service.
  if (empty >= 0 && screen.purpose !== 'guest') {
    return telling(focusOn(state, screen, empty), bad(`${screen.fields[empty]!.label} is missing.`));
  }
  const effect = effectOf(screen.purpose, values);
  return effect === undefined
    ? telling(focusOn(state, screen, values.length - 1), bad('The two passwords are not the same.'))
    : show(state, { ...screen, busy: true }, effect);
}

/** What handing a form in asks for; undefined where the passwords differ. */
function effectOf(purpose: FormPurpose, values: readonly string[]): Effect | undefined {
  const [first = '', second = '', third = '', fourth = ''] = values;
  switch (purpose) {
    case 'guest':
      return { kind: 'guest', displayName: first.trim() };
    case 'signIn':
      return { kind: 'signIn', login: first.trim(), password: second };
    case 'register':
    case 'upgrade':
      if (third !== fourth) return undefined;
      return { kind: purpose, username: first.trim(), email: second.trim(), password: third };
    case 'join':
      return { kind: 'join', inviteCode: first.replaceAll(/\s/gu, '').toUpperCase() };
  }
}
