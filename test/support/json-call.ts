import type { TestMesh } from './mesh.ts';

/** What the edge answers to who speaks JSON: the response, or what stands in for a gRPC status (google.rpc.Status). */
export type JsonAnswer = {
  readonly status: number;
  readonly replica: string | undefined;
  readonly body: {
    readonly code?: number;
    readonly message?: string;
    readonly details?: readonly Readonly<Record<string, unknown>>[];
    readonly [field: string]: unknown;
  };
};

/** Calls a method such as `match.v1.MatchService/Act` through the edge, as curl would. Bytes are base64. */
export async function callJson(
  mesh: TestMesh,
  method: string,
  request: unknown,
  accessToken?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonAnswer> {
  const answer = await fetch(`http://${mesh.edge}/playmesh.${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      ...headers,
    },
    body: JSON.stringify(request),
  });
  const body = (await answer.json()) as JsonAnswer['body'];
  return { status: answer.status, replica: answer.headers.get('x-playmesh-replica') ?? undefined, body };
}

/** Bytes as JSON has them. */
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
