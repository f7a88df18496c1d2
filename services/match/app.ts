import { GoRecordServiceDefinition } from '../../gen/playmesh/match/v1/go_record_service.ts';
import { GoReviewServiceDefinition } from '../../gen/playmesh/match/v1/go_review_service.ts';
import { MatchFeedServiceDefinition } from '../../gen/playmesh/match/v1/match_feed_service.ts';
import { MatchServiceDefinition } from '../../gen/playmesh/match/v1/match_service.ts';
import { QuestionServiceDefinition } from '../../gen/playmesh/match/v1/question_service.ts';
import { TicketServiceDefinition } from '../../gen/playmesh/match/v1/ticket_service.ts';
import { openMeshGate } from '../harness/auth/mesh-gate.ts';
import { DatabaseClock } from '../harness/clock.ts';
import { MeshChannel } from '../harness/grpc/channel.ts';
import { bind } from '../harness/grpc/service.ts';
import { newId } from '../harness/ids.ts';
import type { Logger } from '../harness/log.ts';
import { openRedis } from '../harness/redis.ts';
import type { App } from '../harness/run.ts';
import { RedisBus } from './bus/redis-bus.ts';
import { hearEndedSessions } from './bus/session-news.ts';
import { TicketNews } from './bus/ticket-news.ts';
import { WatcherCounts } from './bus/watcher-counts.ts';
import type { MatchConfig } from './config.ts';
import { benchModes, games, modes } from './games/catalogue.ts';
import type { TriviaConfig } from './games/trivia/wire.ts';
import { feedHandlers } from './handlers/feed-handlers.ts';
import { goRecordHandlers } from './handlers/go-record-handlers.ts';
import { goReviewHandlers } from './handlers/go-review-handlers.ts';
import { LiveStreams } from './handlers/live-streams.ts';
import { matchHandlers } from './handlers/match-handlers.ts';
import { streamHandlers } from './handlers/stream-handlers.ts';
import { questionHandlers } from './handlers/question-handlers.ts';
import { ticketHandlers } from './handlers/ticket-handlers.ts';
import { MatchMaker } from './matchmaking/new-match.ts';
import { Queue } from './matchmaking/queue.ts';
import { Errands } from './room/errands.ts';
import { Heartbeat } from './room/heartbeat.ts';
import { blocksReader } from './mesh/blocks.ts';
import { DeletedUsers, deletionsOver } from './mesh/deleted-users.ts';
import { namesReader } from './mesh/names.ts';
import { Ratings } from './mesh/ratings.ts';
import { Presence } from './room/presence.ts';
import { Rooms } from './room/rooms.ts';
import { gameTag } from './room/state.ts';
import { Upkeep } from './room/upkeep.ts';
import { Feed } from './store/feed.ts';
import { PostgresLog } from './store/log.ts';
import { Matches } from './store/matches.ts';
import { openMatchDatabase } from './store/open.ts';
import { Pool } from './store/pool.ts';
import { EditedQuestions } from './store/edited-questions.ts';
import { Questions } from './store/questions.ts';
import { Reviews } from './store/reviews.ts';
import { beat, databaseTime } from './store/replicas.ts';
import { Tickets } from './store/tickets.ts';
import { Delays } from './wire/delays.ts';
import { streamCodec } from './wire/stream-codec.ts';
import { DeadStones } from './workers/dead-stones.ts';
import type { BoardToJudge } from './workers/dead-stones-worker.ts';

/** Two for appends, the rest for reads and functions; replicas times this must stay below what the server takes. */
const POOL_CONNECTIONS = 8;

