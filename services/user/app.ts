import { Gate } from '../harness/auth/gate.ts';
import { TokenVerifier } from '../harness/auth/tokens.ts';
import type { Logger } from '../harness/log.ts';
import { RateLimiter } from '../harness/rate-limit.ts';
import { openRedis, untilReady } from '../harness/redis.ts';
import type { App } from '../harness/run.ts';
import { Accounts } from './accounts/accounts.ts';
import { AuditTrail } from './accounts/audit-trail.ts';
import { Blocks } from './accounts/blocks.ts';
import { DataExport } from './accounts/data-export.ts';
import { Deletion } from './accounts/deletion.ts';
import { EmailVerification } from './accounts/email-verification.ts';
import { OwnPassword } from './accounts/own-password.ts';
import { PasswordChange } from './accounts/password-change.ts';
import { PasswordReset } from './accounts/password-reset.ts';
import { Registration } from './accounts/registration.ts';
import { RoleChanges } from './accounts/role-changes.ts';
import { Upgrade } from './accounts/upgrade.ts';
import { mailServer, type UserConfig } from './config.ts';
import { blockService } from './handlers/block-service.ts';
import { deletionFeedService } from './handlers/deletion-feed-service.ts';
import { nameService } from './handlers/name-service.ts';
import { sessionFeedService } from './handlers/session-feed-service.ts';
import { userService } from './handlers/user-service.ts';
import { KeyRing } from './keys/key-ring.ts';
import { Limits } from './limits/limits.ts';
import { Mails } from './mail/mails.ts';
import { smtpPost } from './mail/smtp.ts';
import { PasswordHasher } from './passwords/password-hasher.ts';
import { EndedSessionsPublisher } from './sessions/ended-sessions-publisher.ts';
import { LogIn } from './sessions/log-in.ts';
import { Refresh } from './sessions/refresh.ts';
import { Sessions } from './sessions/sessions.ts';
import { Pruning } from './store/pruning.ts';
import { openUserDatabase } from './store/user-database.ts';

const DAY_MS = 24 * 3600_000;

/** The user service: its parts, and how they hang together. */
export async function buildApp(config: UserConfig, log: Logger): Promise<App> {
  const server = mailServer(config);
  const database = await openUserDatabase(config.DATABASE_URL);
  await database.checkMigrated();
  const ring = new KeyRing(database, config.PLAYMESH_KEY_SECRET, config.PLAYMESH_KEY_ROTATION_DAYS * DAY_MS, log);
  await ring.start();
  const redis = openRedis(config.REDIS_URL, `user ${config.PLAYMESH_REPLICA}`, log);
  await untilReady(redis);
  const pruning = new Pruning(database, log);
  pruning.start();

  const hasher = await PasswordHasher.create();
  const limits = new Limits(new RateLimiter(redis, log), config);
  const publisher = new EndedSessionsPublisher(redis, log);
  const sessions = new Sessions(database, publisher);
  const mails = new Mails(database, server && smtpPost(server.url, server.from), config.PLAYMESH_MAIL_LINK, log);
  mails.start();
  const ownPassword = new OwnPassword(database, hasher, limits);
  const blocks = new Blocks(database, limits);
  const accounts = new Accounts(database);
  const deletion = new Deletion(database, ownPassword, publisher);

  return {
    gate: new Gate(new TokenVerifier(ring), sessions, config.PLAYMESH_SERVICE_TOKEN),
    services: [
      userService({
        registration: new Registration(database, hasher, limits, mails, ring),
        upgrade: new Upgrade(database, hasher, limits, mails),
        logIn: new LogIn(database, hasher, limits, ring),
        refresh: new Refresh(database, ring, publisher),
        sessions,
        accounts,
        deletion,
        roleChanges: new RoleChanges(database, publisher),
        emailVerification: new EmailVerification(database, limits, mails),
        passwordReset: new PasswordReset(database, hasher, limits, mails, publisher),
        passwordChange: new PasswordChange(database, hasher, limits, ownPassword, publisher),
        blocks,
        dataExport: new DataExport(database, limits),
        auditTrail: new AuditTrail(database),
      }),
      blockService(blocks),
      nameService(accounts),
      sessionFeedService(sessions),
      deletionFeedService(deletion),
    ],
    http: { '/.well-known/jwks.json': () => ring.keys() },
    async close() {
      await mails.stop();
      pruning.stop();
      ring.stop();
      redis.disconnect();
      await database.close();
    },
  };
}
