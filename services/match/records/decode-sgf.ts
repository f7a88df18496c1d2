import { TextDecoder } from 'node:util';

/**
 * The text of a file's bytes. A byte order mark decides first, then the label that CA gives, where TextDecoder knows it;
 * without either the bytes are UTF-8 if they can be, else ISO-8859-1, FF[4]'s default (which every program reads as
 * Windows-1252). Bytes that the encoding does not have become U+FFFD.
 *
 * All of the file is decoded before it is parsed, so that the second byte of 本 in Big5, which is a bracket's, closes
 * nothing. Files that escape such bytes one by one, as FF[4] can be read, are read wrongly; programs do not write them.
 */
export function decodeSgf(bytes: Uint8Array): string {
  const marked = MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return new TextDecoder(marked.label).decode(bytes);
  const declared = declaredDecoder(bytes);
  if (declared !== undefined) return declared.decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('iso-8859-1').decode(bytes);
  }
}

const MARKS = [
  { mark: [0xef, 0xbb, 0xbf], label: 'utf-8' },
  { mark: [0xff, 0xfe], label: 'utf-16le' },
  { mark: [0xfe, 0xff], label: 'utf-16be' },
];

/** How far into a file CA is looked for; it stands in the root, mostly as one of the first properties. */
const HEADER_BYTES = 16_384;

function declaredDecoder(bytes: Uint8Array): TextDecoder | undefined {
  const header = new TextDecoder('iso-8859-1').decode(bytes.subarray(0, HEADER_BYTES));
  // Not parsed: in Shift_JIS a name may end with the byte of a backslash, which would seem to escape its bracket.
  for (const [, label = ''] of header.matchAll(/(?<![A-Za-z])CA\s*\[([^\]]{1,60})\]/g)) {
    const decoder = decoderOf(label) ?? decoderOf(label.replaceAll('_', '-'));
    // A label that can be read is not in an encoding of two bytes a letter.
    if (decoder !== undefined && !decoder.encoding.startsWith('utf-16')) return decoder;
  }
  return undefined;
}

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}
