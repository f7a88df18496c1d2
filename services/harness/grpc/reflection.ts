import type { Server } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { descriptorSetBytes } from '../descriptors.ts';

/**
 * Answers what services, methods and messages there are (grpc.reflection.v1 and v1alpha): those of all services, so that
 * any of them can answer for the whole mesh.
 */
export function addReflection(server: Server): void {
  new ReflectionService(loadFileDescriptorSetFromBuffer(descriptorSetBytes)).addToServer(server);
}
