import { createFileRegistry, fromBinary, toBinary, type DescFile } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import {
  ServerReflectionResponse,
  ServerReflectionDefinition as V1,
  type ServerReflectionRequest,
} from '../../../gen/grpc/reflection/v1/reflection.ts';
import { ServerReflectionDefinition as V1Alpha } from '../../../gen/grpc/reflection/v1alpha/reflection.ts';
import { descriptorSetBytes } from '../descriptors.ts';
import { ApiError, Code, invalidArgument } from '../errors.ts';
import { bind, type ServiceBinding } from './service.ts';
import type { ServerStream } from './stream.ts';

type Answer = ServerReflectionResponse['messageResponse'];

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSetBytes));
const files = new Map([...registry.files].map((file) => [file.proto.name, file]));
const services = [...registry].filter((type) => type.kind === 'service').map(({ typeName }) => typeName);

/**
 * Says what services, methods and messages there are, those of all our services, so that any of them can answer for the
 * whole mesh. The protocol: grpc/reflection/v1/reflection.proto; v1alpha is the same on the wire.
 */
export const reflectionBindings: readonly ServiceBinding[] = [
  bind(V1, { serverReflectionInfo: answerAll }),
  bind(V1Alpha, { serverReflectionInfo: (stream) => answerAll(stream as ServerStream<ServerReflectionRequest>) }),
];

function answerAll(stream: ServerStream<ServerReflectionRequest>): void {
  stream.listen({
    message: (originalRequest) => {
      const response = { validHost: originalRequest.host, originalRequest, messageResponse: answer(originalRequest) };
      const taken = stream.outbox.send(ServerReflectionResponse.encode(response).finish());
      if (!taken)
        stream.cut(new ApiError(Code.RESOURCE_EXHAUSTED, 'OVERLOADED', 'The stream could not be kept up with.'));
    },
    malformed: () =>
      stream.cut(invalidArgument([{ field: '', description: 'The bytes are not a ServerReflectionRequest' }])),
    ended: () => stream.end(),
  });
}

function answer({ messageRequest }: ServerReflectionRequest): Answer {
  switch (messageRequest?.$case) {
    case 'listServices':
      return { $case: 'listServicesResponse', value: { service: services.map((name) => ({ name })) } };
    case 'fileByFilename':
      return withImports(files.get(messageRequest.value), messageRequest.value);
    case 'fileContainingSymbol':
      return withImports(fileOf(messageRequest.value), messageRequest.value);
    case 'fileContainingExtension': {
      const { containingType, extensionNumber } = messageRequest.value;
      const message = registry.getMessage(containingType);
      const extension = message && registry.getExtensionFor(message, extensionNumber);
      return withImports(extension?.file, `${containingType} ${extensionNumber}`);
    }
    case 'allExtensionNumbersOfType': {
      const extensions = [...registry].filter((type) => type.kind === 'extension');
      const extensionNumber = extensions
        .filter(({ extendee }) => extendee.typeName === messageRequest.value)
        .map(({ number }) => number);
      return {
        $case: 'allExtensionNumbersResponse',
        value: { baseTypeName: messageRequest.value, extensionNumber },
      };
    }
    case undefined:
      return notFound('nothing');
  }
}

/** The file of a type, method, field or enum value, by its full name. */
function fileOf(symbol: string): DescFile | undefined {
  const type = registry.get(symbol);
  if (type) return type.file;
  const parent = symbol.lastIndexOf('.');
  return parent < 0 ? undefined : registry.get(symbol.slice(0, parent))?.file;
}

/** A file with all that it imports, so that one question is enough. */
function withImports(file: DescFile | undefined, asked: string): Answer {
  if (!file) return notFound(asked);
  const found = new Set<DescFile>();
  const add = (one: DescFile): void => {
    if (found.has(one)) return;
    found.add(one);
    one.dependencies.forEach(add);
  };
  add(file);
  const fileDescriptorProto = [...found].map(({ proto }) => toBinary(FileDescriptorProtoSchema, proto));
  return { $case: 'fileDescriptorResponse', value: { fileDescriptorProto } };
}

const notFound = (asked: string): Answer => ({
  $case: 'errorResponse',
  value: { errorCode: Code.NOT_FOUND, errorMessage: `There is no ${asked} here.` },
});