/** Builds a match replica: every part once, by name. */
export async function buildMatch(config: MatchConfig, logger: Logger): Promise<App> {
  const replicaId = newId();
  const database = await openMatchDatabase(config.DATABASE_URL);
  await database.checkMigrated();
  const pool = new Pool(config.DATABASE_URL, POOL_CONNECTIONS, logger);
  const clock = new DatabaseClock(() => databaseTime(pool));
  await clock.start();
  const heartbeat = new Heartbeat((after) => beat(pool, replicaId, config.PLAYMESH_REPLICA, after), clock, logger);
  await heartbeat.start();

  const mesh = new MeshChannel(config.PLAYMESH_MESH_ADDRESS, config.PLAYMESH_SERVICE_TOKEN);
  const { gate, endedSessions, ready, stop: stopGate } = openMeshGate(config, mesh, logger);
  const publisher = openRedis(config.REDIS_URL, `${config.PLAYMESH_REPLICA}-publish`, logger);
  const subscriber = openRedis(config.REDIS_URL, `${config.PLAYMESH_REPLICA}-subscribe`, logger);
  // Apart from entries, which come in thousands a second: every listener of a connection is called for all that it brings.
  const newsSubscriber = openRedis(config.REDIS_URL, `${config.PLAYMESH_REPLICA}-news`, logger);
  hearEndedSessions(newsSubscriber, (sessionId, endTime) => endedSessions.add(sessionId, endTime));

  const log = new PostgresLog(pool, logger);
  const matches = new Matches(pool, database, logger);
  const tickets = new Tickets(pool, database);
  const questions = new Questions(pool);
  const reviews = new Reviews(pool, database);

  const bus = new RedisBus(
    publisher,
    subscriber,
    (entry) => rooms.receive(entry),
    // Whatever was told while Redis was away is lost: read on in every log. Away itself, the next poll does.
    () => void upkeep.pollTails(true).catch(() => {}),
  );
  const byTag = new Map(games.map((game) => [gameTag(game), game]));
  const deadStones = new DeadStones();
  const errands = new Errands({ go: (board) => deadStones.find(board as BoardToJudge) }, clock, logger);
  const roomParts = { log, bus, clock, heart: heartbeat, random: Math.random, logger };
  const rooms = new Rooms(byTag, streamCodec, matches, roomParts, (room) => errands.look(room));
  const presence = new Presence(replicaId, heartbeat, clock);
  const upkeep = new Upkeep({ rooms, log, bus, presence, due: matches, clock, logger });
  const streams = new LiveStreams(streamCodec, clock, Math.random, endedSessions);

  const offered = config.PLAYMESH_BENCH_MODES ? [...modes, ...benchModes] : modes;
  const materials = { trivia: ({ questions: count, locale }: TriviaConfig) => questions.draw(count, locale) };
  const ratings = new Ratings(mesh, logger);
  const maker = new MatchMaker(offered, materials, ratings, clock);
  const news = new TicketNews(publisher, newsSubscriber, (matches) => queue.found(matches));
  const blocks = blocksReader(mesh, logger);
  const queue = new Queue({ tickets, maker, replicaId, clock, logger, tell: (matches) => news.tell(matches) });
  const watchers = new WatcherCounts({
    redis: publisher,
    replicaId,
    heartbeat,
    rooms: () => rooms.loaded(),
    codec: streamCodec,
    clock,
  });
  const deletedUsers = new DeletedUsers(deletionsOver(mesh), (userIds) => reviews.deleteOf(userIds), logger);
  const delays = new Delays(config.PLAYMESH_SERVICE_TOKEN, clock);
  upkeep.start();
  queue.start();
  watchers.start();
  deletedUsers.start();

  return {
    gate,
    ready,
    services: [
      bind(MatchServiceDefinition, {
        ...matchHandlers({ rooms, matches, maker, watchers, delays, clock }),
        ...streamHandlers({ rooms, presence, streams, codec: streamCodec, delays, clock }),
      }),
      bind(TicketServiceDefinition, ticketHandlers({ tickets, queue, maker, ratings, blocks, clock })),
      bind(GoRecordServiceDefinition, goRecordHandlers({ rooms, reviews, names: namesReader(mesh, logger) })),
      bind(GoReviewServiceDefinition, goReviewHandlers(reviews)),
      bind(QuestionServiceDefinition, questionHandlers(new EditedQuestions(pool, () => questions.forget()))),
      bind(MatchFeedServiceDefinition, feedHandlers(new Feed(pool, database), maker)),
    ],
    drain: async () => {
      queue.stop();
      await streams.drain();
      await log.flush();
    },
    close: async () => {
      watchers.stop();
      deletedUsers.stop();
      upkeep.stop();
      await deadStones.close();
      await rooms.forgetAll().catch(() => {}); // the database is away: the sweepers of others will find them
      await log.flush();
      await matches.flush();
      heartbeat.stop();
      stopGate();
      mesh.close();
      publisher.disconnect();
      subscriber.disconnect();
      newsSubscriber.disconnect();
      clock.stop();
      await pool.close();
      await database.close();
    },
  };
}
