/**
 * Who may call a method: `public` without a token; a role, with a live session that has it (an admin has every role);
 * `service`, another of our services with the service token, and never through the edge.
 */
export type Access = 'public' | 'player' | 'admin' | 'service';

/** Every method of every service, in this one place; a test compares it with the protos. */
export const ACCESS: Readonly<Record<string, Access>> = {
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo': 'public',
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo': 'public',
  '/playmesh.user.v1.UserService/Register': 'public',
  '/playmesh.user.v1.UserService/LogIn': 'public',
  '/playmesh.user.v1.UserService/CreateGuest': 'public',
  '/playmesh.user.v1.UserService/RefreshTokens': 'public',
  '/playmesh.user.v1.UserService/UpgradeGuest': 'player',
  '/playmesh.user.v1.UserService/LogOut': 'player',
  '/playmesh.user.v1.UserService/ListSessions': 'player',
  '/playmesh.user.v1.UserService/EndSession': 'player',
  '/playmesh.user.v1.UserService/GetUser': 'player',
  '/playmesh.user.v1.UserService/GetProfile': 'player',
  '/playmesh.user.v1.UserService/UpdateProfile': 'player',
  '/playmesh.user.v1.UserService/DeleteAccount': 'player',
  '/playmesh.user.v1.UserService/SetRoles': 'admin',
  '/playmesh.user.v1.SessionFeedService/ListEndedSessions': 'service',
  '/playmesh.match.v1.MatchService/CreateMatch': 'player',
  '/playmesh.match.v1.MatchService/JoinMatch': 'player',
  '/playmesh.match.v1.MatchService/LeaveMatch': 'player',
  '/playmesh.match.v1.MatchService/OfferRematch': 'player',
  '/playmesh.match.v1.MatchService/GetMatch': 'player',
  '/playmesh.match.v1.MatchService/ListMatches': 'player',
  '/playmesh.match.v1.MatchService/ListMatchEvents': 'player',
  '/playmesh.match.v1.MatchService/Play': 'player',
  '/playmesh.match.v1.MatchService/Watch': 'player',
  '/playmesh.match.v1.MatchService/Act': 'player',
  '/playmesh.match.v1.TicketService/CreateTicket': 'player',
  '/playmesh.match.v1.TicketService/WatchTicket': 'player',
  '/playmesh.match.v1.TicketService/DeleteTicket': 'player',
  '/playmesh.match.v1.MatchFeedService/ListFinishedMatches': 'service',
  '/playmesh.stats.v1.StatsService/GetPlayerStats': 'player',
  '/playmesh.stats.v1.StatsService/ListPlayerMatches': 'player',
  '/playmesh.stats.v1.StatsService/ListLeaders': 'player',
  '/playmesh.stats.v1.RatingService/BatchGetRatings': 'service',
};
