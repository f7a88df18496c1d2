import { readFileSync } from 'node:fs';

/** The descriptor set of all services and what they import, as `make gen` writes it. */
export const descriptorSetBytes: Buffer = readFileSync(new URL('../../gen/descriptors.binpb', import.meta.url));
