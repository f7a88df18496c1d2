import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createValidator, type Validator } from '@bufbuild/protovalidate';
import { descriptorSetBytes } from './descriptors.ts';
import { invalidArgument } from './errors.ts';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSetBytes));
const validator: Validator = createValidator({ registry });

/**
 * Holds the bytes of a request against the rules beside its fields in the proto (buf.validate).
 * For unary calls and the opening request of server streams; commands on Play are checked by hand, since this decodes
 * a second time.
 * @throws ApiError INVALID_ARGUMENT with a violation for each wrong field.
 */
export function validateRequest(typeName: string, bytes: Uint8Array): void {
  const schema = registry.getMessage(typeName);
  if (!schema) throw new Error(`No message ${typeName} among the descriptors; run make gen.`);
  const result = validator.validate(schema, fromBinary(schema, bytes));
  if (result.kind === 'valid') return;
  if (result.kind === 'error') throw result.error;
  throw invalidArgument(
    result.violations.map((violation) => ({
      field: violation.field
        .filter((part) => part.kind === 'field' || part.kind === 'list_sub' || part.kind === 'map_sub')
        .map((part) => (part.kind === 'field' ? `.${part.name}` : part.kind === 'list_sub' ? `[${part.index}]` : ''))
        .join('')
        .slice(1),
      description: violation.message,
    })),
  );
}

/** The full name of a method's request message, by the path `/package.Service/Method`. */
export function requestTypeName(path: string): string {
  const [, service, method] = path.split('/');
  const found = registry.getService(service!)?.methods.find(({ name }) => name === method);
  if (!found) throw new Error(`No method ${path} among the descriptors; run make gen.`);
  return found.input.typeName;
}
