import type { Profile } from './account.ts';

const FIELDS = {
  display_name: 'displayName',
  area_code: 'areaCode',
  locale: 'locale',
} as const satisfies Record<string, keyof Profile>;

const isField = (path: string): path is keyof typeof FIELDS => Object.hasOwn(FIELDS, path);

/** A display name as it is kept: composed (NFC), without space around it. */
export const tidyDisplayName = (name: string): string => name.normalize('NFC').trim();

/** The profile of a new account: what was asked for, and the given name where that asks for none. */
export const firstProfile = (wanted: Partial<Profile> | undefined, defaultName: string): Profile => ({
  displayName: tidyDisplayName(wanted?.displayName ?? '') || defaultName,
  areaCode: wanted?.areaCode ?? 0,
  locale: wanted?.locale ?? '',
});

/** Which paths of an update mask name no field of a profile. */
export const unknownPaths = (mask: readonly string[]): readonly string[] => mask.filter((path) => !isField(path));

/**
 * A profile after an update: the fields that the mask names, or without one those that are not empty. A display name
 * cannot be emptied; an empty one leaves it as it is.
 */
export function updateProfile(profile: Profile, wanted: Profile, mask: readonly string[] | undefined): Profile {
  const changed: Record<string, unknown> = { ...profile };
  for (const [path, field] of Object.entries(FIELDS)) {
    const value = field === 'displayName' ? tidyDisplayName(wanted.displayName) : wanted[field];
    const named = mask === undefined ? Boolean(value) : mask.includes(path);
    if (named && (value || field !== 'displayName')) changed[field] = value;
  }
  return changed as unknown as Profile;
}
