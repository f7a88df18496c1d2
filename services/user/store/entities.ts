import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { Role } from '../domain/account.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { MailPurpose } from '../domain/mail.ts';

/** Rows as the ORM sees them; what they must hold to stands in the migrations, where the database enforces it. */
export const AccountRow = defineEntity({
  name: 'AccountRow',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    username: p.text().nullable(),
    email: p.text().nullable(),
    passwordHash: p.text().nullable(),
    roles: p.array<Role>((role) => role as Role),
    displayName: p.text(),
    areaCode: p.integer(),
    locale: p.text(),
    createTime: p.datetime(3).defaultRaw('clock_timestamp()'),
    emailVerifyTime: p.datetime(3).nullable(),
  },
});
export type AccountRow = InferEntity<typeof AccountRow>;

/** A session that has not ended; it may have expired. */
export const SessionRow = defineEntity({
  name: 'SessionRow',
  tableName: 'session',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    userAgent: p.text(),
    generation: p.integer(),
    createTime: p.datetime(3),
    refreshTime: p.datetime(3),
    expireTime: p.datetime(3),
  },
});
export type SessionRow = InferEntity<typeof SessionRow>;

/** The hash of a refresh token, also of one that has been used, as long as its use would betray a thief. */
export const RefreshTokenRow = defineEntity({
  name: 'RefreshTokenRow',
  tableName: 'refresh_token',
  properties: {
    hash: p.blob().primary(),
    sessionId: p.uuid(),
    generation: p.integer(),
    issueTime: p.datetime(3),
    spendTime: p.datetime(3).nullable(),
    repeated: p.boolean(),
  },
});
export type RefreshTokenRow = InferEntity<typeof RefreshTokenRow>;

/** That a session has ended before its tokens did. Written by a trigger alone. */
export const EndedSessionRow = defineEntity({
  name: 'EndedSessionRow',
  tableName: 'ended_session',
  properties: { sessionId: p.uuid().primary(), endTime: p.datetime(3) },
});

/** A key pair whose private half is encrypted. */
export const SigningKeyRow = defineEntity({
  name: 'SigningKeyRow',
  tableName: 'signing_key',
  properties: {
    id: p.text().primary(),
    publicKey: p.json<{ kty: string; crv: string; x: string; y: string }>(),
    sealedPrivateKey: p.blob(),
    signTime: p.datetime(3),
  },
});

/** The request that has made an account. */
export const RequestRow = defineEntity({
  name: 'RequestRow',
  tableName: 'request',
  properties: {
    id: p.uuid().primary(),
    method: p.text().$type<'register' | 'create_guest'>(),
    accountId: p.uuid(),
    clientAddress: p.text(),
    createTime: p.datetime(3).defaultRaw('clock_timestamp()'),
  },
});
export type RequestRow = InferEntity<typeof RequestRow>;

/** A line of the audit trail. It names accounts that may be gone, so nothing refers to them. */
export const AuditEventRow = defineEntity({
  name: 'AuditEventRow',
  tableName: 'audit_event',
  properties: {
    id: p.uuid().primary(),
    action: p.text().$type<AuditAction>(),
    accountId: p.uuid().nullable(),
    actorId: p.uuid().nullable(),
    sessionId: p.uuid().nullable(),
    roles: p.array<Role>((role) => role as Role).nullable(),
    blockedId: p.uuid().nullable(),
    clientAddress: p.text(),
    createTime: p.datetime(3).defaultRaw('clock_timestamp()'),
  },
});
export type AuditEventRow = InferEntity<typeof AuditEventRow>;

/** The hash of a token that a mail holds, until it is used or voided. */
export const MailTokenRow = defineEntity({
  name: 'MailTokenRow',
  tableName: 'mail_token',
  properties: {
    accountId: p.uuid().primary(),
    purpose: p.text().$type<MailPurpose>().primary(),
    hash: p.blob(),
    expireTime: p.datetime(3),
  },
});

/** A mail that is to be sent, or has been a while ago; to nobody where a request named no account. */
export const MailRow = defineEntity({
  name: 'MailRow',
  tableName: 'mail',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid().nullable(),
    purpose: p.text().$type<MailPurpose>(),
    createTime: p.datetime(3).defaultRaw('clock_timestamp()'),
    dueTime: p.datetime(3).defaultRaw('clock_timestamp()'),
    tries: p.integer().default(0),
    sendTime: p.datetime(3).nullable(),
  },
});
export type MailRow = InferEntity<typeof MailRow>;

/** That one account blocks another. */
export const BlockRow = defineEntity({
  name: 'BlockRow',
  tableName: 'block',
  properties: {
    blockerId: p.uuid().primary(),
    blockedId: p.uuid().primary(),
    createTime: p.datetime(3).defaultRaw('clock_timestamp()'),
  },
});

/** All of them, for the ORM. */
export const entities = [
  AccountRow,
  SessionRow,
  RefreshTokenRow,
  EndedSessionRow,
  SigningKeyRow,
  RequestRow,
  AuditEventRow,
  MailTokenRow,
  MailRow,
  BlockRow,
];
