import type { FormField, FormPurpose, FormScreen } from '../state/app-state.ts';
import { charactersOf, head, pad, plain, widthOf } from '../text.ts';
import type { TextField } from '../state/text-field.ts';
import type { Frame } from './frame.ts';
import { line, paragraph, span } from './line.ts';
import type { Line, Size, Span } from './line.ts';

const TITLES: Readonly<Record<FormPurpose, string>> = {
  guest: 'Play as a guest',
  signIn: 'Sign in',
  register: 'Make an account',
  upgrade: 'Keep this account',
  join: 'Enter a friend’s code',
};

const HINTS: Readonly<Record<FormPurpose, string>> = {
  guest: 'Others see this name. Leave it empty to be given one.',
  signIn: '',
  register: 'The password has 8 characters at least.',
  upgrade: 'Your matches and wins stay yours. The password has 8 characters at least.',
  join: 'Your friend sees it where they invited you.',
};

const LABEL_COLUMNS = 20;

/** A form with its fields. */
export const formView = ({ purpose, fields, focus, busy }: FormScreen, { columns }: Size): Frame => ({
  title: TITLES[purpose],
  body: [
    [],
    ...(HINTS[purpose] ? [...paragraph(HINTS[purpose], columns, 'faint'), []] : []),
    ...fields.flatMap((field, index) => [fieldRow(field, index === focus && !busy, columns), []]),
    ...(busy ? [line('  ', span('One moment …', 'faint'))] : []),
  ],
  keys: [...(fields.length > 1 ? ['Tab next field'] : []), 'Enter go on', 'Esc back'],
});

function fieldRow({ label, secret, value }: FormField, focused: boolean, columns: number): Line {
  const room = columns - LABEL_COLUMNS - 4;
  const shown = secret ? { ...value, text: '•'.repeat(charactersOf(value.text).length) } : value;
  return [
    span(focused ? '▸ ' : '  ', 'accent'),
    span(pad(label, LABEL_COLUMNS), focused ? 'strong' : undefined),
    ...written(shown, room, focused),
  ];
}

/** A text that is being written, with its cursor; as much of it around the cursor as there is room for. */
export function written({ text, at }: TextField, room: number, focused: boolean): Span[] {
  const characters = charactersOf(text).map(plain);
  const after = characters.slice(at);
  if (!focused) return [span(head(characters.join(''), room))];
  let before = characters.slice(0, at);
  while (widthOf(before.join('')) > room - 2) before = before.slice(1);
  const under = after[0] || ' ';
  const left = room - widthOf(before.join('')) - widthOf(under);
  return [span(before.join('')), span(under, 'marked'), span(head(after.slice(1).join(''), Math.max(0, left)))];
}
