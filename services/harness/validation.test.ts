import { describe, expect, test } from '@jest/globals';
import { CreateMatchRequest } from '../../gen/playmesh/match/v1/match_service.ts';
import { Visibility } from '../../gen/playmesh/match/v1/match.ts';
import { RegisterRequest, SetRolesRequest, UpdateProfileRequest } from '../../gen/playmesh/user/v1/user_service.ts';
import { ApiError, Code } from './errors.ts';
import { requestTypeName, validateRequest } from './validation.ts';

const valid = RegisterRequest.fromPartial({
  requestId: new Uint8Array(16),
  email: 'ann@example.org',
  username: 'ann',
  password: 'correct horse',
  passwordConfirmation: 'correct horse',
});

function violationsOf(typeName: string, bytes: Uint8Array) {
  try {
    validateRequest(typeName, bytes);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error).toMatchObject({ code: Code.INVALID_ARGUMENT, reason: 'INVALID_REQUEST' });
    return error.options.violations;
  }
  return [];
}

const register = (wanted: Parameters<typeof RegisterRequest.fromPartial>[0]) =>
  violationsOf(
    'playmesh.user.v1.RegisterRequest',
    RegisterRequest.encode(RegisterRequest.fromPartial(wanted)).finish(),
  );

describe('validateRequest', () => {
  test('lets a request pass that keeps the rules of its proto', () => {
    expect(register(valid)).toEqual([]);
  });

  test('names every wrong field, and says what would be right', () => {
    expect(register({ ...valid, email: 'ann', requestId: new Uint8Array(3) })).toEqual([
      { field: 'request_id', description: 'must be 16 bytes' },
      { field: 'email', description: 'must be a valid email address' },
    ]);
  });

  test('names the field that a rule over several fields is about', () => {
    expect(register({ ...valid, passwordConfirmation: 'other' })).toEqual([
      { field: 'password_confirmation', description: 'must equal password' },
    ]);
  });

  test('names it with its path, where the message with that rule is within another', () => {
    const wanted = { visibility: Visibility.OPEN, requestId: new Uint8Array(16), mode: 'go' };
    const config = { config: { $case: 'go' as const, value: { size: 5, handicap: 2 } } };
    const bytes = CreateMatchRequest.encode(CreateMatchRequest.fromPartial({ ...wanted, config })).finish();
    expect(violationsOf('playmesh.match.v1.CreateMatchRequest', bytes)).toEqual([
      { field: 'config.go.handicap', description: 'has no fixed points for so many stones on so small a board' },
    ]);
  });

  test('names fields within messages and lists by their path', () => {
    const inMessage = UpdateProfileRequest.fromPartial({ profile: { areaCode: 7 } });
    expect(
      violationsOf('playmesh.user.v1.UpdateProfileRequest', UpdateProfileRequest.encode(inMessage).finish()),
    ).toEqual([{ field: 'profile.area_code', description: 'must be 0 (not said) or from 100 to 999' }]);
    const inList = SetRolesRequest.fromPartial({ userId: new Uint8Array(16), roles: [1, 0] });
    const [violation] = violationsOf('playmesh.user.v1.SetRolesRequest', SetRolesRequest.encode(inList).finish())!;
    expect(violation!.field).toBe('roles[1]');
  });

  test('refuses U+0000 wherever a string is, whatever the rules of the field', () => {
    const wanted = UpdateProfileRequest.fromPartial({ profile: { displayName: 'ok' }, updateMask: ['locale', 'a\0'] });
    expect(violationsOf('playmesh.user.v1.UpdateProfileRequest', UpdateProfileRequest.encode(wanted).finish())).toEqual(
      [{ field: 'update_mask.paths[1]', description: 'must not contain U+0000' }],
    );
  });

  test('refuses bytes that are no message', () => {
    expect(violationsOf('playmesh.user.v1.RegisterRequest', Uint8Array.of(0x0a, 0x20, 1))).toEqual([
      { field: '', description: 'the bytes are not a playmesh.user.v1.RegisterRequest' },
    ]);
  });

  test('never repeats what was sent', () => {
    const secret = 'hunter2';
    const violations = register({ ...valid, password: secret, passwordConfirmation: secret });
    expect(JSON.stringify(violations)).not.toContain(secret);
  });
});

test('requestTypeName finds the request message of a method, and fails for a method that there is not', () => {
  expect(requestTypeName('/playmesh.user.v1.UserService/LogIn')).toBe('playmesh.user.v1.LogInRequest');
  expect(() => requestTypeName('/playmesh.user.v1.UserService/Nope')).toThrow('run make gen');
});
