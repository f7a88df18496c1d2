import { createFileRegistry, fromBinary, type DescMessage, type Message } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { isReflectList, isReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { createValidator, type Validator, type Violation } from '@bufbuild/protovalidate';
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
  const message = decode(schema, bytes);
  const result = validator.validate(schema, message);
  if (result.kind === 'valid') {
    const wrong = [...stringsWithNul(reflect(schema, message))];
    if (wrong.length === 0) return;
    throw invalidArgument(wrong.map((field) => ({ field, description: 'must not contain U+0000' })));
  }
  if (result.kind === 'error') throw result.error;
  throw invalidArgument(
    result.violations.map((violation) => {
      // A rule over several fields of a message stands beside none of them; it bears the name of the one that it is about.
      const last = violation.field.at(-1);
      const holder = last === undefined ? schema : last.kind === 'field' ? last.message : undefined;
      const isAbout = holder?.fields.some(({ name }) => name === violation.ruleId) ?? false;
      const field = [pathOf(violation.field), ...(isAbout ? [violation.ruleId] : [])].filter(Boolean).join('.');
      const { message: said } = violation;
      const name = `${violation.ruleId} `;
      return { field, description: isAbout && said.startsWith(name) ? said.slice(name.length) : said };
    }),
  );
}

function decode(schema: DescMessage, bytes: Uint8Array): Message {
  try {
    return fromBinary(schema, bytes);
  } catch {
    throw invalidArgument([{ field: '', description: `the bytes are not a ${schema.typeName}` }]);
  }
}

/** The path of a wrong field as clients write it, such as `profile.area_code` or `roles[1]`. */
const pathOf = (path: Violation['field']): string =>
  path
    .map((part) => (part.kind === 'field' ? `.${part.name}` : part.kind === 'list_sub' ? `[${part.index}]` : ''))
    .join('')
    .slice(1);

/**
 * Where a message holds a string with U+0000. PostgreSQL's text cannot hold one, so such a string can name nothing that
 * exists, and must not reach a query.
 */
function* stringsWithNul(value: unknown, path = ''): Generator<string> {
  if (typeof value === 'string') {
    if (value.includes('\0')) yield path;
  } else if (isReflectMessage(value)) {
    for (const field of value.fields) {
      if (value.isSet(field)) yield* stringsWithNul(value.get(field), path ? `${path}.${field.name}` : field.name);
    }
  } else if (isReflectList(value)) {
    for (const [index, item] of [...value].entries()) yield* stringsWithNul(item, `${path}[${index}]`);
  }
}

/** The full name of a method's request message, by the path `/package.Service/Method`. */
export function requestTypeName(path: string): string {
  const [, service, method] = path.split('/');
  const found = registry.getService(service!)?.methods.find(({ name }) => name === method);
  if (!found) throw new Error(`No method ${path} among the descriptors; run make gen.`);
  return found.input.typeName;
}
