import { expect, test } from '@jest/globals';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptorSetBytes } from '../descriptors.ts';
import { ACCESS } from './access.ts';

const services = [...createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSetBytes))].filter(
  (described) => described.kind === 'service' && described.typeName.startsWith('playmesh.'),
);

/** What stands in the table besides describes the API to grpcurl and its like. */
const ours = Object.entries(ACCESS).filter(([path]) => !path.startsWith('/grpc.reflection.'));

test('the access of every method in the protos is declared, and of no other', () => {
  const methods = services.flatMap((service) =>
    service.kind === 'service' ? service.methods.map(({ name }) => `/${service.typeName}/${name}`) : [],
  );
  expect(methods.length).toBeGreaterThan(20);
  expect(ours.map(([path]) => path).sort()).toEqual(methods.sort());
});

test('a service is internal as a whole or not at all, since the edge lets through services and not methods', () => {
  for (const { typeName } of services) {
    const kinds = new Set(
      Object.entries(ACCESS)
        .filter(([path]) => path.startsWith(`/${typeName}/`))
        .map(([, access]) => access === 'service'),
    );
    expect([typeName, kinds.size]).toEqual([typeName, 1]);
  }
});

test('only what makes, continues or restores a sign-in is public', () => {
  const open = ours.filter(([, access]) => access === 'public');
  expect(open.map(([path]) => path.split('/')[2]).sort()).toEqual([
    'CreateGuest',
    'LogIn',
    'RefreshTokens',
    'Register',
    'RequestPasswordReset',
    'ResetPassword',
    'VerifyEmail',
  ]);
});
