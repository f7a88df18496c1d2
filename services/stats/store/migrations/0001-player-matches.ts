import { Migration } from '@mikro-orm/migrations';

/** Finished matches by player, their sums by mode, and how far the feed has been counted. */
export class PlayerMatches extends Migration {
  override up(): void {
    this.addSql(`
      create table player_match (
        match_id uuid not null,
        user_id uuid not null,
        mode text not null check (mode <> ''),
        standing text not null check (standing in ('won', 'lost', 'drawn')),
        score integer not null,
        opponent_ids uuid[] not null,
        end_time timestamptz(3) not null,
        primary key (match_id, user_id)
      )`);
    this.addSql('create index player_match_latest_idx on player_match (user_id, end_time, match_id)');
    this.addSql('create index player_match_mode_idx on player_match (user_id, mode, end_time, match_id)');
    this.addSql(`
      create table player_mode (
        user_id uuid not null,
        mode text not null,
        played integer not null check (played = won + lost + drawn),
        won integer not null check (won >= 0),
        lost integer not null check (lost >= 0),
        drawn integer not null check (drawn >= 0),
        score bigint not null,
        primary key (user_id, mode)
      )`);
    this.addSql(`
      create table intake (
        id boolean primary key default true check (id),
        feed_number bigint not null check (feed_number >= 0)
      )`);
    this.addSql('insert into intake (feed_number) values (0)');
  }

  override down(): void {
    this.addSql('drop table intake, player_mode, player_match');
  }
}
