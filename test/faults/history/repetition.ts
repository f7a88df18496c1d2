import type { Transport } from '../../../clients/sdk/src/index.ts';
import type { MatchServiceClient } from '../../../gen/playmesh/match/v1/match_service.ts';
import type { PlayRequest } from '../../../gen/playmesh/match/v1/play.ts';

/**
 * Sends some commands twice at once under their one id, as a client does that comes back before it was answered, and a
 * proxy that tries again.
 * @param isRepeated whether the next one is.
 */
export function repeatCommands(inner: Transport, isRepeated: () => boolean): Transport {
  const { matches } = inner;
  const repeated: Pick<MatchServiceClient, 'play' | 'act'> = {
    play: (requests, options) => matches.play(withRepeats(requests as AsyncIterable<PlayRequest>, isRepeated), options),
    act: (request, options) => {
      const answer = matches.act(request, options);
      // Nobody waits for the second answer; what it says is recorded all the same.
      if (isRepeated()) matches.act(request, options).catch(() => {});
      return answer;
    },
  };
  return { ...inner, matches: { ...matches, ...repeated }, close: () => inner.close() };
}

async function* withRepeats(
  requests: AsyncIterable<PlayRequest>,
  isRepeated: () => boolean,
): AsyncGenerator<PlayRequest> {
  for await (const request of requests) {
    yield request;
    if (request.message?.$case === 'command' && isRepeated()) yield request;
  }
}
